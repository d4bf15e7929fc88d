"""A text read once."""

from redraft.critics.facts.checks.reading import read


def test_a_word_belongs_to_one_thing_only() -> None:
    text = read("On May 3, 1871 Ada Quill bought 12 km of copper (Cu) wire.", 1000)
    assert [text.shown(date) for date in text.dates] == ["May 3, 1871"]
    assert [text.shown(quantity) for quantity in text.quantities] == ["12 km"]
    assert [text.shown(name) for name in text.names] == ["Ada Quill", "Cu"]
    assert [text.words[place].text for place in text.content] == ["Ada", "Quill", "bought", "copper", "wire"]


def test_sentences_cover_all_words_in_order() -> None:
    text = read("Dr. Quill came. She left! Why? 他來了。", 1000)
    assert [end for _, end in text.sentences[:-1]] == [first for first, _ in text.sentences[1:]]
    assert (text.sentences[0][0], text.sentences[-1][1]) == (0, len(text.words))
    assert len(text.sentences) == 4


def test_only_so_many_characters_are_read() -> None:
    assert read("one two three", 7).text == "one two"
    assert read("", 7).sentences == ()
