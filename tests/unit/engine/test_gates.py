from dataclasses import replace

import pytest

from redraft.core import Attempt, Critique, Draft
from redraft.critics.panel import Strictest
from redraft.engine.gates import Best, CheckAfterFix, Latest, Majority, final_answer
from redraft.errors import Misuse
from support.critics import attempt, context_of


def admits(gate, standing, candidate):
    old, new = (attempt(str(k), score, threshold=gate.threshold) for k, score in enumerate((standing, candidate)))
    decision = gate.admit(old, new, context_of("q", [old, new]))
    return decision.action == "accept", decision.reason


@pytest.mark.parametrize(
    ("standing", "candidate", "expected"),
    [
        (0.0, 1.0, (True, "repaired")),
        (1.0, 1.0, (False, "standing_passes")),
        (1.0, 0.0, (False, "standing_passes")),
        (0.0, 0.0, (False, "not_better")),
        (0.2, 0.3, (True, "better")),
        (0.2, 0.25, (False, "not_better")),
        (0.0, None, (False, "candidate_unscored")),
        (None, 1.0, (False, "standing_unscored")),
    ],
)
def test_check_after_fix_lets_in_what_passes_where_the_standing_draft_failed(standing, candidate, expected):
    assert admits(CheckAfterFix(), standing, candidate) == expected


def judged(text, *critiques):
    verdict = Strictest().combine(critiques)
    return Attempt(draft=Draft.of(text), critiques=critiques, verdict=verdict, passed=verdict.score == 1.0)


REFUTED = Critique(critic="steps", kind="verified", score=0.0)
HOLDS = Critique(critic="steps", kind="verified", reason="the arithmetic holds", unrefuted=True)


@pytest.mark.parametrize(
    ("standing", "candidate", "admitted"),
    [
        ([REFUTED], [HOLDS], True),
        ([REFUTED], [replace(HOLDS, unrefuted=False)], False),
        ([REFUTED, replace(REFUTED, critic="code")], [HOLDS], False),
        ([replace(REFUTED, kind="external")], [replace(HOLDS, kind="external")], True),
        ([replace(REFUTED, kind="external"), replace(REFUTED, critic="judge", kind="external")], [HOLDS], False),
        ([REFUTED, replace(REFUTED, critic="judge", kind="external")], [HOLDS], True),
        ([replace(REFUTED, kind="intrinsic")], [replace(HOLDS, kind="intrinsic")], False),
        ([replace(REFUTED, score=1.0)], [HOLDS], False),
        ([HOLDS], [HOLDS], False),
    ],
    ids=["refuted", "not examined", "another refuter", "an outside opinion", "two of them", "a verified one decides",
         "the writer itself", "passed", "both hold"],
)  # fmt: skip
def test_what_a_verified_critic_refuted_gives_way_to_what_it_cannot_refute(standing, candidate, admitted):
    old, new = judged("old", *standing), judged("new", *candidate)
    decision = CheckAfterFix().admit(old, new, context_of("q", [old, new]))
    assert (decision.action == "accept") is admitted


def test_without_a_margin_only_what_passes_gets_in():
    assert admits(CheckAfterFix(margin=None), 0.0, 0.4) == (False, "not_better")


def test_a_score_at_the_threshold_passes():
    assert admits(CheckAfterFix(threshold=0.9), 0.7, 0.9) == (True, "repaired")


@pytest.mark.parametrize("threshold", [-0.1, 1.5])
def test_a_threshold_that_is_no_score_is_refused(threshold):
    for gate in (CheckAfterFix, Latest, Best, Majority):
        with pytest.raises(Misuse, match=r"`threshold` must lie in \[0, 1\], got"):
            gate(threshold=threshold)


def test_a_margin_of_zero_is_refused_because_ties_keep_the_draft():
    with pytest.raises(Misuse, match=r"`margin` must lie in \(0, 1\], got 0"):
        CheckAfterFix(margin=0)


def test_latest_always_admits_even_what_is_worse():
    assert admits(Latest(), 1.0, 0.0) == (True, "latest")


@pytest.mark.parametrize(
    ("standing", "candidate", "admitted"), [(0.2, 0.3, True), (0.3, 0.3, False), (None, 0.1, True), (0.3, None, False)]
)
def test_best_keeps_the_highest_score_and_the_earlier_of_equals(standing, candidate, admitted):
    assert admits(Best(), standing, candidate)[0] is admitted


def test_majority_follows_the_votes_and_keeps_the_earlier_of_equals():
    gate = Majority()
    context = context_of("q", [])
    for text in ["4", "5", "Answer: 5", "the answer is 4", "4"]:
        candidate, standing = attempt(text, None), context.best
        context = context.with_attempt(candidate)
        if standing is not None and gate.admit(standing, candidate, context).action == "accept":
            context = context.with_standing(len(context.attempts) - 1)
    assert context.best is not None and final_answer(context.best.draft.text) == "4"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("So \\boxed{42}.", "42"),
        ("first \\boxed{1} then \\boxed{2}", "2"),
        ("work\n#### 17", "17"),
        ("Answer: **Paris**.", "paris"),
        ("12 + 3  - 10", "12 + 3 - 10"),
        ("", ""),
    ],
)
def test_the_comparable_part_of_an_answer(text, answer):
    assert final_answer(text) == answer
