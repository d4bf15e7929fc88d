import asyncio
import json
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from redraft.core import Draft, Prompt
from redraft.critics import FunctionCritic
from redraft.engine.plan import Plan
from redraft.engine.strategies import InContextAlignment
from redraft.errors import Misuse
from redraft.evals.comparing import EvaluationConfig, Progress, evaluate, read_evaluation
from redraft.evals.comparing.result import Evaluation
from redraft.evals.sample import Sample, Score
from redraft.evals.samples.scorers import Exact
from redraft.store.codec import encode
from support.evaluations import Counting, config_of, data_of, sums, truthful, wrong_then_right


def run(config: EvaluationConfig) -> Evaluation:
    return asyncio.run(evaluate(config))


def test_the_profiles_way_stands_beside_its_baselines(tmp_path: Path) -> None:
    result = run(config_of(tmp_path))
    assert [way.role for way in result.ways] == [
        "profile", "none", "best_of_n", "self_consistency", "ignoring", "oracle"
    ]  # fmt: skip
    own, none, best, majority, ignoring, oracle = result.ways
    # Ten of thirty drafts are wrong; a redraft repairs each, resampling repairs none.
    assert own.accuracy is not None
    assert none.accuracy is not None
    assert (own.accuracy.value, none.accuracy.value) == (1, pytest.approx(2 / 3))
    assert own.repaired is not None
    assert own.broken is not None
    assert (own.repaired.value, own.repaired.n, own.broken.value, own.broken.n) == (1, 10, 0, 20)
    assert own.gain is not None
    assert own.gain.value == pytest.approx(1 / 3)
    assert [None if e is None else round(e.value, 3) for e in own.by_attempt] == [0.667, 1]
    assert none.ahead is not None
    assert none.ahead.value == pytest.approx(1 / 3)
    assert none.ahead.excludes_zero
    assert none.p is not None
    assert none.p < 0.01
    assert oracle.ahead is not None
    assert (oracle.ahead.value, oracle.p, oracle.is_upper_bound) == (0, 1, True)
    # The verified critic asks no model: 40 answers to 30 prompts, so two answers to each cost no less.
    assert (own.calls, best.name, best.calls, majority.name, majority.calls) == (
        pytest.approx(4 / 3), "best of 2", 2, "majority of 2", 2
    )  # fmt: skip
    assert ignoring.accuracy is not None
    assert ignoring.accuracy.value < 1
    assert own.ahead is None
    assert (own.n, own.n_unscored, own.by_seed, own.spread) == (60, 0, {"0": 1.0, "1": 1.0}, 0)
    assert {one.value for one in result.slices} == {"even", "odd"}


def test_no_request_and_no_critic_sees_a_reference(tmp_path: Path) -> None:
    seen: list[str] = []

    def listening(prompt: Prompt, draft: Draft, context: object) -> float:
        seen.append(repr((prompt, context)))
        return 0.0

    model = Counting(lambda asked: ("0",))
    critic = FunctionCritic(function=listening, name="listening")
    samples = [replace(sample, scorer=Exact(reference="the-secret")) for sample in sums(3)]
    plan = Plan(model=model, critics=(critic,), strategy=InContextAlignment())
    run(config_of(tmp_path, plan=plan, data=data_of(samples)))
    assert len(model.requests) > 20
    assert len(seen) > 6
    assert "the-secret" not in "".join([*map(repr, model.requests), *seen])
    assert "the-secret" not in (tmp_path / "records.jsonl").read_text()


