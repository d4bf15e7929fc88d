import pytest

from redraft.core import Critique


def test_a_score_of_zero_is_a_score_and_not_a_failure():
    critique = Critique(critic="c", kind="verified", score=0.0)
    assert critique.score == 0.0 and critique.reason is None


@pytest.mark.parametrize(("score", "reason"), [(None, None), (0.5, "timeout")])
def test_a_critique_has_exactly_one_of_score_and_reason(score, reason):
    with pytest.raises(ValueError, match="give exactly one"):
        Critique(critic="c", kind="verified", score=score, reason=reason)


@pytest.mark.parametrize("score", [-0.1, 1.1, float("nan"), float("inf")])
def test_a_score_outside_zero_to_one_is_refused(score):
    with pytest.raises(ValueError, match=r"must lie in \[0, 1\], got"):
        Critique(critic="c", kind="verified", score=score)
