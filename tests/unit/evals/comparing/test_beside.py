import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from redraft.engine.plan import Plan
from redraft.engine.strategies import InContextAlignment
from redraft.errors import Misuse
from redraft.evals.comparing import Evaluation, compare, evaluate
from support.evaluations import Counting, config_of, data_of, sums, truthful, wrong_then_right


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    return asyncio.run(evaluate(config_of(tmp_path_factory.mktemp("good"))))


@pytest.fixture(scope="module")
def poor(tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    """The same model with one that never repairs an odd one."""

    def answers(asked: str) -> tuple[str, ...]:
        right = tuple(wrong_then_right(asked))
        return right if int(asked.removeprefix("sum ")) % 2 == 0 else right[:1]

    plan = Plan(model=Counting(answers), critics=(truthful(),), strategy=InContextAlignment())
    return asyncio.run(evaluate(config_of(tmp_path_factory.mktemp("poor"), plan=plan)))


def test_the_difference_is_paired_by_sample_and_seed(good: Evaluation, poor: Evaluation) -> None:
    result = compare(poor, good)
    own = result.differences[0]
    assert (own.role, own.n, own.n_unscored) == ("profile", 60, 0)
    assert (own.a.value, own.b.value, own.ahead.value) == (pytest.approx(25 / 30), 1, pytest.approx(5 / 30))
    assert own.ahead.n == 30
    assert own.ahead.excludes_zero
    assert own.p <= own.p_of_many
    by_half = {one.value: one for one in result.slices}
    assert by_half["even"].difference.value == 0
    assert by_half["odd"].difference.value == pytest.approx(1 / 3)
    assert result.warnings == ()
    assert (result.n_only_a, result.n_only_b, result.n_changed) == (0, 0, 0)


def test_an_evaluation_beside_itself_shows_no_difference(good: Evaluation) -> None:
    assert {one.ahead.value for one in compare(good, good).differences} == {0}


def test_what_else_differs_is_said(good: Evaluation) -> None:
    other = replace(good, sha256="1" * 64, scorers={"number": "another"}, redraft_version="0.0.1", seeds=(0,))
    assert [warning.split(" (")[0] for warning in compare(good, other).warnings] == [
        "the data differ",
        "the scorer number differs",
        "made by different versions of Redraft",
        "the seeds differ",
    ]


def test_the_parts_in_which_the_profiles_differ_are_named(good: Evaluation) -> None:
    other = replace(good, settings={**good.settings, "seed": 9, "budget": {**good.settings["budget"], "rounds": 3}})
    (part,) = compare(good, other).plans
    assert (part.part, part.before, part.now) == ("budget.rounds", None, 3)
    assert compare(good, good).plans == ()


def test_samples_of_one_id_that_ask_something_else_are_left_out(good: Evaluation) -> None:
    cases = tuple(replace(case, asked="other") if case.id == "s0" else case for case in good.cases)
    result = compare(good, replace(good, cases=cases))
    assert (result.n_changed, result.differences[0].n) == (1, 58)
    assert result.warnings == ("1 samples of the same id ask something else; they are left out",)


def test_where_nothing_pairs_it_is_refused(good: Evaluation, tmp_path: Path) -> None:
    renamed = [replace(sample, prompt=replace(sample.prompt, id=f"x{i}")) for i, sample in enumerate(sums(3))]
    other = asyncio.run(evaluate(config_of(tmp_path / "a", data=data_of(renamed))))
    with pytest.raises(Misuse, match="nothing to pair: no sample of sums is one of sums"):
        compare(good, other)
    later = asyncio.run(evaluate(config_of(tmp_path / "b", seeds=(7,))))
    with pytest.raises(Misuse, match=r"they share samples but no seed \(\[0, 1\] and \[7\]\)"):
        compare(good, later)
    changed = replace(good, cases=tuple(replace(case, asked="other") for case in good.cases))
    with pytest.raises(Misuse, match="all 30 samples of the same id ask something else"):
        compare(good, changed)
