import numpy as np
import pytest

from redraft.errors import Misuse
from redraft.trust.certificate.exact import mcnemar
from redraft.trust.certificate.net import certify_net
from redraft.trust.certificate.outcomes import Case

KEPT = Case(score=None, draft_right=True, result_right=True)
FIX = Case(score=0.9, draft_right=False, result_right=True)
FLIP = Case(score=0.9, draft_right=True, result_right=False)


def test_both_tests_must_reject_on_the_second_half() -> None:
    first = [FIX] * 4 + [KEPT] * 296
    few = certify_net(first, [FIX] * 4 + [KEPT] * 296, epsilon=0.02, delta=0.05)
    assert (few.p_net, few.chosen) == (0.5**4, None)  # 4 fixes to 0 flips are .0625
    enough = certify_net(first, [FIX] * 5 + [KEPT] * 295, epsilon=0.02, delta=0.05)
    assert enough.p_net == pytest.approx(0.5**5)
    assert enough.chosen == 0.9
    broken = certify_net(first, [FIX] * 40 + [FLIP] * 6 + [KEPT] * 254, epsilon=0.02, delta=0.05)
    assert broken.p_net is not None
    assert broken.p_flip is not None
    assert broken.p_net < 0.05 < broken.p_flip
    assert broken.chosen is None


def test_where_the_first_half_picks_nothing_the_second_is_not_asked() -> None:
    found = certify_net([KEPT] * 20, [FIX] * 20, epsilon=0.02, delta=0.05)
    assert (found.p_flip, found.p_net, found.chosen) == (None, None, None)


def test_a_critic_that_breaks_as_much_as_it_repairs_is_confirmed_no_more_often_than_delta() -> None:
    # 2,000 halves of 400 cases, one in forty fixed and one in forty broken: seed 0.
    rng = np.random.default_rng(0)
    fixes, flips = rng.binomial(400, 1 / 40, size=2000), rng.binomial(400, 1 / 40, size=2000)
    assert (mcnemar(flips, fixes) <= 0.05).mean() <= 0.05


def test_a_half_without_cases_is_refused() -> None:
    with pytest.raises(Misuse, match="second half has no case"):
        certify_net([KEPT], [], epsilon=0.02, delta=0.05)
