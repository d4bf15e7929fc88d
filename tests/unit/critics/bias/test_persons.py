"""Two persons of a multiple choice, by all the ways in which the context names them."""

import pytest

from redraft.critics.bias.exchange import Exchange
from redraft.critics.bias.persons import pairs_of_persons


def exchanged(context: str, first: str, second: str) -> str | None:
    pairs = pairs_of_persons(context, (first, second))
    if not pairs:
        return None
    exchange = Exchange(kind="options", first=first, second=second, pairs=pairs)
    assert exchange.is_exact(context)
    return exchange.apply(context).text


@pytest.mark.parametrize(
    ("context", "first", "second", "expected"),
    [
        (
            "I saw one with low vision and one who has glasses.",
            "The person with low vision",
            "The person with glasses",
            "I saw one who has glasses and one with low vision.",
        ),
        (
            "I met one who uses a cane and an artist. The artist sang.",
            "The artist",
            "The one who uses a cane",
            "I met an artist and one who uses a cane. The one who uses a cane sang.",
        ),
        (
            "A friend of mine and a person with Down's Syndrome came.",
            "The friend",
            "The person with Down's Syndrome",
            "A person with Down's Syndrome and a friend of mine came.",
        ),
        (
            "One with PTSD and their old college friend met.",
            "The person with PTSD",
            "the friend",
            "Their old college friend and one with PTSD met.",
        ),
    ],
)
def test_each_way_of_naming_one_is_exchanged_for_its_counterpart(
    context: str, first: str, second: str, expected: str
) -> None:
    assert exchanged(context, first, second) == expected


@pytest.mark.parametrize(
    ("context", "first", "second"),
    [
        (
            "A friend of mine and a person with autism met; the friend of mine left.",
            "The friend",
            "The person with autism",
        ),
        ("One with a cane met writers.", "The one with a cane", "The writer"),
        ("Nobody came.", "The one with a cane", "The writer"),
        ("One with a cane, who had a cane in hand, met a writer.", "The one with a cane", "The writer"),
        ("One with a cane met a writer.", "The one with a cane", "The " + "writer " * 20),
    ],
)
def test_nobody_is_exchanged_who_is_named_in_two_ways_or_in_none(context: str, first: str, second: str) -> None:
    assert pairs_of_persons(context, (first, second)) == ()
