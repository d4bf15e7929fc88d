"""Changelog fragments are well named and say something."""

import re

from rules.repository import ROOT, judge

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.(added|changed|fixed|removed)\.md")


def badly_named(names: list[str]) -> list[str]:
    """Fragments whose name is not `topic-in-words.kind.md`."""
    return [name for name in names if not NAME.fullmatch(name)]


def test_fragments_are_well_named_and_not_empty() -> None:
    fragments = sorted(p for p in (ROOT / "changes").iterdir() if p.name != ".gitkeep")
    # After a release the fragments have moved into the changelog, which then has a heading for it.
    released = len(re.findall(r"^## ", (ROOT / "CHANGELOG.md").read_text(), re.M))
    assert judge(badly_named([p.name for p in fragments]), n_checked=len(fragments) + released) == []
    assert [p.name for p in fragments if not p.read_text().strip()] == []


def test_a_badly_named_fragment_is_seen() -> None:
    names = ["loop.added.md", "two-words.fixed.md", "Loop.added.md", "loop.md", "loop.new.md"]
    assert badly_named(names) == ["Loop.added.md", "loop.md", "loop.new.md"]
