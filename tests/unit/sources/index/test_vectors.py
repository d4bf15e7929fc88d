"""Meaning beside words: vectors are made once, kept, and found with the words' ranking."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from redraft.errors import Misuse, SourceError
from redraft.sources import Knowledge, open_knowledge

TOPICS = {"car": 0, "automobile": 0, "vehicle": 0, "moon": 1, "lunar": 1, "bread": 2}


class Topical:
    """Texts as counts of topics: words of one topic are near, whatever they are."""

    def __init__(self, name: str = "topical", n: int = 3) -> None:
        self.name, self._n = name, n
        self.asked: list[str] = []

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        self.asked += texts
        words = [[TOPICS[word] for word in text.lower().strip(".").split() if word in TOPICS] for text in texts]
        return [[float(found.count(topic)) for topic in range(self._n)] for found in words]


TEXTS = {"a": "the automobile", "b": "the lunar surface", "c": "the bread", "d": "nothing of it"}


def opened(path: Path, embedder: Topical) -> Knowledge:
    return open_knowledge(path, writing=True, embedder=embedder)


def test_what_has_no_word_in_common_is_found_by_its_meaning(tmp_path: Path) -> None:
    embedder = Topical()
    with opened(tmp_path / "k.db", embedder) as knowledge:
        knowledge.add_texts(TEXTS)
        assert asyncio.run(knowledge.embed()) == 4
        found = asyncio.run(knowledge.search("car vehicle", 1))
        assert [one.provenance.document for one in found] == ["a"]
        assert knowledge.find("car vehicle") == ()
        both = asyncio.run(knowledge.search("moon bread", 2))
        assert [one.provenance.document for one in both] == ["c", "b"]


def test_a_vector_is_made_once_and_goes_with_its_passage(tmp_path: Path) -> None:
    embedder = Topical()
    with opened(tmp_path / "k.db", embedder) as knowledge:
        knowledge.add_texts(TEXTS)
        asyncio.run(knowledge.embed())
        embedder.asked.clear()
        knowledge.add_texts({"a": "the moon"})
        assert asyncio.run(knowledge.embed()) == 1
        assert embedder.asked == ["the moon"]
        knowledge.remove(["b"])
        found = asyncio.run(knowledge.search("lunar", 1))
        assert [one.provenance.document for one in found] == ["a"]
    with opened(tmp_path / "k.db", embedder) as again:
        assert asyncio.run(again.embed()) == 0


def test_vectors_of_another_embedder_are_refused(tmp_path: Path) -> None:
    with opened(tmp_path / "k.db", Topical()) as knowledge:
        knowledge.add_texts(TEXTS)
        asyncio.run(knowledge.embed())
    with pytest.raises(Misuse, match="vectors of 'topical'"):
        opened(tmp_path / "k.db", Topical("other"))
    with opened(tmp_path / "k.db", Topical(n=5)) as knowledge, pytest.raises(SourceError, match="5 numbers where"):
        asyncio.run(knowledge.search("moon"))


def test_an_embedder_that_gives_no_vectors_is_an_error(tmp_path: Path) -> None:
    class Broken(Topical):
        async def embed(self, texts: Sequence[str]) -> list[list[float]]:
            return [[float("nan")] * 3 for _ in texts]

    class Ragged(Topical):
        async def embed(self, texts: Sequence[str]) -> list[list[float]]:
            return [[1.0] * (i + 1) for i, _ in enumerate(texts)]

    for embedder in (Broken(), Ragged()):
        with opened(tmp_path / "k.db", embedder) as knowledge:
            knowledge.add_texts(TEXTS)
            with pytest.raises(SourceError, match="topical gave"):
                asyncio.run(knowledge.embed())
    with open_knowledge() as plain, pytest.raises(Misuse, match="no embedder"):
        asyncio.run(plain.embed())
