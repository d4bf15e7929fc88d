"""The constructions by name, and what is said of each."""

from dataclasses import replace

import numpy as np
import pytest

from redraft.errors import Misuse
from redraft.theory.verification.catalogue import CATALOGUE, named, overview, rewards_from
from redraft.theory.verification.entries import Setting


def test_a_construction_has_the_name_that_it_is_listed_under() -> None:
    setting = Setting(n_responses=4, width=2)
    built = {entry.name: entry.build(setting).name for entry in CATALOGUE if entry.comes_with(4)}
    assert len(built) >= 4 and all(name == listed for listed, name in built.items())


def test_every_construction_takes_the_problems_that_are_drawn_for_it() -> None:
    for entry in CATALOGUE:
        setting = Setting(n_responses=entry.nearest(3), width=2)
        problems = entry.draw(2, setting, 0)
        assert entry.build(setting).predictions(problems).shape == (2, 2)


def test_names_are_found_however_they_are_spelt() -> None:
    assert named("Bradley_Terry").name == named("bradley terry").name == "bradley-terry"


def test_an_unknown_name_brings_those_that_are_near() -> None:
    with pytest.raises(Misuse, match="no construction is called 'maskd'; did you mean 'masked'"):
        named("maskd")
    with pytest.raises(Misuse, match="no construction is called 'q'; there are bradley-terry, "):
        named("q")


def test_the_overview_says_what_each_is_made_of() -> None:
    kinds = {kind.name: kind for kind in overview(Setting(n_responses=8, width=3))}
    assert list(kinds) == [entry.name for entry in CATALOGUE]
    two, ranking, ascending = kinds["bradley-terry"], kinds["masked"], kinds["sorted"]
    assert (two.n_responses, two.heads, two.blocks, two.units) == (2, 2, 1, 0)
    assert (ranking.n_responses, ranking.heads, ranking.blocks, ranking.causal) == (8, 2, 8, False)
    assert (ascending.heads, ascending.blocks, ascending.causal) == (1, 3, True)


def test_rewards_are_read_from_a_list() -> None:
    assert rewards_from("0.9, 0.2,-1").tolist() == [0.9, 0.2, -1.0]


@pytest.mark.parametrize(
    ("text", "said"),
    [("0.9,high", "got 'high'"), ("0.9", "2 or more finite"), ("1,inf", "2 or more finite"), ("1,,2", "got ''")],
)
def test_rewards_that_are_none_are_refused(text: str, said: str) -> None:
    with pytest.raises(Misuse, match=said):
        rewards_from(text)


def test_a_setting_is_fitted_to_rewards() -> None:
    fitted = named("masked").fitted(Setting(n_responses=3), np.array([50.5, 50.1, 50.3]))
    assert (fitted.gap, fitted.largest_reward) == (pytest.approx(0.2), 50.5)
    stars = named("graded").fitted(Setting(n_responses=3), np.array([5.0, 5.0, 1.0]))
    assert stars.n_grades == 5 and named("graded").build(stars).channels.width > 20


def test_equal_rewards_are_refused_where_they_cannot_be_ranked() -> None:
    with pytest.raises(Misuse, match=r"rewards must differ, got a smallest distance of 0 .*graded"):
        named("masked").fitted(Setting(n_responses=3), np.array([0.5, 0.1, 0.5]))


def test_a_bound_grows_with_the_steps_and_is_that_of_one_where_there_is_one() -> None:
    entry, one = named("masked"), Setting(n_responses=3, width=2, sharpness=5.0)
    problems = entry.draw(4, one, 0)
    q = np.exp(-5.0)
    widest = max(float(np.linalg.norm(y[:, None] - y[None], axis=-1).max()) for y in problems.responses)
    assert entry.bound(problems, one) == pytest.approx(2 * 0.1 * 2 * widest * q / (1 - q))
    three = entry.bound(problems, Setting(n_responses=3, width=2, sharpness=5.0, n_steps=3))
    assert three is not None and three >= 3 * 2 * 0.1 * 2 * widest * q / (1 - q) * (1 - 1e-12)


@pytest.mark.parametrize("name", ["masked", "online", "paper", "infonce", "bradley-terry"])
@pytest.mark.parametrize("n_responses", [2, 3, 8])
def test_no_error_is_above_the_bound_from_the_lowest_temperature_on(name: str, n_responses: int) -> None:
    entry = named(name)
    setting = Setting(n_responses=entry.nearest(n_responses), width=3)
    drawn = entry.draw(60, setting, 0)
    ranks = np.argsort(np.argsort(drawn.rewards, axis=1), axis=1)
    # Equal gaps and a prediction far from all responses are the worst case.
    problems = replace(drawn, rewards=setting.gap * ranks, weights=4 * drawn.weights)
    n_tried = 0
    for sharpness in (1.32, 1.4, 1.77, 2.5, 5.0, 10.0, 20.0):
        sharp = replace(setting, sharpness=sharpness, gap=setting.gap * (1 - 1e-9))
        try:
            construction = entry.build(sharp)
        except Misuse:
            continue
        errors = np.linalg.norm(construction.predictions(problems) - entry.expected(problems, sharp), axis=1)
        assert entry.proved is not None
        assert (errors <= entry.proved(problems, sharp) * (1 + 1e-6) + 1e-12).all()
        n_tried += 1
    assert n_tried >= 5


def test_errors_of_short_steps_add_up_and_no_more() -> None:
    entry, short = named("masked"), Setting(n_responses=3, width=2, sharpness=5.0, step_size=1e-3)
    problems = entry.draw(4, short, 0)
    one, three = entry.bound(problems, short), entry.bound(problems, replace(short, n_steps=3))
    assert one is not None and three == pytest.approx(3 * one)
