from dataclasses import replace

import pytest

from redraft.core import Draft, Record, Usage
from redraft.engine.outlook import WritingRates
from redraft.errors import Misuse
from redraft.evals.adapting import critic_rates, draft_right_rate, moves_in, writing_rates
from redraft.evals.adapting.estimating import Move
from redraft.evals.playing import Played
from redraft.evals.sample import Sample, Score
from support.critics import attempt, context_of


class NoScorer:
    name, version = "none", "1"

    async def score(self, draft: Draft) -> Score:
        raise AssertionError("already scored")


def played(*answers):
    """A correction whose attempts are (text, verdict, right), every later one a redraft of the first."""
    attempts = []
    for k, (text, verdict, _) in enumerate(answers):
        made = attempt(text, verdict, round=k)
        attempts.append(replace(made, draft=replace(made.draft, parent=0 if k else None)))
    context = context_of("q", attempts)
    return Played(
        sample=Sample(prompt=context.prompt, scorer=NoScorer(), problem="q"),
        record=Record(id="r", created_at="", context=context, decisions=(), usage=Usage(), redraft_version="0"),
        scores=tuple(Score(right=right) for *_, right in answers),
        standing=tuple(0 for _ in answers),
        final=0,
    )


def test_moves_say_what_was_seen_and_what_became_of_the_answer_before():
    moves = list(moves_in([played(("a", 0.0, False), ("b", 1.0, True), ("a", 0.0, False), ("c", 0.0, True))]))
    assert [(m.seen, m.was_right, m.is_right, m.repeats) for m in moves] == [
        ("failed", False, True, False),
        ("passed", False, False, True),
        ("doubted", False, True, False),
    ]
    # Only what followed fails counts towards the next: the redrafts after a pass are another matter.
    assert [(m.n_changed, m.n_before) for m in moves] == [(0, 0), (1, 1), (1, 1)]


def test_sensitivity_and_specificity_are_counted_over_all_judged_answers():
    plays = [played(("a", 0.0, False), ("b", 1.0, True)), played(("a", 1.0, False), ("b", 0.0, True))]
    plays += [played(("a", 0.0, False), ("b", 1.0, True))]
    rates = critic_rates(plays, "fixed", threshold=0.5, fresh=True)
    assert (rates.sensitivity, rates.specificity, rates.fresh) == (pytest.approx(2 / 3), pytest.approx(2 / 3), True)
    assert draft_right_rate(plays) == 0


def test_a_critic_that_judged_no_wrong_answer_has_no_card():
    with pytest.raises(Misuse, match="judged 1 right and 0 wrong answers; play more"):
        critic_rates([played(("a", 1.0, True))], "fixed", threshold=0.5, fresh=False)


def test_the_measured_rate_is_given_back_what_its_failures_took():
    # A fix rate of .3, seen again after a failure: a strong prior leaves it, a weak one says .3 was left of more.
    first = [Move(1, "failed", False, k < 30, False, 0, 0) for k in range(100)]
    second = [Move(2, "failed", False, k < 21, False, 0, 1) for k in range(70)]
    rates = writing_rates(first + second, WritingRates())
    assert rates.fix_rates[0] == pytest.approx(0.3, abs=0.001)
    n0 = rates.strength
    assert n0 * rates.fix_rates[1] / (n0 + 1) == pytest.approx(0.3, abs=0.01)


def test_rates_without_any_case_are_the_usual_ones():
    usual = WritingRates(fix_rates=(0.25,), break_rates=(0.1,), repeat_wrong_rate=0.5, repeat_right_rate=0.7)
    rates = writing_rates([], usual)
    assert (rates.fix_rates, rates.break_rates) == ((0.25,), (0.1,))
    assert (rates.repeat_wrong_rate, rates.repeat_right_rate) == (0.5, 0.7)


def test_repeats_and_fixes_never_add_up_to_more_than_one():
    moves = [Move(1, "failed", False, k >= 50, k < 50, 0, 0) for k in range(100)]
    rates = writing_rates(moves, WritingRates())
    assert rates.fix_rates[0] + rates.repeat_wrong_rate <= 1
