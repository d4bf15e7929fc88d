import subprocess
import sys
from math import comb
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.errors import Misuse
from redraft.trust.certificate.exact import binomial_tail, mcnemar, upper_bound

ROOT = Path(__file__).resolve().parents[4]


def summed(n_hits: int, n: int, rate: float) -> float:
    return sum(comb(n, k) * rate**k * (1 - rate) ** (n - k) for k in range(n_hits + 1))


@given(n=st.integers(1, 80), share=st.floats(0, 1), rate=st.floats(0, 1))
def test_the_tail_is_the_sum_of_its_terms(n: int, share: float, rate: float) -> None:
    n_hits = int(share * n)
    assert float(binomial_tail(n_hits, n, rate)) == pytest.approx(summed(n_hits, n, rate), abs=1e-12)


@given(n=st.integers(1, 2000), share=st.floats(0, 1), delta=st.floats(0.001, 0.5), epsilon=st.floats(0.001, 0.999))
def test_the_test_rejects_exactly_when_the_clopper_pearson_bound_is_at_most_epsilon(
    n: int, share: float, delta: float, epsilon: float
) -> None:
    n_hits = int(share * n)
    p_value, bound = float(binomial_tail(n_hits, n, epsilon)), float(upper_bound(n_hits, n, delta=delta))
    if abs(bound - epsilon) > 1e-9:  # on the edge itself rounding may say either
        assert (p_value <= delta) == (bound <= epsilon)
    if n_hits < n:
        assert float(binomial_tail(n_hits, n, bound)) == pytest.approx(delta, abs=1e-9)


def test_clopper_pearson_agrees_with_closed_forms_and_a_published_value() -> None:
    # No hits: 1 - delta^(1/n). All hits: nothing is excluded. 15 of 148: Newcombe (1998), method 5, upper end of 95 %.
    assert float(upper_bound(0, 299, delta=0.05)) == pytest.approx(1 - 0.05 ** (1 / 299))
    assert float(upper_bound(7, 7, delta=0.05)) == 1.0
    assert round(float(upper_bound(15, 148, delta=0.025)), 4) == 0.1617


def test_many_counts_are_tested_at_once() -> None:
    hits = np.array([[0, 1], [2, 3]])
    assert binomial_tail(hits, 10, 0.2).shape == (2, 2)
    assert upper_bound(hits, 10, delta=0.1)[1, 1] == pytest.approx(float(upper_bound(3, 10, delta=0.1)))


def test_mcnemar_is_the_sign_test_on_what_changed() -> None:
    assert float(mcnemar(2, 8)) == pytest.approx(summed(2, 10, 0.5))
    assert float(mcnemar(0, 5)) == 0.5**5
    assert float(mcnemar(0, 0)) == 1.0
    assert mcnemar(np.array([0, 3]), np.array([5, 3])).tolist() == pytest.approx([0.5**5, summed(3, 6, 0.5)])


def test_impossible_figures_are_refused() -> None:
    with pytest.raises(Misuse, match="got 3 of 2"):
        binomial_tail(3, 2, 0.1)
    with pytest.raises(Misuse, match="got nan"):
        binomial_tail(1, 2, float("nan"))
    with pytest.raises(Misuse, match="`delta` must lie strictly between 0 and 1, got 0"):
        upper_bound(1, 2, delta=0)
    with pytest.raises(Misuse, match="whole numbers"):
        binomial_tail(np.array([1.5]), 2, 0.1)  # type: ignore[arg-type]  # what a caller without types may do
    with pytest.raises(Misuse, match="got -1 flips"):
        mcnemar(-1, 2)


def test_without_scipy_the_message_says_what_to_install() -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'src')!r}); sys.modules['scipy'] = None\n"
        "from redraft.errors import MissingExtra\n"
        "try:\n    import redraft.trust.certificate.exact\n"
        "except MissingExtra as error:\n    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "scipy is needed for exact tests; install it with: pip install 'redraft[trust]'\n"
