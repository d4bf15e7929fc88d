import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.errors import Misuse
from redraft.trust.certificate.sequence import fixed_sequence


@given(p_values=st.lists(st.floats(0, 1), min_size=1, max_size=40), delta=st.floats(0.001, 0.5))
def test_the_fixed_sequence_is_that_of_mapie(p_values: list[float], delta: float) -> None:
    control = pytest.importorskip("mapie.risk_control", reason="mapie is not installed")
    theirs = control.control_fwer(np.array(p_values), delta, "fixed_sequence")
    assert list(theirs) == list(range(fixed_sequence(np.array(p_values), delta=delta)))


def test_what_lies_behind_the_first_failure_is_not_rejected_however_small_it_is() -> None:
    assert fixed_sequence(np.array([0.01, 0.2, 0.0001]), delta=0.05) == 1
    assert fixed_sequence(np.array([0.05, 0.05]), delta=0.05) == 2


def test_p_values_that_are_none_are_refused() -> None:
    with pytest.raises(Misuse, match="p-values"):
        fixed_sequence(np.array([0.1, np.nan]), delta=0.05)
    with pytest.raises(Misuse, match="`delta`"):
        fixed_sequence(np.array([0.1]), delta=1.0)
