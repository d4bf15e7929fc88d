"""What a record says without a label."""

from redraft.core import Usage
from redraft.engine.release import Guarantee
from redraft.errors import ModelUnavailable
from redraft.profiles.monitoring.summaries import (
    falls_back,
    is_changed,
    summaries_of_critics,
    summary_of,
    verdicts_beside,
)
from support.critics import FixedScores
from support.records import record_of


def test_a_summary_is_of_the_first_draft_and_of_the_ending() -> None:
    summary = summary_of(record_of(["four", "five"], [0.2, 1.0]))
    assert (summary.score, summary.accepted, summary.changed, summary.disagreement) == (0.2, True, True, None)
    kept = summary_of(record_of(["four"], [0.9]))
    assert (kept.score, kept.accepted, kept.changed) == (0.9, True, False)


def test_disagreement_is_the_distance_between_scores_of_the_first_draft() -> None:
    critics = (FixedScores(0.25, 1.0), FixedScores(0.75, 1.0, name="other"), FixedScores(None, None, name="silent"))
    record = record_of(["four", "five"], [], critics=critics)
    assert summary_of(record).disagreement == 0.5


def test_a_record_without_a_draft_has_a_summary() -> None:
    record = record_of([ModelUnavailable("down")], [])
    summary = summary_of(record)
    assert (summary.score, summary.changed, summary.accepted) == (None, False, False)
    assert summaries_of_critics(record) == {} and not is_changed(record)


def test_each_critic_has_a_summary_with_what_all_its_verdicts_cost() -> None:
    asked = FixedScores(0.2, 1.0, usage=Usage(calls=1, seconds=2.0, usd=0.01))
    (summary,) = summaries_of_critics(record_of(["four", "five"], [], critics=(asked,))).values()
    assert (summary.score, summary.seconds, summary.usd) == (0.2, 4.0, 0.02)


def test_verdicts_stand_beside_the_labels_of_the_drafts_that_they_judged() -> None:
    record = record_of(["four", "five"], [0.2, 1.0])
    assert verdicts_beside(record, draft_right=True, returned_right=False) == [
        ("fixed", True, False),
        ("fixed", False, True),
    ]
    kept = record_of(["four"], [0.9])
    assert verdicts_beside(kept, draft_right=True, returned_right=True) == [("fixed", True, True)]


def test_a_fallback_is_told_from_a_certificate_that_holds() -> None:
    void = Guarantee(certificate=None, void="alarm: x")
    assert falls_back(record_of(["four", "five"], [0.2, 1.0], guarantee=void))
    assert not falls_back(record_of(["four"], [1.0], guarantee=Guarantee(certificate=None)))
    going_on = Guarantee(certificate=None, void="alarm: x", on_void="uncertified")
    assert not falls_back(record_of(["four"], [1.0], guarantee=going_on))
    assert not falls_back(record_of(["four"], [1.0]))
