from pathlib import Path

import pytest

from redraft.batch.forms.bilingual.languages import agreed, same
from redraft.errors import Misuse


@pytest.mark.parametrize(
    ("one", "other", "are"),
    [
        ("de", "de", True), ("de", "de-AT", True), ("de-AT", "de-CH", False), ("de", "en", False),
        ("zh-TW", "zh-Hant", True), ("zh-CN", "zh-Hant", False), ("zh", "zh-Hans", True), ("pt-BR", "pt-PT", False),
    ],
)  # fmt: skip
def test_tags_name_one_language_or_two(one: str, other: str, are: bool) -> None:
    assert same(one, other) is same(other, one) is are


def test_the_file_s_word_is_taken_where_it_does_not_contradict() -> None:
    assert agreed("de_AT", "de", Path("f"), 1) == "de-AT"
    assert agreed(None, "de", Path("f"), 1) == "de" == agreed("*all*", "de", Path("f"), 1)
    assert agreed("de", None, Path("f"), 1) == "de"
    with pytest.raises(Misuse, match="f, line 3: is for 'fr', and 'de' was asked for"):
        agreed("fr", "de", Path("f"), 3)
    with pytest.raises(Misuse, match="f, line 3: no known language is called 'xx'"):
        agreed("xx", None, Path("f"), 3)
