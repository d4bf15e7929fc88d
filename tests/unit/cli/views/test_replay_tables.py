from dataclasses import replace

from redraft.cli.views import replay_tables
from redraft.evals.replay.result import ReplayResult, Way, Worth
from redraft.trust.intervals import Estimate


def estimate(value: float, low: float, high: float) -> Estimate:
    return Estimate(value=value, low=low, high=high, n=10)


ZERO = estimate(0, 0, 0)


def way(name: str, right: float, gain: Estimate) -> Way:
    return Way(name=name, right=estimate(right, 0.1, 0.9), repaired=None, broken=ZERO, gain=gain, n_answers=1.5)


def worth(gain: Estimate, over_majority: Estimate) -> Worth:
    ways = (
        way("first", 0.5, ZERO),
        way("corrected", 0.7, gain),
        way("majority", 0.6, ZERO),
        way("best possible", 0.9, ZERO),
    )
    return Worth(n=10, ways=ways, over_majority=over_majority, accepted_right=estimate(0.8, 0.5, 0.95), kept_right=None)


RESULT = ReplayResult(
    critics={"steps": "1"}, strategy="in_context_alignment", n_problems=10, n_alone=1, n_answers=20, n_passed=8,
    n_rejected=6, n_unscored=1, accepted=8, kept=2, changed=3, endings={"passed": 8, "answers_spent": 2},
    worth=worth(estimate(0.2, 0.1, 0.3), estimate(-0.1, -0.3, 0.1)), groups={},
)  # fmt: skip


def test_sentences_claim_no_more_than_the_intervals_allow() -> None:
    assert replay_tables.sentences(RESULT) == [
        "Correction is ahead of the first answer: +20.0 [+10.0, +30.0] points, paired by problem.",
        "Correction is not told apart from the majority: -10.0 [-30.0, +10.0] points, paired by problem.",
    ]
    worse = replace(RESULT, worth=worth(estimate(-0.2, -0.3, -0.1), ZERO))
    assert replay_tables.sentences(worse)[0].startswith("Correction is behind the first answer: -20.0")


def test_without_labels_nothing_is_claimed() -> None:
    unlabelled = replace(RESULT, worth=None)
    (sentence,) = replay_tables.sentences(unlabelled)
    assert "not whether it was right" in sentence
    assert [table.title[:20] for table in replay_tables.tables_of(unlabelled)] == ["in_context_alignment"]


def test_outcomes_have_their_share_and_how_many_of_them_are_right() -> None:
    table = replay_tables.outcome_table(RESULT)
    rows = {row.cells[0]: row.cells[1:] for row in table.rows}
    assert rows["problems accepted: an answer passed"] == ("8", "80.0 %", "80.0 [50.0, 95.0] %")
    assert rows["answers rejected"] == ("6", "40.0 %", "")
    assert rows["ended: answers_spent"] == ("2", "20.0 %", "")
    assert table.note == "15 of 20 answers were handed out. 1 problem has one answer only."


def test_the_first_answer_is_not_held_against_itself() -> None:
    assert RESULT.worth is not None
    first, corrected, *_ = replay_tables.worth_table(RESULT, RESULT.worth).rows
    assert first.cells == ("first (none)", "50.0 [10.0, 90.0]", "", "", "", "1.5")
    assert corrected.strong and corrected.cells[3:5] == ("no case", "0.0 [0.0, 0.0]")
