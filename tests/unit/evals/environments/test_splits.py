"""A split must not depend on the process: its hash is a fixed function of the text."""

from redraft.evals.environments.splits import hash_rate


def test_the_rate_is_the_same_in_every_process_and_version() -> None:
    # The first 8 bytes of SHA-256 of "split", 0x1f, "count 46 3 10 12", as a fraction of 2**64.
    assert round(hash_rate("split", "count 46 3 10 12"), 6) == 0.902866


def test_addresses_are_not_glued_together() -> None:
    assert hash_rate("a", "bc") != hash_rate("ab", "c")


def test_rates_lie_in_the_unit_interval_and_spread_over_it() -> None:
    rates = [hash_rate("spread", str(i)) for i in range(2000)]
    assert all(0 <= rate < 1 for rate in rates)
    assert 0.47 < sum(rates) / len(rates) < 0.53
