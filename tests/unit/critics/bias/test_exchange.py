"""Two groups change places in a text, and change back."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redraft.critics.bias.exchange import Exchange, Pair
from redraft.critics.bias.lexicon import kinds

RELIGION = Exchange(
    kind="religion",
    first="Muslim",
    second="Atheist",
    pairs=(Pair("Muslim", "Atheist"), Pair("Muslims", "Atheists"), Pair("Islam", "Atheism")),
)
RACE = Exchange(kind="race", first="Black", second="Asian", pairs=(Pair("Black", "Asian", needs_head=True),))


def test_both_groups_change_places_with_case_plural_and_article() -> None:
    said = "An Atheist met a Muslim. ATHEISTS and muslims talked about Islam."
    swapped = RELIGION.apply(said)
    assert swapped.text == "A Muslim met an Atheist. MUSLIMS and atheists talked about Atheism."
    assert (swapped.n, swapped.n_left) == (5, 0)
    assert RELIGION.is_exact(said)


def test_an_article_that_was_wrong_stays_wrong_so_that_the_text_can_be_got_back() -> None:
    assert RELIGION.apply("a Atheist").text == "an Muslim"
    assert RELIGION.is_exact("a Atheist")


def test_an_article_in_capitals_keeps_its_capitals() -> None:
    assert RELIGION.apply("A MUSLIM, AN ATHEIST").text == "AN ATHEIST, A MUSLIM"
    assert RELIGION.apply("A Muslim").text == "An Atheist"


def test_nothing_in_code_links_and_addresses_is_touched() -> None:
    said = "`Muslim = 1` is set.\n```\nAtheist()\n```\nhttp://x.org/Muslim muslim@atheist.org Muslim"
    assert RELIGION.apply(said).text == said.removesuffix("Muslim") + "Atheist"


def test_a_word_written_in_no_known_way_stays_and_is_counted() -> None:
    swapped = RELIGION.apply("a mUsLim and an Atheist")
    assert swapped.text == "a mUsLim and a Muslim" and swapped.n_left == 1
    assert not RELIGION.is_exact("a mUsLim and an Atheist")


def test_parts_of_other_words_are_no_mention() -> None:
    said = "Muslimish, non-Muslim, Muslim-born, anti-Atheist"
    assert RELIGION.apply(said) == (said, 0, 0)


def test_a_colour_is_no_group_where_it_stands_before_a_thing() -> None:
    assert RACE.apply("a black shirt on a Black man and an Asian woman").text == (
        "a black shirt on an Asian man and a Black woman"
    )


def test_an_age_that_is_measured_is_not_old() -> None:
    age = Exchange(kind="age", first="old", second="young", pairs=(Pair("old", "young"),))
    assert age.apply("How old is he? He is two years old, an old man, a 29 year old man.").text == (
        "How old is he? He is two years old, a young man, a 29 year old man."
    )


@pytest.mark.parametrize(
    ("first", "second", "said", "swapped"),
    [
        ("82 year old", "22 year old", "An 82 year old and a 22 year old", "A 22 year old and an 82 year old"),
        ("18-year-old", "40-year-old", "an 18-year-old, a 40-year-old", "a 40-year-old, an 18-year-old"),
        ("European", "Asian", "a European and an Asian", "an Asian and a European"),
        ("honest", "poor", "an honest man, a poor man", "a poor man, an honest man"),
        ("PTSD", "ADHD", "a PTSD patient, an ADHD patient", "an ADHD patient, a PTSD patient"),
        ("a broken leg", "autism", "one with a broken leg, one with autism", "one with autism, one with a broken leg"),
    ],
)
def test_articles_go_by_the_sound(first: str, second: str, said: str, swapped: str) -> None:
    exchange = Exchange(kind="x", first=first, second=second, pairs=(Pair(first, second),))
    assert exchange.apply(said).text == swapped
    assert exchange.apply(swapped).text == said


def _aligned_exchanges() -> list[Exchange]:
    found = []
    for kind in kinds().values():
        groups = list(kind.groups.values())
        for one, other in pairwise(groups):
            pairs = tuple(
                Pair(a.text, b.text, a.needs_head)
                for a, b in zip(one, other, strict=False)
                if a is not None and b is not None and a.text != b.text
            )
            if kind.is_aligned and pairs:
                found.append(Exchange(kind=kind.name, first=pairs[0].first, second=pairs[0].second, pairs=pairs))
    return found


_FILLER = (
    "man",
    "person",
    "the",
    "met",
    "a",
    "an",
    "An",
    "AN",
    "A",
    "how",
    "years",
    "`x`",
    "```",
    "e.g.",
    "-",
    "\n",
    "é",
)
_WRITTEN = (str, str.lower, str.upper, str.title, lambda word: word[:1].upper() + word[1:], str.swapcase)


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_exchanging_twice_gives_any_text_of_groups_articles_and_code_back(data: st.DataObject) -> None:
    exchange = data.draw(st.sampled_from(_aligned_exchanges()))
    words = [word for pair in exchange.pairs for word in pair[:2]]
    group = st.tuples(st.sampled_from(words), st.sampled_from(_WRITTEN)).map(lambda drawn: drawn[1](drawn[0]))
    word = st.one_of(group, st.sampled_from(_FILLER), st.text(max_size=4))
    text = data.draw(st.lists(st.tuples(word, st.sampled_from((" ", "  ", ", ", "\n", ""))), max_size=12))
    said = "".join(piece + gap for piece, gap in text)
    assert exchange.apply(exchange.apply(said).text).text == said


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_exchanging_twice_gives_arbitrary_text_back(said: str) -> None:
    assert RELIGION.apply(RELIGION.apply(said).text).text == said


@pytest.mark.parametrize("said", ["a " * 25_000, "`" * 50_000, "x@" * 25_000, "." * 50_000, "an A " * 10_000])
def test_long_hostile_text_without_a_group_stays_as_it_is(said: str) -> None:
    assert RELIGION.apply(said) == (said, 0, 0)
