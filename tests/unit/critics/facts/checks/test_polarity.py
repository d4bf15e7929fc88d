"""What a text denies, and words that say the opposite."""

import pytest

from redraft.critics.facts.checks.polarity import cue_before, denied_in, opposite, opposites_of
from redraft.critics.facts.checks.words import words_of


def denied(text: str) -> list[str]:
    """The words that are denied."""
    words = words_of(text)
    return [words[place].text for place in sorted(denied_in(words))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It is not navigable.", ["navigable"]), ("They didn't approve it.", ["approve"]),
        ("They failed to win.", ["win"]), ("It is no longer open.", ["longer", "open"]),
        ("It is not only wide but deep.", []), ("It did not open until May.", []), ("Why not try it?", []),
        ("No. 5 is open.", []), ("Without water, plants die.", ["water"]), ("It never failed.", []),
    ],
)  # fmt: skip
def test_a_negation_denies_the_next_words(text: str, found: list[str]) -> None:
    assert [word for word in denied(text) if word != "failed"] == found


def test_two_negations_deny_nothing() -> None:
    assert denied("It is not without risk.") == []


def test_the_nearest_negation_before_a_word_is_found_within_its_sentence() -> None:
    words = words_of("No rain. It is not wide.")
    wide = next(place for place, word in enumerate(words) if word.text == "wide")
    cue = cue_before(words, wide)
    assert cue is not None
    assert words[cue].text == "not"
    assert cue_before(words, 1) == 0
    assert cue_before(words_of("It is wide."), 2) is None


@pytest.mark.parametrize(
    ("one", "other", "sort"),
    [("increased", "decreased", "state"), ("toxic", "harmless", "state"), ("born", "died", "event"),
     ("constitutional", "unconstitutional", "state"), ("regular", "irregular", "state"), ("won", "lost", "event"),
     ("north", "east", None), ("iron", "copper", None), ("able", "unable", None)],
)  # fmt: skip
def test_opposites_of_states_and_of_events_are_told_apart(one: str, other: str, sort: str | None) -> None:
    assert opposite(one, other) == sort
    assert opposite(other, one) == sort


def test_opposites_can_be_listed() -> None:
    assert opposites_of("north") == ("south", "southern")
    assert opposites_of("copper") == ()
