"""When what is refuted is rewritten, and when it ends."""

import pytest

from redraft.core import NOTHING, Attempt, Budget, Context, Critique, Draft, Finding, Location, Prompt
from redraft.engine.strategies import RewriteRefuted
from redraft.errors import Misuse

WRONG = Finding(message="no", location=Location(start=0, end=1))


def context(critique: Critique | None, *, round: int = 0) -> Context:
    passed = None if critique is None or critique.score is None else critique.score >= 0.5
    draft = Draft(parts=Draft.of("xyz").parts, by="w", round=round)
    critiques = () if critique is None else (critique,)
    attempt = Attempt(draft=draft, critiques=critiques, verdict=critique, passed=passed)
    return Context(prompt=Prompt.of("q")).with_attempt(attempt)


def judged(score: float | None, *findings: Finding, unrefuted: bool = False) -> Critique:
    reason = None if score is not None else "who knows"
    return Critique(critic="facts", kind="external", score=score, reason=reason, findings=findings, unrefuted=unrefuted)


@pytest.mark.parametrize(
    ("critique", "round", "decision"),
    [
        (judged(0.0, WRONG), 0, ("redraft", "refuted")),
        (judged(0.0, WRONG), 1, ("redraft", "refuted")),
        (judged(0.0, WRONG), 2, ("keep", "nothing_better")),
        (judged(1.0), 0, ("accept", "passed")),
        (judged(None, unrefuted=True), 1, ("keep", "nothing_refuted")),
        (judged(None), 0, ("keep", "unscored")),
        (None, 0, ("keep", "unscored")),
        (judged(0.0, Finding(message="all of it")), 0, ("keep", "nothing_located")),
    ],
)
def test_it_rewrites_while_something_located_is_wrong(
    critique: Critique | None, round: int, decision: tuple[str, str]
) -> None:
    made = RewriteRefuted().next(context(critique, round=round), NOTHING, Budget())
    assert (made.action, made.reason) == decision


def test_the_budget_has_the_last_word_on_rounds() -> None:
    made = RewriteRefuted().next(context(judged(0.0, WRONG)), NOTHING, Budget(rounds=0))
    assert made.action == "keep"


def test_edits_stay_inside_findings_and_are_cited_as_chosen() -> None:
    rendering = RewriteRefuted(citation="inline").rendering
    assert (rendering.form, rendering.within, rendering.cite, rendering.ask) == (
        "edits", "findings", "inline", "redraft_facts"
    )  # fmt: skip
    with pytest.raises(Misuse, match="got 'footnote'"):
        RewriteRefuted(citation="footnote")  # type: ignore[arg-type] # that is the test
