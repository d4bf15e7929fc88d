"""The gate of redrafts that change only what is wrong."""

import pytest

from redraft.core import Attempt, Context, Critique, Draft, Finding, Location, Prompt
from redraft.engine.fewer_refuted import FewerRefuted
from redraft.errors import Misuse


def critique(n_wrong: int, *, score: float | None = 0.0, failed: bool = False, critic: str = "facts") -> Critique:
    wrong = tuple(Finding(message="no", location=Location(start=i, end=i + 1)) for i in range(n_wrong))
    doubt = Finding(message="who knows", severity="minor", location=Location(start=0, end=1))
    return Critique(
        critic=critic,
        kind="external",
        score=score,
        reason=None if score is not None else "open",
        findings=(*wrong, doubt),
        failed=failed,
    )


def attempt(*critiques: Critique) -> Attempt:
    verdict = critiques[0]
    return Attempt(
        draft=Draft.of("x"),
        critiques=critiques,
        verdict=verdict,
        passed=None if verdict.score is None else verdict.score >= 0.5,
    )


def decided(standing: Attempt, candidate: Attempt) -> tuple[str, str]:
    decision = FewerRefuted().admit(standing, candidate, Context(prompt=Prompt.of("q")))
    return decision.action, decision.reason


@pytest.mark.parametrize(
    ("before", "after", "decision"),
    [
        (critique(2), critique(0, score=1.0), ("accept", "repaired")),
        (critique(2), critique(1), ("accept", "fewer_errors")),
        (critique(1), critique(0, score=None), ("accept", "fewer_errors")),
        (critique(1), critique(1), ("keep", "not_better")),
        (critique(1), critique(2), ("keep", "not_better")),
        (critique(1), critique(0, score=None, failed=True), ("keep", "candidate_unscored")),
        (critique(0, score=1.0), critique(0, score=1.0), ("keep", "standing_not_refuted")),
        (critique(1, score=None), critique(0, score=1.0), ("keep", "standing_not_refuted")),
    ],
)
def test_fewer_located_errors_let_a_candidate_in(before: Critique, after: Critique, decision: tuple[str, str]) -> None:
    assert decided(attempt(before), attempt(after)) == decision


def test_only_the_critics_that_failed_the_standing_draft_count() -> None:
    style = critique(3, score=1.0, critic="style")
    assert decided(attempt(critique(1), style), attempt(critique(0, score=None), style)) == ("accept", "fewer_errors")


def test_a_critic_that_is_missing_lets_nothing_in() -> None:
    assert decided(attempt(critique(1)), attempt(critique(0, score=1.0, critic="style")))[0] == "keep"


def test_a_threshold_that_is_no_score_is_refused() -> None:
    with pytest.raises(Misuse, match="got 2"):
        FewerRefuted(threshold=2)
