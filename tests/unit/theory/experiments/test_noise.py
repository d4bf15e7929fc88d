from redraft.theory.aligners.heldout import REDRAW_RATES
from redraft.theory.experiments.measured import Measured
from redraft.theory.experiments.noise import conclude, first_loss
from redraft.theory.experiments.sizes import size_of
from redraft.theory.figures.noise import SHOWN


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


def test_a_row_at_a_wrong_critic_says_that_the_aligner_is_another_one() -> None:
    size = size_of("tiny", (1,))
    flat = {"cosine": [(0.4, 0.01)] * 20}
    rules = {
        "released": (*SHOWN, "gradient descent"),
        "text": (*SHOWN, "weighted share", "gradient descent, squared"),
    }
    outcomes = {
        form.name: {
            "n_tasks": 32,
            "trained": {"1": None},
            "rates": [
                {"trained": {"1": flat}, "rules": dict.fromkeys(rules[form.training.tasks.noise], flat)}
                for _ in REDRAW_RATES
            ],
        }
        for form in size.forms
    }
    found = conclude(size, outcomes)
    assert found.rows and all("another network or recipe" in row.why for row in found.rows)
    said = "error is 0.40 at rate 0 and 0.40 at rate 1; ignoring the critic has 0.40 at every rate."
    assert found.figures[-1].description.endswith(said)
    assert found.words[0].startswith(
        "The paper's transformer loses to ignoring the critic beyond doubt from rate 0.5 on"
    )
