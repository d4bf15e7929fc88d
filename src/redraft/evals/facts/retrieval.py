"""Whether the passages that decide a claim are found by searching for the claim."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import comb
from pathlib import Path
from tempfile import TemporaryDirectory

from redraft.core import Passage
from redraft.critics.facts.claims import Claim
from redraft.critics.facts.queries import queries_for
from redraft.critics.facts.retrieving import retrieve
from redraft.errors import MissingExtra
from redraft.evals.facts.data import FactsData
from redraft.evals.facts.halves import PARTS, Part, within
from redraft.sources import Knowledge, open_knowledge
from redraft.trust.intervals import Estimate, clustered_mean

DEPTHS = (1, 3, 5, 10)
_N_QUERIES = 3

Search = Callable[[str, int], Awaitable[tuple[Passage, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrievalFigures:
    """What one way of searching found in one half.

    Attributes:
        way: how it was searched.
        part: of the data.
        n: claims that have a passage to be found.
        recall: for each depth, the share of a claim's passages among so many results, mean over claims.
        hit: for each depth, the share of claims with one of their passages among so many results.
        mrr: one over the rank of the first of a claim's passages, 0 beyond the last depth; mean over claims.
    """

    way: str
    part: Part
    n: int
    recall: Mapping[int, Estimate]
    hit: Mapping[int, Estimate]
    mrr: Estimate


@dataclass(frozen=True, slots=True)
class _Found:
    claim: str
    wanted: frozenset[str]
    ranked: tuple[str, ...]


def indexed(data: FactsData, path: Path | None = None, backend: str | None = None) -> Knowledge:
    """A knowledge base of all passages of the data, each whole."""
    knowledge = open_knowledge(path, backend=backend, writing=True)
    knowledge.add_texts(((f"passage {i}", text) for i, text in enumerate(data.passages(), start=1)), whole=True)
    return knowledge


def retrieval(
    data: FactsData, knowledge: Knowledge, on_progress: Callable[[str], None]
) -> tuple[RetrievalFigures, ...]:
    """The figures of every way of searching, and of chance.

    Args:
        data: pairs of claims and passages; those that are not irrelevant are to be found.
        knowledge: all passages, by `indexed`.
        on_progress: told what is done.
    """
    wanted = {
        claim: frozenset(pair.passage for pair in pairs if pair.stance != "irrelevant")
        for claim, pairs in data.by_claim().items()
    }
    wanted = {claim: passages for claim, passages in wanted.items() if passages}
    found = {"FTS5": asyncio.run(_searched(wanted, knowledge.search))}
    on_progress(f"{len(wanted)} claims searched for")

    async def fused(claim: str, n: int) -> tuple[Passage, ...]:
        queries = queries_for(Claim(text=claim, start=0, end=len(claim)), n=_N_QUERIES)
        return (await retrieve(queries, (knowledge,), n=n)).passages

    found[f"FTS5, {_N_QUERIES} queries"] = asyncio.run(_searched(wanted, fused))
    try:
        with (
            TemporaryDirectory(ignore_cleanup_errors=True) as folder,
            indexed(data, Path(folder) / "index", "tantivy") as other,
        ):
            found["tantivy"] = asyncio.run(_searched(wanted, other.search))
    except MissingExtra as error:
        on_progress(f"without tantivy: {error}")
    n_passages = len(data.passages())
    figures = [
        _figures(way, part, within(part, ones, lambda one: one.claim)) for way, ones in found.items() for part in PARTS
    ]
    chance = (_chance(part, within(part, list(wanted), str), wanted, n_passages) for part in PARTS)
    return tuple(one for one in (*figures, *chance) if one is not None)


async def _searched(wanted: Mapping[str, frozenset[str]], search: Search) -> list[_Found]:
    found = []
    for claim, passages in wanted.items():
        results = await search(claim, max(DEPTHS))
        found.append(_Found(claim, passages, tuple(result.text for result in results)))
    return found


def _figures(way: str, part: Part, found: Sequence[_Found]) -> RetrievalFigures | None:
    if not found:
        return None
    claims = [one.claim for one in found]

    def mean(values: Iterator[float]) -> Estimate:
        estimate = clustered_mean(list(values), claims)
        assert estimate is not None, "there is a claim"
        return estimate

    return RetrievalFigures(
        way=way,
        part=part,
        n=len(found),
        recall={k: mean(len(one.wanted & {*one.ranked[:k]}) / len(one.wanted) for one in found) for k in DEPTHS},
        hit={k: mean(float(bool(one.wanted & {*one.ranked[:k]})) for one in found) for k in DEPTHS},
        mrr=mean(_reciprocal(one) for one in found),
    )


def _reciprocal(one: _Found) -> float:
    return next((1 / rank for rank, text in enumerate(one.ranked, start=1) if text in one.wanted), 0.0)


def _chance(
    part: Part, claims: Sequence[str], wanted: Mapping[str, frozenset[str]], n_passages: int
) -> RetrievalFigures | None:
    """What passages in random order would reach, exactly."""
    if not claims:
        return None
    sizes = [len(wanted[claim]) for claim in claims]

    def exactly(value: float) -> Estimate:
        return Estimate(value=value, low=value, high=value, n=len(claims))

    def missed(n_wanted: int, depth: int) -> float:
        return comb(n_passages - n_wanted, depth) / comb(n_passages, depth) if depth <= n_passages else 0.0

    def reciprocal(n_wanted: int) -> float:
        return sum((missed(n_wanted, rank - 1) - missed(n_wanted, rank)) / rank for rank in range(1, max(DEPTHS) + 1))

    return RetrievalFigures(
        way="random order",
        part=part,
        n=len(claims),
        recall={k: exactly(min(1.0, k / n_passages)) for k in DEPTHS},
        hit={k: exactly(sum(1 - missed(size, k) for size in sizes) / len(sizes)) for k in DEPTHS},
        mrr=exactly(sum(reciprocal(size) for size in sizes) / len(sizes)),
    )
