import pytest

from redraft.evals.environments import pref
from redraft.evals.preferences.people import KINDS, WORDS_ABOUT, Kind, people
from redraft.models.local.language import THEMES


def test_people_are_the_same_for_the_same_seed_and_others_for_another() -> None:
    assert people("thorough", 5, 0) == people("thorough", 7, 0)[:5]
    assert {one.name for one in people("thorough", 5, 0)}.isdisjoint(one.name for one in people("thorough", 5, 1))
    assert [one.codes for one in people("silent", 5, 0)] == [one.codes for one in people("moody", 5, 0)]


def test_every_kind_is_described() -> None:
    assert set(WORDS_ABOUT) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_an_edit_costs_the_slots_that_are_wrong_and_mends_what_the_kind_mends(kind: Kind) -> None:
    for person in people(kind, 20, 3):
        theme, wish = person.theme(0), person.wish(0)
        for answer in (pref.codes(theme)[0], wish, ()):
            reaction = person.react(answer, 0)
            assert reaction.before == answer
            assert reaction.n_wrong == 4 - pref.reward(wish, answer)
            mended = pref.reward(wish, reaction.after) - pref.reward(wish, answer)
            if answer:
                assert mended == (reaction.n_wrong if kind in ("thorough", "moody") else min(1, reaction.n_wrong))


def test_only_who_mends_one_slot_and_speaks_says_how_many_were_right() -> None:
    for kind in KINDS:
        person = people(kind, 1, 0)[0]
        answer = next(code for code in pref.codes(person.theme(0)) if pref.reward(person.wish(0), code) == 1)
        reaction = person.react(answer, 0)
        assert reaction.n_right == (1 if kind == "one word" else None)
        assert reaction.is_finished == (kind in ("thorough", "moody"))


def test_a_moody_person_mostly_wants_what_they_like_best() -> None:
    wishes = [(person, step) for person in people("moody", 30, 0) for step in range(20)]
    same = sum(
        wanted == liked
        for person, step in wishes
        for wanted, liked in zip(person.wish(step), person.codes[person.theme(step)], strict=True)
    )
    assert 0.87 < same / (4 * len(wishes)) < 0.93  # one less two thirds of the rate of whims
    assert {person.theme(step) for person, step in wishes} == set(THEMES)
