"""Words and phrases that follow themselves are found, unless the source does so or grammar asks for it."""

import pytest

from redraft.critics.translation.repeats import CHECK
from support.translating import flaws, said, words


@pytest.mark.parametrize(
    ("source", "target", "languages"),
    [
        ("It is slow.", "Es ist langsam, langsam.", "en-de"),
        ("very very slow", "sehr sehr langsam", "en-de"),
        ("He knew that that was it.", "Er wusste, dass es das das Ding war.", "en-de"),
        ("常常", "常常", "en-zh"),
        ("Call 10 10 22", "Ruf 10 10 22 an", "en-de"),
    ],
)
def test_repetition_that_belongs_there_is_no_flaw(source: str, target: str, languages: str) -> None:
    assert flaws(CHECK, source, target, languages) == []


def test_repeated_words_and_phrases_are_located() -> None:
    target = "Ich ging nach Hause nach Hause."
    (flaw,) = flaws(CHECK, "I went home.", target)
    assert (words(target, flaw), flaw.values["words"]) == ("nach Hause", "nach hause")
    assert said(CHECK, "I went home.", "Ich ging ging nach Hause.") == ["repeated"]
    assert said(CHECK, "I went home.", "我回家了回家了回家了", "en-zh") == ["repeated"]


@pytest.mark.parametrize("hostile", ["a b " * 12_000, "ab " * 15_000, "哈" * 40_000])
def test_hostile_text_is_searched_to_its_end(hostile: str) -> None:
    assert isinstance(flaws(CHECK, "I went home.", hostile), list)
