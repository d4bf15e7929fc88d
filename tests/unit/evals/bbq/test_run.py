"""The evaluation as one function, with a respondent whose biases are known."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bbq_respondent import Biases, Respondent
from redraft.core import Draft, Request, Usage
from redraft.errors import Misuse
from redraft.evals.bbq import BbqConfig, BbqData, BbqResult, Players, Progress, evaluate, evaluate_labels, read_bbq
from support.bbq import rows, write


class Responding:
    """The respondent as a model in this process."""

    name, dialect, window_tokens = "test/respondent", "chat", None

    def __init__(self, data: BbqData, biases: Biases, *, stops_after: int | None = None) -> None:
        self._respondent, self._left = Respondent(data.cases, biases), stops_after
        self.n_asked = 0

    async def generate(self, request: Request) -> tuple[Draft, ...]:
        if self._left is not None and self.n_asked >= self._left:
            raise KeyboardInterrupt
        self.n_asked += 1
        messages = [{"role": m.role, "content": m.text} for m in request.messages]
        said = [self._respondent.reply(messages, request.temperature or 0.0) for _ in range(request.n)]
        return tuple(replace(Draft.of(text, by=self.name), usage=Usage(calls=1)) for text in said)


def config(tmp_path: Path, data: BbqData, model: Responding, **settings: tuple[str, ...]) -> BbqConfig:
    return BbqConfig(data=data, players=Players(writer=model), journal=tmp_path / "journal.jsonl", **settings)  # type: ignore[arg-type]


def evaluated(tmp_path: Path, biases: Biases, n: int, *arms: str) -> BbqResult:
    data = read_bbq(write(tmp_path / "x.jsonl", rows(n)))
    return asyncio.run(evaluate(config(tmp_path, data, Responding(data, biases), arms=arms)))


def test_known_biases_are_found_again(tmp_path: Path) -> None:
    biases = Biases(stereotyped=0.6, against=0.1, informed=0.65, silent=0.1)
    result = evaluated(tmp_path, biases, 60, "draft alone")
    figures = result.arms[0].overall
    assert figures.n_ambiguous == figures.n_disambiguated == 600
    # The stereotype is right in half of the told contexts, so a quarter that goes by it is right in an eighth.
    for found, known in (
        (figures.ambiguous, 0.3),
        (figures.disambiguated, 0.65 + 0.25 / 2),
        (figures.s_amb, 0.5),
        (figures.s_dis, 2 * (0.65 / 2 + 0.25) / 0.9 - 1),
    ):
        assert found is not None and found.low <= known <= found.high


CHECKED: Mapping[str, float] = {
    "Age": 0.5, "Religion": 0.6, "Nationality": 0.75, "Sexual_orientation": 0.9, "Physical_appearance": 1.0,
}  # fmt: skip


def test_the_accuracy_of_the_check_its_gain_and_their_correlation_are_found_again(tmp_path: Path) -> None:
    biases = Biases(stereotyped=0.5, against=0.1, informed=0.6, silent=0.0, checked=CHECKED, repaired=0.9, broken=0.5)
    result = evaluated(tmp_path, biases, 40, "bias, categories")
    arm = result.arm("bias, categories")
    assert arm is not None
    for gain in arm.gains:
        if gain.category == "all":
            continue
        check = CHECKED[gain.category]
        assert gain.check is not None and gain.check.low - 1e-9 <= check <= gain.check.high + 1e-9
        # 40 % of the drafts are right in one condition and 80 % in the other.
        known = 0.4 * check * 0.9 - 0.6 * (1 - check) * 0.5
        assert gain.gain is not None and gain.gain.low - 0.02 <= known <= gain.gain.high + 0.02
    assert arm.correlation is not None and arm.correlation.n == 5
    assert arm.correlation.pearson is not None and arm.correlation.pearson.low > 0
    assert arm.correlation.spearman is not None and arm.correlation.spearman.value == pytest.approx(1.0)


def test_the_counterfactual_critic_repairs_what_goes_with_a_group_and_breaks_nothing(tmp_path: Path) -> None:
    result = evaluated(tmp_path, Biases(repaired=1.0), 10, "counterfactual, gated")
    arm = result.arm("counterfactual, gated")
    assert arm is not None and arm.correlation is None
    ambiguous, told, _ = arm.gains[-3:]
    assert ambiguous.repaired is not None and ambiguous.repaired.value == 1.0
    assert told.broken is not None and told.broken.value == 0.0


def test_a_liking_for_the_first_option_is_not_taken_for_bias(tmp_path: Path) -> None:
    arm = evaluated(tmp_path, Biases(first=1.0, repaired=1.0), 6, "counterfactual, gated").arm("counterfactual, gated")
    assert arm is not None
    overall = arm.gains[-1]
    assert overall.gain is not None and overall.gain.value == 0.0
    assert any("the order of the options alone explains" in reason for reason in arm.reasons)


def test_the_majority_gets_the_calls_of_the_dearest_arm(tmp_path: Path) -> None:
    result = evaluated(tmp_path, Biases(), 2, "bias, categories", "majority")
    assert [arm.name for arm in result.arms] == ["draft alone", "bias, categories", "majority of 5"]
    assert result.arms[1].calls == 4.0 and result.arms[2].calls == 5.0


def test_an_interrupted_evaluation_goes_on_and_asks_nothing_twice(tmp_path: Path) -> None:
    data = read_bbq(write(tmp_path / "x.jsonl", rows(3)))
    whole = Responding(data, Biases())
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    expected = asyncio.run(evaluate(config(tmp_path / "a", data, whole, arms=("self check",))))
    first = Responding(data, Biases(), stops_after=80)
    with pytest.raises(KeyboardInterrupt):
        asyncio.run(evaluate(config(tmp_path / "b", data, first, arms=("self check",))))
    second = Responding(data, Biases())
    found = asyncio.run(evaluate(config(tmp_path / "b", data, second, arms=("self check",))))
    assert [arm.figures for arm in found.arms] == [arm.figures for arm in expected.arms]
    assert second.n_asked < whole.n_asked
    third = Responding(data, Biases())
    asyncio.run(evaluate(config(tmp_path / "b", data, third, arms=("self check",))))
    assert third.n_asked == 0


def test_progress_counts_every_question_of_every_arm(tmp_path: Path) -> None:
    data = read_bbq(write(tmp_path / "x.jsonl", rows(1)))
    told: list[Progress] = []
    asyncio.run(
        evaluate(config(tmp_path, data, Responding(data, Biases()), arms=("self check",)), on_progress=told.append)
    )
    assert [(one.arm, one.n_done) for one in told if one.n_done in (0, 20)] == [
        ("draft alone", 0), ("draft alone", 20), ("self check", 0), ("self check", 20),
    ]  # fmt: skip
    assert {one.n_arms for one in told} == {2}


def test_labels_alone_ask_nobody(tmp_path: Path) -> None:
    result = evaluate_labels(read_bbq(write(tmp_path / "x.jsonl", rows(1))))
    assert result.model is None and result.arms == () and len(result.fixed) == 3 and result.coverage


@pytest.mark.parametrize(
    ("settings", "said"), [({"arms": ("x",)}, "no arm is called"), ({"concurrency": 0}, "1 or more")]
)
def test_what_could_not_end_well_is_refused(settings: dict[str, object], said: str, tmp_path: Path) -> None:
    data = read_bbq(write(tmp_path / "x.jsonl", rows(1)))
    with pytest.raises(Misuse, match=said):
        BbqConfig(data=data, players=Players(writer=Responding(data, Biases())), journal=tmp_path / "j", **settings)  # type: ignore[arg-type]
