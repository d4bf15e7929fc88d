"""Several rankings made one, and several sources searched as one."""

import asyncio
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from redraft.core import Passage, Source
from redraft.errors import Misuse, SourceError

K = 60
"""How little the first places count more than the next ones; the value of the paper, which found results hardly to
depend on it."""

T = TypeVar("T", bound=Hashable)


def fused(rankings: Iterable[Sequence[T]], *, k: int = K) -> list[tuple[T, float]]:
    """What stands in several rankings, the best first: each ranking gives 1 / (k + place), which places alone decide.

    Scores of different sources (BM25, a cosine, a service's own) cannot be compared; places can.

    Source: cormack2009rrf.
    """
    scores: dict[T, float] = {}
    for ranking in rankings:
        for place, item in enumerate(dict.fromkeys(ranking), start=1):
            scores[item] = scores.get(item, 0.0) + 1 / (k + place)
    # Sorting is stable: what is even stays in the order of the rankings.
    return sorted(scores.items(), key=lambda pair: -pair[1])


class Together:
    """Several sources searched as one; a `redraft.core.Source`.

    A source that fails is left out, and told in the error when all fail: half an answer is of use, none is not.

    Args:
        sources: who is asked, at least one.
        name: how records call them together; by default their names.

    Raises:
        Misuse: when there is no source.
    """

    def __init__(self, sources: Sequence[Source], *, name: str | None = None) -> None:
        if not sources:
            raise Misuse("there is no source to search; give at least one")
        self._sources = tuple(sources)
        self.name = name or "+".join(source.name for source in sources)

    @property
    def version(self) -> str:
        """Those of the sources."""
        return "+".join(source.version for source in self._sources)

    async def search(self, query: str, n: int = 5) -> tuple[Passage, ...]:
        """The best of all sources by their places; of two passages with the same text, the first.

        Raises:
            Misuse: when `n` is less than 1.
            SourceError: when every source fails.
        """
        if n < 1:
            raise Misuse(f"`n` passages must be 1 or more, got {n!r}")
        answers = await asyncio.gather(*(self._answer(source, query, n) for source in self._sources))
        failures = [answer for answer in answers if isinstance(answer, SourceError)]
        if len(failures) == len(self._sources):
            raise SourceError("; ".join(map(str, failures)))
        found = [answer for answer in answers if not isinstance(answer, SourceError)]
        first: dict[str, Passage] = {}
        for passage in (passage for passages in found for passage in passages):
            first.setdefault(" ".join(passage.text.split()), passage)
        ranked = fused([[" ".join(passage.text.split()) for passage in passages] for passages in found])
        return tuple(replace(first[text], score=score) for text, score in ranked[:n])

    @staticmethod
    async def _answer(source: Source, query: str, n: int) -> tuple[Passage, ...] | SourceError:
        try:
            return await source.search(query, n)
        except SourceError as error:
            return error
