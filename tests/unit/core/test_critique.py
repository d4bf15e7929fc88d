import numpy as np
import pytest

from redraft.core import Critique, Finding, Location


def test_a_score_of_zero_is_a_score_and_not_a_failure():
    critique = Critique(critic="c", kind="verified", score=0.0)
    assert critique.score == 0.0 and critique.reason is None


@pytest.mark.parametrize(("score", "reason"), [(None, None), (0.5, "timeout")])
def test_a_critique_has_exactly_one_of_score_and_reason(score, reason):
    with pytest.raises(ValueError, match="give exactly one"):
        Critique(critic="c", kind="verified", score=score, reason=reason)


def test_a_score_is_a_plain_number_whatever_it_was_given_as():
    assert type(Critique(critic="c", kind="verified", score=True).score) is float
    assert type(Critique(critic="c", kind="verified", score=np.float32(0.5)).score) is float
    assert type(Location(start=np.int64(3)).start) is float


def test_words_that_a_record_could_not_be_read_back_with_are_refused():
    with pytest.raises(ValueError, match="a severity is one of minor, major, critical, got 'high'"):
        Finding(message="m", severity="high")
    with pytest.raises(ValueError, match="a critic's kind is one of verified, external, intrinsic, got 'human'"):
        Critique(critic="c", kind="human", score=1.0)


@pytest.mark.parametrize("score", [-0.1, 1.1, float("nan"), float("inf")])
def test_a_score_outside_zero_to_one_is_refused(score):
    with pytest.raises(ValueError, match=r"must lie in \[0, 1\], got"):
        Critique(critic="c", kind="verified", score=score)


def test_only_what_has_no_score_has_failed():
    assert Critique(critic="judge", kind="external", reason="away", failed=True).failed
    with pytest.raises(ValueError, match="only an unscored critique can be `failed`"):
        Critique(critic="judge", kind="external", score=0.0, failed=True)


def test_only_what_has_no_score_is_unrefuted():
    assert Critique(critic="steps", kind="verified", reason="the arithmetic holds", unrefuted=True).score is None
    with pytest.raises(ValueError, match=r"got score=1\.0; leave it out"):
        Critique(critic="steps", kind="verified", score=1.0, unrefuted=True)
