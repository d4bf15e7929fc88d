import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from redraft.core import Context, Critique, Draft, Finding, Location, Prompt
from redraft.critics import FunctionCritic
from redraft.errors import CriticFailed, Misuse
from redraft.evals.labelled.reading import sha256_of
from redraft.evals.measuring.run import MeasureConfig, Progress, measure_critic
from redraft.trust.cards import Card
from redraft.trust.figures import Counts
from support.labelled import written, yes_and_no

Judging = Callable[[Prompt, Draft, Context], float | Critique]


class Counting:
    """Judges by whether the answer says yes, fails where it is told to, and remembers what it was asked."""

    def __init__(self, *, stop_at: str | None = None, failing: tuple[str, ...] = ()) -> None:
        self.asked: list[str] = []
        self._stop_at, self._failing = stop_at, failing

    def __call__(self, prompt: Prompt, draft: Draft, context: Context) -> float:
        if prompt.text == self._stop_at:
            raise KeyboardInterrupt
        self.asked.append(prompt.text)
        if prompt.text in self._failing:
            raise CriticFailed("the endpoint is down")
        return float("yes" in draft.text)


@pytest.fixture
def config(tmp_path: Path) -> MeasureConfig:
    data = written(tmp_path / "d.jsonl", yes_and_no(30, groups={"task": "t"}))
    return MeasureConfig(data=data, journal=tmp_path / "judged.jsonl", command="redraft critics measure c d.jsonl")


def measured(
    config: MeasureConfig, function: Judging, *, version: str = "1", seen: list[Progress] | None = None
) -> Card:
    critic = FunctionCritic(function=function, name="c", version=version)
    return asyncio.run(measure_critic(critic, config, on_progress=(seen if seen is not None else []).append))


def plain(card: Card) -> Card:
    """The card without its times, which differ from run to run."""
    return replace(card, cost=None)


def test_the_card_says_what_was_measured_on_what(config: MeasureConfig) -> None:
    of = measured(config, Counting()).measured
    assert (of.critic, of.version, of.kind, of.form, of.limit) == ("c", "1", "verified", "plain", None)
    assert (of.data, of.sha256, of.command) == ("d.jsonl", sha256_of(config.data), config.command)


def test_the_figures_are_those_of_the_verdicts(config: MeasureConfig) -> None:
    card = measured(config, Counting())
    # Of 30: acceptable unless divisible by 3, passes unless divisible by 5.
    assert card.overall.counts == Counts(flagged_bad=2, passed_bad=8, flagged_good=4, passed_good=16)
    assert card.groups["task"]["t"].counts == card.overall.counts
    assert card.cost is not None and card.cost.wall_s > 0


def test_progress_counts_what_is_judged_right_and_unscored(config: MeasureConfig) -> None:
    seen: list[Progress] = []
    measured(config, Counting(failing=("Question 3",)), seen=seen)
    assert [progress.n_done for progress in seen] == list(range(1, 31))
    assert seen[-1] == Progress(n=30, n_done=30, n_before=0, n_right=18, n_unscored=1)


def test_an_interrupted_measurement_goes_on_and_ends_with_the_same_card(config: MeasureConfig, tmp_path: Path) -> None:
    stopped, resumed, seen = Counting(stop_at="Question 12"), Counting(), list[Progress]()
    with pytest.raises(KeyboardInterrupt):
        measured(config, stopped)
    card = measured(config, resumed, seen=seen)
    assert stopped.asked + resumed.asked == [f"Question {i}" for i in range(30)]
    assert seen[-1].n_before == 12
    whole = measured(replace(config, journal=tmp_path / "other.jsonl"), Counting())
    assert plain(card) == plain(whole)


def test_a_finished_measurement_and_another_threshold_ask_nothing_again(config: MeasureConfig) -> None:
    first = measured(config, Counting())
    idle = Counting()
    again, strict = measured(config, idle), measured(replace(config, threshold=0.0), idle)
    assert idle.asked == [] and again == first
    assert strict.overall.counts == Counts(flagged_bad=0, passed_bad=10, flagged_good=0, passed_good=20)


