from itertools import pairwise

from redraft.trust.certificate.grid import DEFAULT_GRID, check_grid


def test_the_default_grid_goes_from_the_highest_score_to_the_profile_as_it_is() -> None:
    check_grid(DEFAULT_GRID)
    assert (len(DEFAULT_GRID), DEFAULT_GRID[0], DEFAULT_GRID[-1]) == (61, 1.0, 0.0)
    assert all(earlier > later for earlier, later in pairwise(DEFAULT_GRID))
    assert {0.5, 0.9, 0.99} <= set(DEFAULT_GRID)
