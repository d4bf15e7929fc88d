import math

import pytest

from redraft.errors import Misuse
from redraft.trust.laws.checks import check_count, check_rate, check_rates, ranks_array, rates_array


@pytest.mark.parametrize("bad", [math.nan, -0.01, 1.01, math.inf])
def test_a_rate_that_is_none_is_refused_by_name_and_value(bad: float) -> None:
    with pytest.raises(Misuse, match=rf"`rate` must lie in \[0, 1\], got {bad!r}; give it as a share"):
        check_rate("rate", bad)
    with pytest.raises(Misuse, match="`second`"):
        check_rates(first=0.5, second=bad)
    with pytest.raises(Misuse, match="leave out what was not measured"):
        rates_array("rates", [0.5, bad])


@pytest.mark.parametrize("bad", [-1, 7, 2.0, math.nan])
def test_a_count_that_is_none_is_refused(bad: int) -> None:
    with pytest.raises(Misuse, match="`n` must be a whole number, 0 to 6"):
        check_count("n", bad, high=6)


def test_no_rates_at_all_and_tables_of_rates_are_refused() -> None:
    for bad in ([], [[0.5, 0.5]]):
        with pytest.raises(Misuse, match="must be a list of rates"):
            rates_array("rates", bad)


@pytest.mark.parametrize("bad", [[1], [1, 1, 2], [0, 1], [1, 2.5], [1, math.nan], [[1, 2]]])
def test_ranks_that_are_not_each_of_them_once_are_refused(bad: list[int]) -> None:
    with pytest.raises(Misuse, match="each of the ranks 1 to n once"):
        ranks_array("ranks", bad)


def test_good_values_pass_unchanged() -> None:
    assert ranks_array("ranks", [2, 1, 3]).tolist() == [2, 1, 3]
    assert rates_array("rates", 0.25).tolist() == [0.25]
