"""The prose of a text has its places, and blanks for the rest."""

import pytest

from redraft.critics.translation.prose import prose_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("See <b>this</b> at https://example.org/a, %s!", "See this at !"),
        ("{n, plural, one {# file} other {# files}} in {where}", "file files in"),
        ("{n, plural, one {# file} other {# files}", "{# file} {# files}"),
        ("Run `rm -rf x` & mail a@b.org &amp; ${x}", "Run & mail"),
        ("100 % der Fälle", "100 % der Fälle"),
    ],
)
def test_what_is_no_prose_is_blanked(text: str, words: str) -> None:
    assert prose_of(text).split() == words.split()
    assert len(prose_of(text)) == len(text)
