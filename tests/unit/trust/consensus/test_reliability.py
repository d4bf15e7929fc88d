import pytest

from redraft.errors import Misuse
from redraft.trust.consensus.reliability import Reliability


def test_rates_from_few_drafts_are_the_mean_of_what_they_may_be() -> None:
    five = Reliability(sensitivity=1.0, specificity=1.0, n_bad=5, n_good=8)
    assert five.found == pytest.approx(6 / 7)
    assert five.cleared == pytest.approx(9 / 10)
    nothing = Reliability(sensitivity=1.0, specificity=0.0, n_bad=0, n_good=0)
    assert (nothing.found, nothing.cleared, nothing.separation) == (0.5, 0.5, 0.0)


def test_rates_that_are_simply_known_stay_as_they_are() -> None:
    known = Reliability(sensitivity=0.9, specificity=0.8)
    assert (known.found, known.cleared) == (0.9, 0.8)


def test_many_drafts_bring_the_rate_back() -> None:
    assert Reliability(sensitivity=0.9, specificity=0.5, n_bad=1e6, n_good=1e6).found == pytest.approx(0.9, abs=1e-5)


def test_separation_is_the_distance_in_standard_deviations() -> None:
    # Passes .8 of the good and .2 of the bad, each with a standard deviation of .4.
    assert Reliability(sensitivity=0.8, specificity=0.8).separation == pytest.approx(0.6 / 0.4)
    assert Reliability(sensitivity=0.3, specificity=0.3).separation < 0


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"sensitivity": 1.1}, r"`sensitivity` must lie in \[0, 1\], got 1\.1; give it as a share"),
        ({"specificity": float("nan")}, "`specificity`.*got nan"),
        ({"threshold": -0.1}, "`threshold`.*got -0.1"),
        ({"n_bad": -1}, "`n_bad` must be 0 or more, got -1"),
        ({"n_good": float("inf")}, "`n_good` must be 0 or more, got inf"),
        ({"sensitivity": 1.0}, "a rate of 1.0 would make a critic certain; give `n_bad`"),
        ({"specificity": 0.0}, "a rate of 0.0 would make a critic certain; give `n_good`"),
        ({"base_rate": 1.0}, "`base_rate` must lie strictly between 0 and 1, got 1.0"),
    ],
)
def test_what_is_no_reliability_is_refused(values: dict[str, float], message: str) -> None:
    with pytest.raises(Misuse, match=message):
        Reliability(**{"sensitivity": 0.9, "specificity": 0.9, **values})
