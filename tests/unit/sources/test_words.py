"""Words are the same in documents and queries, whatever their case, form or script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.sources.words import MAX_QUERY_WORDS, is_among, query_words, spans_of, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cities", "city"), ("studied", "study"), ("studies", "study"), ("stopped", "stop"), ("creating", "created"),
        ("creates", "create"), ("Café", "cafe"), ("STRASSE", "straße"), ("1,000,000", "1000000"), ("ＡＢＣ", "abc"),
        ("Curie's", "Curie"), ("Curie’s", "curie"), ("boxes", "boxe"), ("e\u0301te", "été"),
    ],
)  # fmt: skip
def test_forms_of_one_word_are_one(one: str, other: str) -> None:
    assert words_of(one) == words_of(other)
    assert len(words_of(one)) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("status", "statu"), ("thing", "th"), ("red", "r"), ("analysis", "analysi")]
)
def test_endings_that_are_no_endings_stay(one: str, other: str) -> None:
    assert words_of(one) != words_of(other)


def test_a_script_without_blanks_is_cut_into_pairs() -> None:
    assert words_of("華沙城 and") == ["華沙", "沙城", "城", "and"]
    assert query_words("華沙城") == ["華沙", "沙城"]
    assert query_words("iPhone手機") == ["iphon", "手機"]
    assert query_words("王") == ["王*"]


def test_vowel_signs_stay_in_their_words() -> None:
    assert len(words_of("हिन्दी भाषा")) == 2


def test_a_query_has_different_words_and_not_too_many() -> None:
    assert query_words("the city of the cities") == ["the", "city", "of"]
    assert len(query_words(" ".join(map(str, range(1000))))) == MAX_QUERY_WORDS
    assert len(query_words("居里夫人出生於華沙" * 100)) <= MAX_QUERY_WORDS


def test_a_single_character_is_among_pairs_that_begin_with_it() -> None:
    assert is_among("王先", {"王*"})
    assert is_among("city", {"city"})
    assert not is_among("先王", {"王*"})


@given(st.text(max_size=200))
def test_words_stand_where_they_say_and_are_safe_for_every_index(text: str) -> None:
    spans = list(spans_of(text))
    assert [one.word for one in spans] == words_of(text)
    for word, start, end in spans:
        assert 0 <= start < end <= len(text)
        assert all(c.isalnum() or not c.isascii() for c in word)
        assert not any(c.isspace() for c in word)
    assert set(words_of(text)) >= {word for word in query_words(text) if not word.endswith("*")}
