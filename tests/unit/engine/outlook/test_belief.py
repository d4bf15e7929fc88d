"""The belief against an enumeration written from its definition, with other code."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redraft.engine.outlook import CriticRates, Outlook, WritingRates, belief_in
from support.critics import attempt

CARD = CriticRates(sensitivity=0.8, specificity=0.9, fresh=True)
OUTLOOK = Outlook(
    draft_right=0.6,
    critics={"fixed": CARD},
    redraft=WritingRates(fix_rates=(0.3, 0.2), break_rates=(0.1, 0.2), strength=4.0),
    after_pass=WritingRates(
        fix_rates=(0.05,), break_rates=(0.02,), repeat_wrong_rate=0.8, repeat_right_rate=0.9, strength=7.0
    ),
    after_doubt=WritingRates(fix_rates=(0.08,), break_rates=(0.5,), repeat_wrong_rate=0.3, repeat_right_rate=0.3),
    resample=WritingRates(fix_rates=(0.25,), break_rates=(0.15,), strength=3.0),
)


def written(text, score, *, round=0, parent=None):
    made = attempt(text, score, round=round)
    return replace(made, draft=replace(made.draft, parent=parent))


def enumerated(attempts, outlook):
    """P(right) of every attempt: the chance of all that was seen, summed over who may be right."""
    texts = list(dict.fromkeys(a.draft.text for a in attempts))
    total, hits = 0.0, [0.0] * len(attempts)
    for truth in itertools.product((False, True), repeat=len(texts)):
        right = dict(zip(texts, truth, strict=True))
        chance = outlook.draft_right if right[attempts[0].draft.text] else 1 - outlook.draft_right
        verdicts, tallies = [], {}
        for i, one in enumerate(attempts):
            text = one.draft.text
            if i:
                resampled = one.draft.parent is None
                before = attempts[0 if resampled else one.draft.parent].draft.text
                unmoved = not resampled and any(verdicts)
                rates = outlook.after_pass if verdicts[-1] else outlook.after_doubt if unmoved else outlook.redraft
                rates = outlook.resample if resampled else rates
                changed, n = (0, 0) if unmoved else tallies.get((resampled, right[before]), (0, 0))
                by_round = rates.break_rates if right[before] else rates.fix_rates
                rate = by_round[min(one.draft.round, len(by_round)) - 1]
                repeat = rates.repeat_right_rate if right[before] else rates.repeat_wrong_rate
                change = min((rates.strength * rate + changed) / (rates.strength + n), 1 - repeat)
                if text in (a.draft.text for a in attempts[:i]):
                    chance *= rates.repeat_right_rate if right[text] else rates.repeat_wrong_rate
                else:
                    chance *= change if right[text] != right[before] else 1 - change - repeat
                if not unmoved:
                    tallies[resampled, right[before]] = (changed + (right[text] != right[before]), n + 1)
            passes = one.score >= 0.5
            fails_rate = 0.1 if right[text] else 0.8
            chance *= 1 - fails_rate if passes else fails_rate
            verdicts.append(passes)
        total += chance
        for i, one in enumerate(attempts):
            hits[i] += chance * right[one.draft.text]
    return [hit / total for hit in hits]


@st.composite
def histories(draw):
    n = draw(st.integers(1, 5))
    attempts = [written("a", draw(st.sampled_from([0.0, 1.0])))]
    for k in range(1, n):
        parent = draw(st.sampled_from([None, *range(k)]))
        text = draw(st.sampled_from("abcde"[: k + 1]))
        attempts.append(written(text, draw(st.sampled_from([0.0, 1.0])), round=k, parent=parent))
    return attempts


@given(histories())
@settings(max_examples=150, deadline=None)
def test_the_belief_is_what_enumerating_every_possibility_gives(attempts):
    belief = belief_in(attempts, OUTLOOK)
    expected = enumerated(attempts, OUTLOOK)
    assert [belief.right(i) for i in range(len(attempts))] == pytest.approx(expected, abs=1e-9)


def test_one_verdict_moves_the_belief_by_bayes_rule():
    right = 0.6 * 0.1 / (0.6 * 0.1 + 0.4 * 0.8)
    assert belief_in([attempt("a", 0.0)], OUTLOOK).right(0) == pytest.approx(right)


def test_a_verdict_that_repeats_itself_counts_once_unless_it_is_drawn_anew():
    twice = [written("a", 0.0), written("a", 0.0, round=1, parent=0)]
    stale = replace(OUTLOOK, critics={"fixed": replace(CARD, fresh=False)})
    neutral = WritingRates(repeat_wrong_rate=0.5, repeat_right_rate=0.5)
    before = belief_in(twice[:1], stale).right(0)
    assert belief_in(twice, replace(stale, redraft=neutral)).right(0) == pytest.approx(before)
    assert belief_in(twice, replace(OUTLOOK, redraft=neutral)).right(0) < before / 2


def test_an_unscored_draft_is_believed_as_much_as_any_first_draft():
    assert belief_in([attempt("a", None)], OUTLOOK).right(0) == pytest.approx(0.6)


def test_the_same_answer_given_again_is_believed_more():
    lone = belief_in([written("a", 0.0), written("b", None, round=1, parent=0)], OUTLOOK)
    again = belief_in(
        [written("a", 0.0), written("b", None, round=1, parent=0), written("b", None, round=2, parent=0)], OUTLOOK
    )
    assert again.right(1) > lone.right(1)


def test_redrafts_that_failed_lower_the_fix_rate_and_repairs_raise_it():
    sure = Outlook(draft_right=0.001, critics={"fixed": CriticRates(sensitivity=0.999, specificity=0.999)})
    failed = [written("a", 0.0), written("b", 0.0, round=1, parent=0)]
    repaired = [written("a", 0.0), written("b", 1.0, round=1, parent=0)]
    first = belief_in(failed[:1], sure).rates(sure.redraft, 0, 1, resample=False).fix
    after_fail = belief_in(failed, sure).rates(sure.redraft, 0, 2, resample=False).fix
    after_repair = belief_in(repaired, sure).rates(sure.redraft, 0, 2, resample=False).fix
    assert first == pytest.approx(0.3)
    assert after_fail == pytest.approx(10 * 0.3 / 11, abs=0.002)
    assert after_repair == pytest.approx((10 * 0.3 + 1) / 11, abs=0.01)


def test_many_answers_are_enumerated_in_part_and_still_close_to_the_whole():
    attempts = [written("a0", 0.0)] + [written(f"a{k}", float(k == 6), round=k, parent=0) for k in range(1, 9)]
    belief = belief_in(attempts, OUTLOOK)
    expected = enumerated(attempts, OUTLOOK)
    assert [belief.right(i) for i in range(9)] == pytest.approx(expected, abs=0.01)


def test_what_cannot_have_been_seen_leaves_the_belief_alone():
    never = WritingRates(fix_rates=(0.0,), break_rates=(0.0,), repeat_wrong_rate=1.0, repeat_right_rate=1.0)
    attempts = [written("a", 0.0), written("b", 1.0, round=1, parent=0)]
    belief = belief_in(attempts, replace(OUTLOOK, redraft=never))
    assert 0 <= belief.right(0) <= 1
    assert 0 <= belief.right(1) <= 1
