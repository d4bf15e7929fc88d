import numpy as np
import pytest

from redraft.errors import Misuse
from redraft.theory.experiments.measured import Measured, over_seeds, shown


def test_more_trainings_make_their_part_of_the_error_smaller_but_not_that_of_the_tasks() -> None:
    values = [0.30, 0.32, 0.34]
    three = over_seeds(values, [0.01] * 3, n=8192, seeds=(1, 2, 3))
    assert three.value == pytest.approx(0.32)
    assert three.standard_error == pytest.approx(np.hypot(np.std(values, ddof=1) / np.sqrt(3), 0.01))
    many = over_seeds(values * 1000, [0.01] * 3000, n=8192, seeds=range(3000))
    assert many.standard_error == pytest.approx(0.01, rel=1e-2)


def test_one_training_has_the_error_of_its_tasks() -> None:
    assert over_seeds([0.3], [0.02], n=10, seeds=(4,)).standard_error == pytest.approx(0.02)


def test_a_training_without_its_error_is_refused() -> None:
    with pytest.raises(Misuse, match="got 2, 1 and 2; measure every training"):
        over_seeds([0.3, 0.4], [0.1], n=10, seeds=(1, 2))


def test_small_figures_keep_their_digits() -> None:
    assert [shown(value) for value in (0.29658, 4.44e-16, 0.0, 14.675)] == ["0.2966", "4.4e-16", "0.0000", "14.68"]
    assert Measured(value=0.5, standard_error=0.01, n=3, seeds=()).in_words == "0.5000 ± 0.0100"
    assert Measured(value=0.5, standard_error=None, n=3, seeds=()).in_words == "0.5000"