def test_a_killed_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    whole = run(config_of(tmp_path / "whole"))

    class Killed(Exception):
        pass

    def kill(progress: Progress) -> None:
        if progress.arm == "best of 2" and progress.n_done == 7:
            raise Killed

    broken_off = config_of(tmp_path / "killed")
    with pytest.raises(ExceptionGroup):
        asyncio.run(evaluate(broken_off, on_progress=kill))
    n_before = len((tmp_path / "killed" / "outcomes.jsonl").read_text().splitlines())
    assert 120 < n_before < 360
    model = Counting(wrong_then_right)
    plan = Plan(model=model, critics=(truthful(),), strategy=InContextAlignment())
    again = run(config_of(tmp_path / "killed", plan=plan))
    assert again.scored == whole.scored
    assert [(way.name, way.accuracy, way.calls) for way in again.ways] == [
        (way.name, way.accuracy, way.calls) for way in whole.ways
    ]
    assert len((tmp_path / "killed" / "outcomes.jsonl").read_text().splitlines()) == 360
    assert run(config_of(tmp_path / "killed", plan=replace(plan, model=Counting(lambda asked: ())))) == again


def test_seeds_may_be_added_and_nothing_is_played_twice(tmp_path: Path) -> None:
    run(config_of(tmp_path, seeds=(0,)))
    result = run(config_of(tmp_path, seeds=(0, 1)))
    assert result.own.by_seed.keys() == {"0", "1"}
    rows = [json.loads(line) for line in (tmp_path / "outcomes.jsonl").read_text().splitlines()]
    assert len(rows) == len({(row["arm"], row["seed"], row["id"]) for row in rows}) == 360


@dataclass(frozen=True)
class Unsure:
    name: str = "unsure"
    version: str = "1"

    async def score(self, draft: Draft) -> Score:
        return Score(right=None, reason="no sandbox here")


def test_unscored_answers_are_counted_apart_and_never_averaged(tmp_path: Path) -> None:
    samples = [replace(s, scorer=Unsure()) if i % 5 == 0 else s for i, s in enumerate(sums(30))]
    own, none, *_ = run(config_of(tmp_path, data=data_of(samples))).ways
    assert (own.n, own.n_unscored, own.reasons) == (60, 12, {"no sandbox here": 12})
    assert own.accuracy is not None
    assert (own.accuracy.value, own.accuracy.n, own.accuracy_of_all.value) == (1, 24, pytest.approx(0.8))
    assert none.ahead is not None
    assert none.ahead_of_all is not None
    assert (none.ahead.value, none.ahead_of_all.value) == (pytest.approx(8 / 24), pytest.approx(8 / 30))


def test_where_nothing_can_be_scored_there_is_no_figure(tmp_path: Path) -> None:
    samples: list[Sample] = [replace(sample, scorer=Unsure()) for sample in sums(2)]
    result = run(config_of(tmp_path, data=data_of(samples)))
    assert result.own.accuracy is None
    assert result.own.gain is None
    assert result.own.accuracy_of_all.value == 0
    assert result.slices == ()


def test_one_sample_is_evaluated_and_nothing_is_claimed(tmp_path: Path) -> None:
    result = run(config_of(tmp_path, data=data_of(sums(1)), seeds=(0,)))
    none = result.way("none")
    assert none is not None
    assert none.ahead is not None
    assert (none.ahead.low, none.ahead.high, none.ahead.excludes_zero) == (-1, 1, False)
    assert result.own.spread is None


def test_an_evaluation_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    result = run(config_of(tmp_path))
    (tmp_path / "result.json").write_text(encode(result))
    again = read_evaluation(tmp_path)
    assert again.ways == result.ways
    assert again.scored == result.scored
    assert again.cases == result.cases
    for text, said in (("{}", "is no evaluation"), ('{"schema_version": 9}', "is of version 9, this Redraft reads 1")):
        (tmp_path / "other.json").write_text(text)
        with pytest.raises(Misuse, match=said):
            read_evaluation(tmp_path / "other.json")
    with pytest.raises(Misuse, match="cannot read the evaluation"):
        read_evaluation(tmp_path / "none")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"seeds": ()}, "`seeds` must be one or more"),
        ({"seeds": (1, 1)}, r"got \(1, 1\)"),
        ({"concurrency": 0}, "got 0"),
    ],
)
def test_what_could_not_end_well_is_refused_first(tmp_path: Path, fields: dict[str, object], said: str) -> None:
    with pytest.raises(Misuse, match=said):
        config_of(tmp_path, **fields)
