"""What is said of learning curves is computed from them."""

import pytest

from redraft.theory.experiments.curve import conclude, shape_of
from redraft.theory.experiments.experiment import Outcome
from redraft.theory.experiments.sizes import size_of

SIZE = size_of("tiny", (1,))
RELEASED = ("mean, critic ignored", "reward-weighted mean", "copy the best", "least squares line", "gradient descent",
            "ranking optimum")  # fmt: skip
TEXT = (*RELEASED[:3], "weighted share", "gradient descent, squared", "ranking optimum")


def flat(value: float, error: float = 0.01) -> dict[str, list[tuple[float, float]]]:
    curve = [(value, error)] * 20
    return {"cosine": curve, "squared": curve, "regret": [(0.1, 0.01)][0]}


def outcomes(learnt: float) -> dict[str, Outcome]:
    """Every rule at .3, and the aligner where it is told to be."""
    return {
        form.name: {
            "n_tasks": 32,
            "trained": {"1": flat(learnt)},
            "rules": {name: flat(0.3) for name in (RELEASED if form.training.tasks.noise == "released" else TEXT)},
        }
        for form in SIZE.forms
    }


def test_the_figure_beside_the_printed_curves_says_where_each_curve_ends() -> None:
    figure = conclude(SIZE, outcomes(0.87)).figures[0]
    assert figure.description == (
        "At 15 examples: aligner, packed 0.870; aligner, interleaved 0.870; gradient descent, here 0.300; ranking "
        "optimum, here 0.300; published transformer 0.297; published gradient descent 0.298. The optimum is that of "
        "the ranking loss, which is not the truth."
    )


@pytest.mark.parametrize(
    ("learnt", "verdict"), [(0.87, "worse than"), (0.31, "not told apart from"), (0.1, "better than")]
)
def test_an_aligner_is_better_than_ignoring_the_critic_only_beyond_doubt(learnt: float, verdict: str) -> None:
    for sentence in conclude(SIZE, outcomes(learnt)).words:
        assert f"{verdict} ignoring the critic (0.3000)" in sentence


def test_notes_have_the_errors_of_the_printed_curve() -> None:
    assert "0.017 at 2 examples and 0.012 at 15" in conclude(SIZE, outcomes(0.3)).notes[1]


def test_a_row_says_whether_the_aligner_is_the_published_one() -> None:
    assert {row.published for row in conclude(SIZE, outcomes(0.3)).rows} >= {"0.2966 ± 0.0116", "0.3854 ± 0.0172"}
    published, text = size_of("paper").forms
    assert shape_of(published) == "same network and recipe"
    assert {shape_of(form) for form in (text, *SIZE.forms)} == {"another network or recipe"}
