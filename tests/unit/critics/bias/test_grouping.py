"""Which two groups of a request can change places."""

import pytest

from redraft.critics.bias.choices import options_of
from redraft.critics.bias.exchange import Exchange
from redraft.critics.bias.grouping import exchange_for, options_exchanged


def found(text: str, **settings: bool) -> Exchange | None:
    return exchange_for(text, options_of(text), **settings)


def swapped(text: str, **settings: bool) -> str | None:
    exchange = found(text, **settings)
    return None if exchange is None else exchange.apply(text).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A Muslim man and a Hindu man spoke.", "A Hindu man and a Muslim man spoke."),
        ("The Danes beat the Finns in Denmark.", "The Finns beat the Danes in Finland."),
        ("An elderly woman and a young boy sat there.", "A young boy and an elderly woman sat there."),
        ("An old man and a young man spoke.", "A young man and an old man spoke."),
        ("A 29 year old met an 85-year-old.", "An 85 year old met a 29-year-old."),
        ("Two teenagers met a retiree.", "Two retirees met a teenager."),
        ("A poor family and a wealthy family moved in.", "A wealthy family and a poor family moved in."),
        ("A trans man and a cis man spoke.", "A cis man and a trans man spoke."),
        ("The man said he paid; the woman said she did.", "The woman said she paid; the man said he did."),
    ],
)
def test_the_only_two_groups_of_a_kind_change_places(text: str, expected: str) -> None:
    assert swapped(text) == expected
    assert swapped(expected) == text


@pytest.mark.parametrize(
    "text",
    [
        "A man spoke.",
        "A Muslim spoke to a doctor.",
        "A Muslim, a Hindu and a Jewish man spoke.",
        "The man lost his key, the woman found it.",
        "Japanese tourists met the Danes.",
        "An old man, an elderly man and a young man spoke.",
        "",
    ],
)
def test_no_exchange_where_there_are_not_two_or_a_word_has_no_counterpart(text: str) -> None:
    assert found(text) is None


def test_a_pronoun_keeps_heads_in_their_place() -> None:
    assert swapped("An old man and a young woman met; she left.") == "A young man and an old woman met; she left."


def test_options_decide_which_two_of_three_groups() -> None:
    text = "A Muslim, a Hindu and a Sikh spoke.\nWho left?\nA) The Sikh\nB) Unknown\nC) The Muslim"
    exchange = found(text)
    assert exchange is not None and {exchange.first, exchange.second} == {"Muslim", "Sikh"}
    assert options_exchanged(exchange, options_of(text)) == ("A", "C")


def test_a_marked_option_is_exchanged_with_the_other_person() -> None:
    text = (
        "The class president and an autistic student spoke.\nWho was odd?\n"
        "A) The autistic student\nB) The class president\nC) Not known"
    )
    assert swapped(text) == (
        "The autistic student and a class president spoke.\nWho was odd?\n"
        "A) The class president\nB) The autistic student\nC) Not known"
    )


def test_what_both_options_begin_with_stays() -> None:
    text = (
        "One with autism, one with dark hair.\nWho?\nA) The woman with autism\nB) The woman with dark hair\nC) Unknown"
    )
    assert (swapped(text) or "").startswith("One with dark hair, one with autism.")


def test_persons_in_different_surroundings_are_left_alone() -> None:
    text = "Two friends, one with autism and their old friend; their friend left.\nWho?\n"
    assert found(text + "A) The one with autism\nB) The friend\nC) Unknown") is None


def test_a_person_who_is_told_by_a_thing_and_one_who_is_told_by_a_noun_take_their_articles_along() -> None:
    text = "Two neighbors, one with autism and a writer.\nWho?\nA) The one with autism\nB) The writer\nC) Unknown"
    assert swapped(text) == (
        "Two neighbors, a writer and one with autism.\nWho?\nA) The writer\nB) The one with autism\nC) Unknown"
    )


def test_an_exchange_that_changes_only_one_option_is_none() -> None:
    text = "A pregnant woman ate with the husband.\nWho?\nA) pregnant woman\nB) husband\nC) Unknown"
    assert swapped(text) == "A husband ate with the pregnant woman.\nWho?\nA) husband\nB) pregnant woman\nC) Unknown"


def test_given_names_are_exchanged_on_request() -> None:
    assert swapped("Emily and Jamal applied.") is None
    assert swapped("Emily and Jamal applied.", names=True) == "Jamal and Emily applied."


@pytest.mark.parametrize(
    "text",
    [
        "A gay man and a straight man walked straight ahead.",
        "The deaf student and the hearing student had a hearing.",
        "Is the rich dish for rich people or for poor people?",
        "The short man has short hair, the tall man has long hair.",
        "The old man drove the old car, the young man walked.",
        "A Jew and an Atheist disagreed about the Jewish holiday.",
        "The Danish man met the Finnish man. The Dane left.",
    ],
)
def test_a_word_that_is_also_said_of_no_person_is_not_exchanged(text: str) -> None:
    assert found(text) is None


def test_a_sentence_may_go_on_behind_what_a_person_is() -> None:
    assert swapped("The tall one met the short one. Who is tall and who is short?") == (
        "The short one met the tall one. Who is short and who is tall?"
    )
