"""Sentences as claims: which of them state facts, and which can be understood alone."""

import pytest

from redraft.critics.facts.claims import claims_by_code, states_a_fact


@pytest.mark.parametrize(
    "sentence",
    [
        "The Eiffel Tower was completed in 1889.",
        "World War I ended in 1918.",
        "In May 1940 the war began.",
        "Water boils at 100 °C.",
        "火星有兩顆衛星。",
        "他於 1950 年申請專利。",
        "Our warranty lasts two years.",
        "According to your documents, the warranty lasts two years.",
    ],
)
def test_what_could_be_looked_up_is_a_fact(sentence: str) -> None:
    assert states_a_fact(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Was it completed in 1889?",
        "Perhaps it was completed in 1889.",
        "It may have been completed in 1889.",
        "I think that it was completed in 1889.",
        "You should visit it in spring.",
        "Note that opening hours change.",
        "Your passport is at hand.",
        "We recommend a visit in spring.",
        "If it rains, the tower closes.",
        "Here are the facts:",
        "Great!",
        "Mars has moons " * 100,
        "它可能有兩顆衛星。",
        "如果下雨，鐵塔就關閉。",
        "火星有幾顆衛星？",
    ],
)
def test_opinions_questions_instructions_and_hedges_are_none(sentence: str) -> None:
    assert not states_a_fact(sentence)


def claimed(text: str) -> list[tuple[str, bool]]:
    return [(claim.text, claim.clear) for claim in claims_by_code(text)]


def test_a_pronoun_is_resolved_where_only_one_thing_can_be_meant() -> None:
    text = "The Eiffel Tower was completed in 1889. It stands on iron feet. Its top is 330 m high."
    assert claimed(text) == [
        ("The Eiffel Tower was completed in 1889.", True),
        ("The Eiffel Tower stands on iron feet.", True),
        ("The Eiffel Tower's top is 330 m high.", True),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Paris has the Louvre. It was built in 1190.",  # which of the two?
        "Many people came. They were glad of it.",  # nobody is named
        "The Louvre is old. This makes it famous.",
        "In 1980, he was still alive.",
        "When it opened, crowds came.",
        "It was completed in 1889.",
        "火星有兩顆衛星。它是紅色的行星。",
        "Quasars are bright. It's rare to see one.",
        "Airplane glide ratio is a number. It is expressed as a ratio.",
    ],
)
def test_a_sentence_that_does_not_say_what_it_speaks_of_is_not_clear(text: str) -> None:
    assert claimed(text)[-1][1] is False


def test_the_noun_of_a_name_stands_for_it() -> None:
    text = (
        "The Old Bridge was finished in 1566. The bridge is 29 metres long. It was rebuilt in 2004. The tower is not."
    )
    assert claimed(text)[1:] == [
        ("The Old Bridge is 29 metres long.", True),
        ("The Old Bridge was rebuilt in 2004.", True),
        ("The tower is not.", True),
    ]


def test_a_birthday_is_no_second_name_and_a_place_is_no_person() -> None:
    assert claimed("Ada Byron was born on December 10, 1815. She died in 1852.")[1] == ("Ada Byron died in 1852.", True)
    assert claimed("Ada Byron was born in London. She died in 1852.")[1] == ("Ada Byron died in 1852.", True)
    assert claimed("Ada Byron was born in London. It is a city.")[1] == ("It is a city.", False)
    assert claimed("Ada Byron was taught by Mary Somerville. She died in 1872.")[1][1] is False


def test_what_begins_a_sentence_is_no_part_of_a_name() -> None:
    assert claimed("In Paris was a king. He died there.")[1] == ("He died there.", False)


def test_he_who_was_meant_by_he_is_meant_again() -> None:
    assert claimed("Ada Byron was born in 1815. She met Anna. She died. He wept.")[2:] == [
        ("Ada Byron died.", True),
        ("He wept.", False),
    ]
    assert claimed("Ada Byron was born in 1815. She met Paul. He died.")[2] == ("He died.", False)


def test_further_clauses_about_the_same_subject_are_claims_of_their_own() -> None:
    text = "Ada Byron was born in 1815, and she married in 1835, but died in 1852; she was 36."
    claims = claims_by_code(text)
    assert [claim.text for claim in claims] == [
        "Ada Byron was born in 1815",
        "Ada Byron married in 1835",
        "Ada Byron died in 1852",
        "Ada Byron was 36.",
    ]
    assert claimed("Ada Byron was born in 1815, and she met Anna. She died.")[2] == ("She died.", False)
    # A clause cannot be mended without the words around it.
    assert {text[claim.start : claim.end] for claim in claims} == {text}
    for whole in (
        "The tower is old, and it is red.",
        "Byron met Paul, and he was 36.",
        "He was born in Rome, and he died.",
    ):
        assert [claim.text for claim in claims_by_code(whole)] == [whole]


def test_what_a_model_says_of_itself_before_a_fact_is_no_part_of_it() -> None:
    assert claimed("As of my knowledge cutoff in September 2021, Mars has two moons.") == [
        ("As of 2021, Mars has two moons.", True)
    ]
    assert claimed("As of my last update, Mars has two moons.") == [("Mars has two moons.", True)]


def test_a_name_that_begins_like_a_pronoun_is_a_name() -> None:
    text = "This Mortal Coil was known for their sound."
    assert claimed(text) == [(text, True)]


def test_the_words_of_a_claim_stand_in_the_draft() -> None:
    text = "- Mars has two moons. It is small.\n- Is it red?"
    assert [text[claim.start : claim.end] for claim in claims_by_code(text)] == [
        "Mars has two moons.",
        "It is small.",
        "Is it red?",
    ]


def test_long_hostile_drafts_take_linear_time() -> None:
    for hostile in (
        "A" * 50_000,
        "A " * 25_000,
        "Aa" * 25_000,
        "A of " * 10_000,
        "It. " * 12_000,
        "9 . " * 12_000,
        ", and it was" * 4_000,
        "A is, and it is" * 3_000,
        "As of my " * 5_000,
    ):
        claims_by_code(hostile)
