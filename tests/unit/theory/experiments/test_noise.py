from redraft.theory.experiments.measured import Measured
from redraft.theory.experiments.noise import first_loss


def measured(*values: float, error: float = 0.01) -> list[Measured]:
    return [Measured(value=value, standard_error=error, n=100, seeds=(1,)) for value in values]


LEVEL = measured(0.34, 0.34, 0.34, 0.34, 0.34, error=0.0)


def test_the_rate_from_which_on_every_error_is_above_that_of_ignoring() -> None:
    assert first_loss(measured(0.30, 0.35, 0.60, 0.80, 1.0), LEVEL) == 0.5
    assert first_loss(measured(0.40, 0.50, 0.60, 0.80, 1.0), LEVEL) == 0.0


def test_a_loss_that_does_not_last_is_no_rate() -> None:
    assert first_loss(measured(0.60, 0.60, 0.60, 0.60, 0.30), LEVEL) is None
    assert first_loss(measured(0.60, 0.20, 0.60, 0.60, 0.60), LEVEL) == 0.5


def test_what_doubt_covers_is_no_loss() -> None:
    assert first_loss(measured(0.30, 0.359, 0.359, 0.359, 0.359), LEVEL) is None
    assert first_loss(measured(0.30, 0.361, 0.361, 0.361, 0.361), LEVEL) == 0.25
