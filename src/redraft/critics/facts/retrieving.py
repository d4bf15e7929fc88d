"""Evidence for a claim from all sources: several queries, ranks fused, the same passage once.

Ranks are fused and not scores, for scores of different sources and queries cannot be compared.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from redraft.core import Passage, Source
from redraft.critics.facts.quotes import one_line
from redraft.errors import SourceError
from redraft.sources.fusion import fused

_Key = tuple[str, str, int, int]
MAX_PASSAGE = 4000
"""Characters of a passage that are read; sources give far shorter ones."""

_MAX_TITLE = 300


class Retrieved(NamedTuple):
    """What was found, the best first.

    Attributes:
        passages: different passages of all sources.
        faults: what each source that failed said.
        n_searches: queries that were sent to sources.
    """

    passages: tuple[Passage, ...]
    faults: tuple[str, ...]
    n_searches: int


async def retrieve(queries: Sequence[str], sources: Sequence[Source], *, n: int) -> Retrieved:
    """The `n` passages that answer the queries best, of all sources together; a source that fails is left out.

    Args:
        queries: words to look for, the most telling first.
        sources: where.
        n: passages at most.

    Source: cormack2009rrf
    """
    searches = [(source, query) for source in sources for query in queries]
    found = await asyncio.gather(*[_search(source, query, n) for source, query in searches])
    rankings = [passages for passages in found if not isinstance(passages, SourceError)]
    faults = dict.fromkeys(
        f"{source.name}: {error}"
        for (source, _), error in zip(searches, found, strict=True)
        if isinstance(error, SourceError)
    )
    first: dict[_Key, Passage] = {}
    for passage in (passage for passages in rankings for passage in passages):
        first.setdefault(_key(passage), passage)
    ranked = [first[key] for key, _ in fused([[_key(passage) for passage in passages] for passages in rankings])]
    return Retrieved(_different(ranked)[:n], tuple(faults), len(searches))


def _key(passage: Passage) -> _Key:
    where = passage.provenance
    return where.document, where.sha256, where.start, where.end


async def _search(source: Source, query: str, n: int) -> Sequence[Passage] | SourceError:
    try:
        return [_bounded(passage) for passage in await source.search(query, n)]
    except SourceError as error:  # the others may know; the critique says so
        return error


def _bounded(passage: Passage) -> Passage:
    """The passage as far as it is read; where it is cut, its provenance ends with it."""
    if len(passage.text) <= MAX_PASSAGE and len(passage.title) <= _MAX_TITLE:
        return passage
    where, text = passage.provenance, passage.text[:MAX_PASSAGE]
    if where.end - where.start == len(passage.text):
        where = replace(where, end=where.start + len(text))
    return replace(passage, text=text, title=passage.title[:_MAX_TITLE], provenance=where)


def _different(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages without those that say again what a better one says, or overlap it by more than a half."""
    kept: list[Passage] = []
    said: set[str] = set()
    for passage in passages:
        words = one_line(passage.text, MAX_PASSAGE)
        if words and words not in said and not any(_overlap(passage, other) for other in kept):
            kept.append(passage)
            said.add(words)
    return tuple(kept)


def _overlap(one: Passage, other: Passage) -> bool:
    first, second = one.provenance, other.provenance
    if (first.document, first.sha256) != (second.document, second.sha256):
        return False
    shared = min(first.end, second.end) - max(first.start, second.start)
    return 2 * shared > min(first.end - first.start, second.end - second.start) > 0
