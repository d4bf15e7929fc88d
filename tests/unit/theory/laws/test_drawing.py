import pytest

from redraft.errors import Misuse
from redraft.theory.laws.drawing import LAWS, draw_laws
from redraft.trust.simulations import chains, corruption, improvement, pairwise, scores, votes


@pytest.mark.parametrize("law", LAWS)
def test_every_point_of_a_law_agrees_with_it_and_every_figure_says_what_it_shows(law: str) -> None:
    told: list[str] = []
    pictures = list(draw_laws("small", seed=1, only=[law], on_progress=told.append))
    assert pictures and told
    for picture in pictures:
        assert picture.agrees, picture.verdict
        assert len(picture.checks) >= 5 and "seed 1" in picture.verdict
        assert picture.figure.name.startswith("law_") and len(picture.figure.description) >= 60
        kinds = {row[2] for row in picture.figure.rows} if "kind" in picture.figure.columns else {"law", "simulated"}
        assert kinds == {"law", "simulated"}


@pytest.mark.parametrize(
    ("law", "module", "name"),
    [
        ("rounds", chains, "after_rounds"),
        ("heterogeneity", chains, "after_rounds_of"),
        ("votes", votes, "voting_gain"),
        ("savage", scores, "swap_loss"),
        ("corruption", corruption, "shuffled_alignment"),
        ("pairwise", pairwise, "relative_alignment"),
        ("improvement", improvement, "small_step_ratio"),
    ],
)
def test_a_law_that_is_off_by_a_tenth_is_seen(law: str, module, name: str, monkeypatch) -> None:
    true = getattr(module, name)
    monkeypatch.setattr(module, name, lambda *given, **named: 0.9 * true(*given, **named))
    assert not all(picture.agrees for picture in draw_laws("small", only=[law]))


def test_a_law_that_there_is_not_is_refused_by_name() -> None:
    with pytest.raises(Misuse, match="no law is called 'gravity'; there are rounds"):
        list(draw_laws("small", only=["gravity"]))


def test_a_seed_fixes_the_figures() -> None:
    once, again, other = (
        [picture.figure.csv for picture in draw_laws("small", seed=seed, only=["heterogeneity"])] for seed in (0, 0, 1)
    )
    assert once == again != other