def test_another_version_or_other_data_are_judged_anew(config: MeasureConfig, tmp_path: Path) -> None:
    measured(config, Counting())
    newer, elsewhere = Counting(), Counting()
    measured(config, newer, version="2")
    data = written(tmp_path / "e.jsonl", yes_and_no(30))
    measured(replace(config, data=data), elsewhere)
    assert len(newer.asked) == len(elsewhere.asked) == 30


def test_what_was_unscored_is_kept_unless_it_shall_be_judged_again(config: MeasureConfig) -> None:
    down = ("Question 3", "Question 4")
    assert measured(config, Counting(failing=down)).overall.reasons == {"CriticFailed: the endpoint is down": 2}
    kept, asked_again = Counting(), Counting()
    assert measured(config, kept).overall.n_scored == 28 and kept.asked == []
    assert measured(replace(config, again=True), asked_again).overall.n_scored == 30
    assert asked_again.asked == list(down)


def test_a_limit_takes_the_first_outputs_and_a_larger_one_goes_on(config: MeasureConfig) -> None:
    first, more = Counting(), Counting()
    card = measured(replace(config, limit=10), first)
    assert card.overall.n == 10 and card.measured.limit == 10 and len(first.asked) == 10
    assert measured(replace(config, limit=15), more).overall.n == 15 and len(more.asked) == 5


def test_judgements_side_by_side_give_the_same_card(config: MeasureConfig, tmp_path: Path) -> None:
    alone = measured(config, Counting())
    together = measured(replace(config, concurrency=7, journal=tmp_path / "other.jsonl"), Counting())
    assert plain(alone) == plain(together)


def test_what_shall_not_be_shown_is_not_and_makes_other_data(tmp_path: Path) -> None:
    data = written(tmp_path / "d.jsonl", yes_and_no(6, metadata={"tests": "assert f()", "entry_point": "f"}))
    config = MeasureConfig(data=data, journal=tmp_path / "j.jsonl", command="")
    seen: list[set[str]] = []

    def looks(prompt: Prompt, draft: Draft, context: Context) -> float:
        seen.append(set(prompt.metadata))
        return 1.0

    measured(config, looks)
    card = measured(replace(config, without=("tests",)), looks)
    assert seen == [{"tests", "entry_point"}] * 6 + [{"entry_point"}] * 6
    assert card.measured.without == ("tests",) and card.overall.n == 6


def test_a_bad_row_is_told_before_anything_is_judged(config: MeasureConfig) -> None:
    with config.data.open("a") as file:
        file.write(json.dumps({"prompt": "?", "answer": "!"}) + "\n")
    critic = Counting()
    with pytest.raises(Misuse, match="line 31 "):
        measured(config, critic)
    assert critic.asked == []


def test_a_finding_at_the_labelled_mistake_counts_as_first_error(tmp_path: Path) -> None:
    rows = [
        {"id": str(i), "prompt": "?", "answer": "abcdef", "acceptable": False, "mistake": [i, i + 2]} for i in range(4)
    ] + [{"id": "right", "prompt": "?", "answer": "abcxyz", "acceptable": True}]
    data = written(tmp_path / "d.jsonl", rows)

    def points_at_c(prompt: Prompt, draft: Draft, context: Context) -> Critique:
        finding = Finding(message="c", location=Location(start=2, end=3))
        return Critique(critic="c", kind="verified", score=0.0, findings=(finding,))

    config = MeasureConfig(data=data, journal=tmp_path / "j.jsonl", command="")
    first_error = measured(config, points_at_c).overall.first_error
    assert first_error is not None and first_error.value == 2 / 4


@pytest.mark.parametrize(
    ("change", "said"),
    [({"threshold": 1.5}, "`threshold` must lie in"), ({"concurrency": 0}, "`concurrency` must be 1")],
)
def test_what_could_not_end_well_is_refused_at_once(config: MeasureConfig, change: dict[str, float], said: str) -> None:
    with pytest.raises(Misuse, match=said):
        replace(config, **change)  # type: ignore[arg-type]  # wrong on purpose
