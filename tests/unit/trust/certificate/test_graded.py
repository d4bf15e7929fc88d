import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.errors import Misuse
from redraft.trust.certificate.exact import binomial_tail
from redraft.trust.certificate.graded import certified_losses, hoeffding_bentkus


@given(n=st.integers(1, 1000), share=st.floats(0, 1), epsilon=st.floats(0.005, 0.5))
def test_for_flips_it_is_never_smaller_than_the_exact_p_value(n: int, share: float, epsilon: float) -> None:
    n_hits = int(share * n)
    bounded = float(hoeffding_bentkus(n_hits / n, n, epsilon=epsilon))
    assert bounded >= float(binomial_tail(n_hits, n, epsilon)) - 1e-12


def test_it_is_what_mapie_computes() -> None:
    methods = pytest.importorskip("mapie.risk_control.methods", reason="mapie is not installed")
    for n, epsilon in ((149, 0.02), (500, 0.02), (1000, 0.05), (300, 0.05), (60, 0.1)):
        means = np.array([0.0, 0.004, 0.01, 0.013, 0.04, 0.2, 0.9])
        theirs = methods.compute_hoeffding_bentkus_p_value(means, n, epsilon)
        assert hoeffding_bentkus(means, n, epsilon=epsilon) == pytest.approx(np.ravel(theirs), rel=1e-6)


def test_it_is_a_valid_p_value_for_graded_losses() -> None:
    # Losses of mean epsilon: P(p <= delta) must be at most delta. 4,000 draws, seed 0; three standard errors of slack.
    rng, epsilon, n, delta = np.random.default_rng(0), 0.05, 300, 0.05
    for spread in (1.0, 4.0):
        losses = rng.beta(epsilon * spread, (1 - epsilon) * spread, size=(4000, n))
        rejected = hoeffding_bentkus(losses.mean(axis=1), n, epsilon=epsilon) <= delta
        assert rejected.mean() <= delta + 3 * np.sqrt(delta * (1 - delta) / 4000)


def test_graded_losses_out_of_range_are_refused() -> None:
    with pytest.raises(Misuse, match=r"got 1\.5"):
        hoeffding_bentkus(1.5, 10, epsilon=0.1)
    with pytest.raises(Misuse, match="got nan"):
        hoeffding_bentkus(float("nan"), 10, epsilon=0.1)
    with pytest.raises(Misuse, match="`epsilon`"):
        hoeffding_bentkus(0.1, 10, epsilon=1.0)


def test_losses_of_all_or_nothing_certify_as_their_p_values_do() -> None:
    losses = np.zeros((300, 4))
    losses[:1, 1:] = 1.0
    losses[:12, 3:] = 1.0
    # One flip of 300 passes the bound for 2 %, a dozen does not.
    assert certified_losses(losses, epsilon=0.02, delta=0.05) == 3
    assert certified_losses(losses / 4, epsilon=0.02, delta=0.05) == 3
    assert certified_losses(losses / 12, epsilon=0.02, delta=0.05) == 4


def test_a_table_of_losses_that_is_none_is_refused() -> None:
    with pytest.raises(Misuse, match="a table"):
        certified_losses(np.zeros(3), epsilon=0.02, delta=0.05)
    with pytest.raises(Misuse, match="a table"):
        certified_losses(np.full((2, 2), np.nan), epsilon=0.02, delta=0.05)
