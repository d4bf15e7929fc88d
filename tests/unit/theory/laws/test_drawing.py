from dataclasses import replace

import pytest

from redraft.errors import Misuse
from redraft.theory.laws import heterogeneity, improvement, savage, votes
from redraft.theory.laws import rounds as rounds_law
from redraft.theory.laws.drawing import LAWS, draw_laws
from redraft.trust.simulations import chains, corruption, pairwise, scores
from redraft.trust.simulations import improvement as simulated_improvement
from redraft.trust.simulations import votes as simulated_votes


@pytest.mark.parametrize("law", LAWS)
def test_every_point_of_a_law_agrees_with_it_and_every_figure_says_what_it_shows(law: str) -> None:
    told: list[str] = []
    pictures = list(draw_laws("small", seed=1, only=[law], on_progress=told.append))
    assert pictures and told
    for picture in pictures:
        assert picture.agrees, picture.verdict
        assert len(picture.checks) >= 5 and "seed 1" in picture.verdict
        # Whether points lie on their law is for the verdict to say.
        assert "lie on" not in picture.figure.description and "All points" not in picture.figure.description
        assert picture.figure.name.startswith("law_") and len(picture.figure.description) >= 60
        kinds = {row[2] for row in picture.figure.rows} if "kind" in picture.figure.columns else {"law", "simulated"}
        assert kinds == {"law", "simulated"}


@pytest.mark.parametrize(
    ("law", "module", "name"),
    [
        ("rounds", chains, "after_rounds"),
        ("heterogeneity", chains, "after_rounds_of"),
        ("votes", simulated_votes, "voting_gain"),
        ("savage", scores, "swap_loss"),
        ("corruption", corruption, "shuffled_alignment"),
        ("pairwise", pairwise, "relative_alignment"),
        ("improvement", simulated_improvement, "small_step_ratio"),
    ],
)
def test_a_law_that_is_off_by_a_tenth_is_seen(law: str, module, name: str, monkeypatch) -> None:
    true = getattr(module, name)
    monkeypatch.setattr(module, name, lambda *given, **named: 0.9 * true(*given, **named))
    assert not all(picture.agrees for picture in draw_laws("small", only=[law]))


def test_the_points_of_the_band_are_counted_and_not_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    def astray(*given, **named):
        run = simulate_noise(*given, **named)
        return replace(run, measured=run.high + 0.5) if "Mallows" in named["name"] else run

    simulate_noise = savage.simulate_noise
    monkeypatch.setattr(savage, "simulate_noise", astray)
    *_, band = draw_laws("small", only=["savage"])
    assert "22 of 28 points lie, but for chance, between tau and" in band.figure.description and not band.agrees


@pytest.mark.parametrize(
    ("law", "figure", "module", "name", "value", "caption"),
    [
        ("votes", "law_votes_threshold", votes, "voting_gain", 0.0123, "a majority gains +1.2 points at the worst and"),
        ("rounds", "law_shared_errors", rounds_law, "gain", 0.0123, "shared: +1.2, +1.2, +1.2 points for the strong"),
        ("rounds", "law_fixed_point", rounds_law, "break_even", 0.123, "By the law all of them come to 12 %"),
        ("heterogeneity", "law_heterogeneous", heterogeneity, "after_rounds_of", 0.123, "12 % after one round, 12 %"),
        (
            "heterogeneity",
            "law_heterogeneous",
            heterogeneity,
            "after_rounds",
            0.123,
            "ends at 12 % where all are alike",
        ),
        ("improvement", "law_improvement", improvement, "best_step_ratio", 0.123, "at A = 57 % at least 12 %"),
    ],
)
def test_a_figure_in_a_caption_is_what_the_law_says(law, figure, module, name, value, caption, monkeypatch) -> None:
    monkeypatch.setattr(module, name, lambda *given, **named: value)
    (drawn,) = [one.figure for one in draw_laws("small", only=[law]) if one.figure.name == figure]
    assert caption in drawn.description


def test_a_law_that_there_is_not_is_refused_by_name() -> None:
    with pytest.raises(Misuse, match="no law is called 'gravity'; there are rounds"):
        list(draw_laws("small", only=["gravity"]))


def test_a_seed_fixes_the_figures() -> None:
    once, again, other = (
        [picture.figure.csv for picture in draw_laws("small", seed=seed, only=["heterogeneity"])] for seed in (0, 0, 1)
    )
    assert once == again != other
