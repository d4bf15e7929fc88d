import math
from dataclasses import replace

import pytest

from redraft.core import PERSON, Critique
from redraft.engine.outlook import CriticRates, Outlook, WritingRates
from redraft.errors import Misuse


def test_a_round_without_a_rate_of_its_own_has_that_of_the_last():
    rates = WritingRates(fix_rates=(0.3, 0.1), break_rates=(0.2,))
    assert [rates.fix_rate(k) for k in (1, 2, 3)] == [0.3, 0.1, 0.1]
    assert rates.break_rate(9) == 0.2


def test_a_verdict_is_never_quite_certain():
    perfect = CriticRates(sensitivity=1.0, specificity=1.0)
    assert perfect.likelihood(passes=True, right=True) == pytest.approx(0.999)
    assert perfect.likelihood(passes=True, right=False) == pytest.approx(0.001)


def test_a_calibrated_score_weighs_by_itself():
    card = CriticRates(sensitivity=0.7, specificity=0.9, base_rate=0.8)
    no_news, bad_news = card.evidence(0.8, threshold=0.5), card.evidence(0.6, threshold=0.5)
    assert no_news.if_right == pytest.approx(no_news.if_wrong)
    # Bayes' rule leads back to the score itself.
    assert 0.8 * bad_news.if_right / (0.8 * bad_news.if_right + 0.2 * bad_news.if_wrong) == pytest.approx(0.6)


def test_a_critic_may_have_a_threshold_of_its_own():
    card = CriticRates(sensitivity=0.7, specificity=0.9, threshold=0.9)
    assert card.evidence(0.8, threshold=0.5).if_wrong == pytest.approx(0.7)
    assert replace(card, threshold=None).evidence(0.8, threshold=0.5).if_right == pytest.approx(0.9)


def test_the_chances_of_both_verdicts_add_up_to_one():
    rates = CriticRates(sensitivity=0.7, specificity=0.9)
    for right in (True, False):
        assert rates.likelihood(passes=True, right=right) + rates.likelihood(passes=False, right=right) == 1
    assert rates.likelihood(passes=False, right=False) == pytest.approx(0.7)
    assert rates.likelihood(passes=True, right=True) == pytest.approx(0.9)


def test_a_critic_without_a_card_is_taken_for_its_kind_and_a_person_is_believed():
    outlook = Outlook(critics={"judge": CriticRates(sensitivity=0.6, specificity=0.6)})
    assert outlook.rates_of("judge", "verified").sensitivity == 0.6
    assert outlook.rates_of("tests", "verified").sensitivity == 0.95
    assert outlook.rates_of("other").specificity == 0.8
    assert outlook.rates_of("self_check", "intrinsic").sensitivity == 0.5
    assert outlook.rates_of(PERSON).specificity == 0.999


def test_redrafts_are_worth_what_the_first_critic_with_figures_says():
    own = WritingRates(fix_rates=(0.5,))
    outlook = Outlook(critics={"b": CriticRates(sensitivity=0.9, specificity=0.9, redraft=own)})
    critiques = tuple(Critique(critic=name, kind="external", score=0.0) for name in "ab")
    assert outlook.redrafts(critiques, "failed") is own
    assert outlook.redrafts(critiques, "passed") is outlook.after_pass
    assert outlook.redrafts(critiques, "doubted") is outlook.after_doubt
    assert outlook.redrafts(critiques[:1], "failed") is outlook.redraft


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: CriticRates(sensitivity=1.2, specificity=0.5), "`sensitivity` is a rate in [0, 1], got 1.2"),
        (lambda: CriticRates(sensitivity=0.5, specificity=math.nan), "`specificity` is a rate in [0, 1], got nan"),
        (lambda: CriticRates(sensitivity=0.5, specificity=0.5, calls=-1), "`calls` must be 0 or more, got -1"),
        (lambda: CriticRates(sensitivity=0.5, specificity=0.5, base_rate=1.0), "`base_rate` must lie strictly between"),
        (lambda: CriticRates(sensitivity=0.5, specificity=0.5, threshold=5), "`threshold` is a rate in [0, 1], got 5"),
        (lambda: WritingRates(fix_rates=()), "`fix_rates` holds one rate for each round, got none"),
        (lambda: WritingRates(fix_rates=(0.7,), repeat_wrong_rate=0.4), "add up to 1.1"),
        (lambda: WritingRates(strength=0.0), "`strength` must be above 0, got 0.0"),
        (lambda: Outlook(draft_right=70), "`draft_right` is a rate in [0, 1], got 70; give a share, not percent"),
    ],
)
def test_what_cannot_be_a_rate_is_refused(make, message):
    with pytest.raises(Misuse) as refused:
        make()
    assert message in str(refused.value)
