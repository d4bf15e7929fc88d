"""Sentences with their places, in English and Chinese."""

import pytest

from redraft.critics.facts.sentences import sentence_around, sentences_of


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It is. It was!", ["It is.", "It was!"]),
        ("Dr. Who met Mr. T. He left.", ["Dr. Who met Mr. T.", "He left."]),
        ("William J. Brennan Jr. sat there. He left.", ["William J. Brennan Jr. sat there.", "He left."]),
        ("He was William J. Brennan Jr. He left.", ["He was William J. Brennan Jr.", "He left."]),
        ("It cost 3.5 million. That was 2.7 % of it.", ["It cost 3.5 million.", "That was 2.7 % of it."]),
        ("It grew in the U.S. and abroad. Then it fell.", ["It grew in the U.S. and abroad.", "Then it fell."]),
        ("- One thing\n- Another thing\n3. A third", ["One thing", "Another thing", "A third"]),
        ("1.Ada Lovelace wrote it.\n2)1984 was later.", ["Ada Lovelace wrote it.", "2)1984 was later."]),
        ("# Heading\n\nText here.", ["Heading", "Text here."]),
        ("火星有兩顆衛星。它們很小！", ["火星有兩顆衛星。", "它們很小！"]),
        ("See No. 5 and Fig. 2 for it.", ["See No. 5 and Fig. 2 for it."]),
        ('He said "no." Then he left.', ['He said "no."', "Then he left."]),
        ("Before.\n```python\nprint('no sentence.')\n```\nAfter.", ["Before.", "After."]),
        ("", []),
        ("---\n* * *\n", []),
    ],
)
def test_a_text_is_taken_apart_into_its_sentences(text: str, sentences: list[str]) -> None:
    assert [sentence.text for sentence in sentences_of(text)] == sentences


def test_every_sentence_stands_where_it_says() -> None:
    text = "  - The first one.  The second one!\n\n> 3) The third\r\none? 第四句。第五句"
    found = sentences_of(text)
    assert len(found) == 6
    assert all(text[s.start : s.end] == s.text for s in found)


def test_the_sentence_around_a_piece_is_found_and_none_is_invented_across_two() -> None:
    text = "It was built in 1889. It stands in Paris."
    assert sentence_around(text, 16, 20).text == "It was built in 1889."
    assert sentence_around(text, 16, 30).text == text[16:30]


def test_long_hostile_texts_take_linear_time() -> None:
    for hostile in ("." * 50_000, "a. " * 20_000, "- " * 25_000, "(" * 50_000, "```\n" * 12_000, "Dr. " * 12_000):
        sentences_of(hostile)
