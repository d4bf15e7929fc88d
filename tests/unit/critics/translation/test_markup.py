"""Tags are kept, in an order in which they close each other."""

import pytest

from redraft.critics.translation.markup import CHECK
from support.translating import flaws, said, words

LINK = 'Click <b>here</b> to <a href="x.html" title="open">open</a>.<br/>'


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (LINK, '<a title="öffnen" href="x.html">Öffnen</a> mit <b>Klick</b>.<br/>'),
        ("a < b and b > c", "a < b und b > c"),
        ("One<br>two", "Eins<br>zwei"),
        ("Tom &amp; Jerry", "Tom &amp; Jerry"),
        ("AT&amp;T", "AT und T"),
    ],
)
def test_kept_markup_is_no_flaw(source: str, target: str) -> None:
    assert flaws(CHECK, source, target) == []


@pytest.mark.parametrize(
    ("source", "target", "keys"),
    [
        ("Click <b>here</b>.", "Klicke hier.", ["tag_lost", "tag_lost"]),
        ("Click <b>here</b>.", "Klicke <b>hier<b>.", ["tag_lost", "tag_invented"]),
        ("Click <b>here</b>.", "Klicke </b>hier<b>.", ["tag_unbalanced"]),
        ('<a href="x">y</a>', '<a href="z">y</a>', ["tag_lost", "tag_invented"]),
        ("use &lt;b&gt;", "nutze <b&gt;", ["entity_lost"]),
    ],
)
def test_lost_invented_and_unbalanced_tags_are_found(source: str, target: str, keys: list[str]) -> None:
    assert said(CHECK, source, target) == keys


def test_an_invented_tag_is_located() -> None:
    target = "Klicke <i>hier</i>."
    found = [words(target, flaw) for flaw in flaws(CHECK, "Click here.", target)]
    assert found == ["<i>", "</i>"]


@pytest.mark.parametrize("hostile", ["<a " * 15_000, '<a "' * 12_000, "<" * 50_000, "<a b=" * 10_000])
def test_hostile_text_is_searched_to_its_end(hostile: str) -> None:
    assert isinstance(flaws(CHECK, "Click <b>here</b>.", hostile), list)


def test_a_link_may_move_to_the_target_language_and_nowhere_else() -> None:
    source = '<a href="https://x.org/en/a">a</a> <a href="/en/b">b</a>'
    assert flaws(CHECK, source, source.replace("/en/", "/de/")) == []
    moved = said(CHECK, source, source.replace("/en/a", "/fr/a"))
    assert moved == ["tag_lost", "tag_invented"]
    # One link that stands for both is none that moved.
    assert "tag_lost" in said(CHECK, source, source.replace("/en/", "/de/").replace("/de/b", "/en/b").replace("b", "c"))
