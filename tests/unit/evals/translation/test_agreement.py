"""Raters of the same words are held against each other."""

import pytest

from redraft.critics.translation import Segment
from redraft.evals.translation.agreement import agreement_of
from redraft.evals.translation.judged import Judged, Mark


def judged(source: str, target: str, system: str, *, wrong: bool, rater: str = "") -> Judged:
    mark = Mark(category="Accuracy/Mistranslation", severity="Major", start=0, end=1)
    segment = Segment(source=source, source_language="en", target_language="de")
    return Judged(
        id=system, pair="ende", system=system, is_reference=False, segment=segment, target=target, half="test",
        raters=frozenset((rater or system,)), marks=(mark,) if wrong else (),
    )  # fmt: skip


def test_twins_of_a_marked_translation_are_counted() -> None:
    ones = [
        judged("a", "x", "S1", wrong=True), judged("a", "x", "S2", wrong=True), judged("a", "x", "S3", wrong=False),
        judged("b", "y", "S1", wrong=False), judged("b", "y", "S2", wrong=False), judged("b", "z", "S3", wrong=True),
        judged("c", "x", "S1", wrong=True),
    ]  # fmt: skip
    (made,) = agreement_of(ones, ("accuracy",))
    assert (made.n, made.base.value, made.again.value) == (5, 0.4, 0.5)
    assert made.lift == pytest.approx(1.25)


def test_a_rater_who_agrees_with_himself_is_no_second_one() -> None:
    ones = [
        judged("a", "x", "S1", wrong=True, rater="r1"), judged("a", "x", "S2", wrong=True, rater="r1"),
        judged("a", "x", "S3", wrong=False, rater="r2"), judged("b", "y", "S1", wrong=True, rater="r1"),
        judged("b", "y", "S2", wrong=True, rater="r1"),
    ]  # fmt: skip
    (made,) = agreement_of(ones, ("accuracy",))
    assert (made.n, made.again.value) == (3, 0.0)
    assert made.base.value == pytest.approx(2 / 3)


def test_without_twins_or_marks_there_is_nothing_to_agree_on() -> None:
    assert agreement_of([judged("a", "x", "S1", wrong=True)], ("accuracy",)) == ()
    alike = [judged("a", "x", system, wrong=False) for system in ("S1", "S2")]
    assert agreement_of(alike, ("accuracy", "fluency")) == ()
