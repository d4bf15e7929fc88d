"""Several rankings made one by places alone, and several sources searched as one."""

import asyncio

import pytest

from redraft.core import Passage, Provenance
from redraft.errors import Misuse, SourceError
from redraft.sources import Together
from redraft.sources.fusion import fused


class Listed:
    """A source that always finds the same."""

    version = "1"

    def __init__(self, name: str, *texts: str) -> None:
        self.name, self._texts = name, texts

    async def search(self, query: str, n: int = 5) -> tuple[Passage, ...]:
        return tuple(Passage(text=t, provenance=Provenance(document=self.name, end=len(t))) for t in self._texts[:n])


class Broken:
    name, version = "broken", "1"

    async def search(self, query: str, n: int = 5) -> tuple[Passage, ...]:
        raise SourceError("broken: not reached")


def test_what_several_rankings_hold_comes_first() -> None:
    ranked = fused([["a", "b", "c"], ["c", "d"]])
    assert [item for item, _ in ranked] == ["c", "a", "b", "d"]
    assert dict(ranked)["c"] == 1 / 63 + 1 / 61


def test_an_item_counts_once_in_a_ranking() -> None:
    assert fused([["a", "a", "b"]]) == [("a", 1 / 61), ("b", 1 / 62)]


def test_sources_are_searched_as_one_and_the_same_text_is_shown_once() -> None:
    both = Together([Listed("one", "x  y", "z"), Listed("two", "w", "x y")])
    found = asyncio.run(both.search("q", 3))
    assert [(p.text, p.provenance.document) for p in found] == [("x  y", "one"), ("w", "two"), ("z", "one")]
    assert (both.name, both.version) == ("one+two", "1+1")


def test_a_source_that_fails_is_left_out_unless_all_fail() -> None:
    assert len(asyncio.run(Together([Broken(), Listed("one", "x")]).search("q"))) == 1
    with pytest.raises(SourceError, match="broken: not reached; broken: not reached"):
        asyncio.run(Together([Broken(), Broken()]).search("q"))


def test_no_source_and_no_passages_are_refused() -> None:
    with pytest.raises(Misuse, match="no source"):
        Together([])
    with pytest.raises(Misuse, match="got 0"):
        asyncio.run(Together([Listed("one")]).search("q", 0))
