"""What the tables of a proof say beyond their figures."""

from redraft.cli.views.prove_tables import agreement, rate
from redraft.evals import prove
from redraft.evals.prove.rates import rates_of
from redraft.trust.intervals import Estimate


def estimate(low: float, high: float) -> Estimate:
    return Estimate(value=(low + high) / 2, low=low, high=high, n=10)


def critic_with(*errors: Estimate) -> prove.CriticResult:
    right = tuple(estimate(0.4, 0.6) for _ in errors)
    test = prove.Tested(law="alike", gated=True, predicted=right, measured=right, error=errors)
    nothing = rates_of([])
    return prove.CriticResult(
        critic="self_check", version="1", kind="intrinsic", rates=nothing, first_half=nothing, families={}, grades={},
        tests=(test,),
    )  # fmt: skip


def test_contradictions_are_named_by_side_and_round() -> None:
    said = agreement(critic_with(estimate(-1, 1), estimate(0.1, 0.2), estimate(-0.3, -0.1), estimate(-0.4, -0.1)))
    assert said == (
        "Contradicted: gated, tasks alike: too high after round 1; gated, tasks alike: too low after rounds 2, 3."
    )


def test_where_nothing_is_contradicted_that_is_said() -> None:
    assert agreement(critic_with(estimate(-1, 1))) == "No prediction is contradicted by its measurement."


def test_a_rate_without_a_case_is_no_number() -> None:
    assert rate(None) == "no case" and rate(estimate(0.25, 0.75)) == "50.0 [25.0, 75.0]"
