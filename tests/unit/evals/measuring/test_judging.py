import asyncio
from collections.abc import Mapping
from pathlib import Path

import pytest

from redraft.core import Context, Critic, Critique, Draft, Prompt
from redraft.critics import as_critic
from redraft.errors import CriticFailed, ScriptExhausted
from redraft.evals.labelled.output import LabelledOutput
from redraft.evals.labelled.reading import read_labelled
from redraft.evals.measuring.journal import Judgement
from redraft.evals.measuring.judging import critique_with, judge
from support.labelled import written, yes_and_no


def says_yes(prompt: Prompt, draft: Draft, context: Context) -> float:
    if prompt.text == "Question 4":
        raise CriticFailed("no idea of 4")
    if prompt.text == "Question 7":
        raise KeyError("seven")
    return float("yes" in draft.text)


@pytest.fixture
def outputs(tmp_path: Path) -> list[LabelledOutput]:
    return list(read_labelled(written(tmp_path / "d.jsonl", yes_and_no(12))))


def run(
    outputs: list[LabelledOutput], critic: Critic, *, concurrency: int = 1, done: Mapping[str, Judgement] | None = None,
    timeout_s: float = 5.0,
) -> dict[str, Judgement]:  # fmt: skip
    found: dict[str, Judgement] = {}

    def keep(output: LabelledOutput, judgement: Judgement) -> None:
        found[output.id] = judgement

    asyncio.run(
        judge(outputs, critic, data="d", done=done or {}, concurrency=concurrency, timeout_s=timeout_s, on_judged=keep)
    )
    return found


def test_every_output_is_judged_and_a_crash_is_unscored_with_its_reason(outputs: list[LabelledOutput]) -> None:
    found = run(outputs, as_critic(says_yes))
    assert list(found) == [output.id for output in outputs]
    assert [found[f"o{i}"].critique.score for i in (0, 1, 5)] == [0.0, 1.0, 0.0]
    assert found["o4"].critique.reason == "CriticFailed: no idea of 4"
    assert found["o7"].critique.reason == "KeyError: 'seven'"
    assert all(one.wall_s > 0 and one.cpu_s >= 0 for one in found.values())


def test_what_is_done_is_not_judged_again(outputs: list[LabelledOutput]) -> None:
    asked: list[str] = []

    def counts(prompt: Prompt, draft: Draft, context: Context) -> float:
        asked.append(prompt.text)
        return 1.0

    done = run(outputs[:9], as_critic(counts))
    found = run(outputs, as_critic(counts), done=done)
    assert asked == [output.prompt.text for output in outputs]
    assert {id: found[id] for id in done} == done and len(found) == 12


class Gauge:
    """Counts how many examinations are under way at once."""

    name, version, kind = "gauge", "1", "external"

    def __init__(self) -> None:
        self.now = self.most = 0

    async def examine(self, prompt: Prompt, draft: Draft, context: Context) -> Critique:
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        self.now -= 1
        assert context.attempts == () and context.prompt is prompt
        return Critique(critic=self.name, kind="external", score=1.0)


@pytest.mark.parametrize("concurrency", [1, 3])
def test_as_many_judgements_are_under_way_as_were_asked_for(outputs: list[LabelledOutput], concurrency: int) -> None:
    gauge = Gauge()
    run(outputs, gauge, concurrency=concurrency)  # type: ignore[arg-type]  # a class attribute is read-only to mypy
    assert gauge.most == concurrency


class Slow:
    name, version, kind = "slow", "1", "external"

    async def examine(self, prompt: Prompt, draft: Draft, context: Context) -> Critique:
        await asyncio.sleep(60)
        raise AssertionError("must have been stopped")


def test_a_judgement_that_takes_too_long_is_unscored() -> None:
    critique = asyncio.run(critique_with(Slow(), timeout_s=0.01)(Prompt.of("?"), Draft.of("!")))  # type: ignore[arg-type]  # see above
    assert critique.reason == "no judgement within 0.01 s"


def test_what_must_stop_everything_is_raised_as_itself(outputs: list[LabelledOutput]) -> None:
    class Exhausted:
        name, version, kind = "exhausted", "1", "external"

        async def examine(self, prompt: Prompt, draft: Draft, context: Context) -> Critique:
            raise ScriptExhausted("no more answers")

    with pytest.raises(ScriptExhausted, match="no more answers"):
        run(outputs, Exhausted(), concurrency=2)  # type: ignore[arg-type]  # see above
