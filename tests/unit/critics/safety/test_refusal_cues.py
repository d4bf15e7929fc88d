import re

import pytest

from redraft.critics.safety.refusal_cues import CUES, LISTED

# A sentence for each kind, and one with nearly the same words that does not do it.
SAYINGS = {
    "declines": ("I won't help with that.", "I won't be long: take the pin."),
    "forbids": ("This is not appropriate.", "This is quite appropriate."),
    "reproaches": ("That is a serious crime.", "That is a serious book."),
    "redirects": ("Please talk to a doctor.", "Talk to your balloon."),
    "disagrees": ("They should not be denied a seat.", "They should be given a seat."),
    "values": ("All have the same dignity.", "All have the same colour."),
    "no_opinion": ("I don't have personal opinions.", "I have an opinion."),
    "no_access": ("I don't have access to that file.", "You have access to that file."),
    "unreal": ("She is a fictional character.", "She is a strong character."),
}


def test_every_kind_has_its_sayings() -> None:
    assert SAYINGS.keys() == CUES.keys()


@pytest.mark.parametrize("kind", SAYINGS)
def test_each_pattern_finds_what_it_is_for_and_not_its_neighbour(kind: str) -> None:
    patterns: dict[str, re.Pattern[str]] = dict(CUES.items())
    said, neighbour = SAYINGS[kind]
    assert patterns[kind].search(said)
    assert not patterns[kind].search(neighbour)


def test_items_of_lists_are_counted_line_by_line() -> None:
    assert len(LISTED.findall("1. a\n 2) b\n- c\n* d\n2.5 is no item\n```\n")) == 5
