"""What is searched for."""

from redraft.critics.facts.claims import Claim
from redraft.critics.facts.queries import MAX_QUERY, queries_for


def claim(text: str, query: str = "") -> Claim:
    return Claim(text=text, start=0, end=len(text), query=query)


def test_a_claim_is_searched_for_as_it_is_in_a_models_words_and_by_its_terms() -> None:
    found = queries_for(claim("The Eiffel Tower was completed in 1889.", "Eiffel Tower year"), n=4)
    assert found == (
        "The Eiffel Tower was completed in 1889.",
        "Eiffel Tower year",
        "Eiffel Tower completed 1889",
        "Eiffel Tower 1889",
    )


def test_the_same_query_is_sent_once_and_no_more_than_wanted() -> None:
    assert queries_for(claim("Mars", "Mars"), n=3) == ("Mars",)
    assert len(queries_for(claim("Mars has two moons called Phobos", "moons"), n=2)) == 2


def test_a_query_is_one_line_of_bounded_length_without_hidden_characters() -> None:
    (query,) = queries_for(claim("a\nb\u202e\x00 " + "c" * 5000), n=1)
    assert "\n" not in query
    assert "\u202e" not in query
    assert "\x00" not in query
    assert len(query) <= MAX_QUERY


def test_chinese_is_searched_for_as_it_is() -> None:
    assert queries_for(claim("火星有兩顆衛星。"), n=3)[0] == "火星有兩顆衛星。"
