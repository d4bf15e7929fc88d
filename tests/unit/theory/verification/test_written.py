"""Lemma E.7 as it is printed."""

from redraft.theory.verification.written import as_written


def test_the_printed_network_is_exact_for_two_responses_only_and_temperature_does_not_help() -> None:
    found = {(one.n_responses, one.gamma): one for one in as_written((2, 5), (1e3, 1e5), n_draws=40)}
    assert found[2, 1e3].largest < 1e-14 and found[2, 1e5].largest < 1e-14
    assert found[5, 1e3].median > 0.5 and found[5, 1e5].median > 0.5
    assert found[5, 1e3].median > found[5, 1e3].move  # worse than taking no step at all
