"""Evidence from several sources and queries."""

import asyncio

from redraft.core import Passage
from redraft.critics.facts.retrieving import MAX_PASSAGE, retrieve
from support.facts import FixedSource, passage


def texts(passages: tuple[Passage, ...]) -> list[str]:
    return [one.text for one in passages]


def test_every_source_gets_every_query_and_ranks_are_fused() -> None:
    first = FixedSource(passage("alpha", "a"), passage("beta", "b"), name="one")
    second = FixedSource(passage("beta", "b"), passage("gamma", "c"), name="two")
    found = asyncio.run(retrieve(("x", "y"), (first, second), n=3))
    assert texts(found.passages) == ["beta", "alpha", "gamma"]
    assert (first.queries, second.queries, found.n_searches) == (["x", "y"], ["x", "y"], 4)


def test_the_same_words_and_overlapping_pieces_come_once() -> None:
    long = "The tower was completed in 1889 and stands in Paris."
    source = FixedSource(
        passage(long, "a"), passage(long.replace(" ", "  "), "b"), passage(long[10:], "a", start=10), passage("Other.")
    )
    assert texts(asyncio.run(retrieve(("x",), (source,), n=5)).passages) == [long, "Other."]


def test_pieces_of_one_document_that_hardly_overlap_both_come() -> None:
    source = FixedSource(passage("0123456789", "a"), passage("89abcdefgh", "a", start=8))
    assert len(asyncio.run(retrieve(("x",), (source,), n=5)).passages) == 2


def test_a_source_that_fails_is_told_once_and_the_others_answer() -> None:
    good, bad = FixedSource(passage("alpha")), FixedSource(name="bad", fails="the index is gone")
    found = asyncio.run(retrieve(("x", "y"), (bad, good), n=5))
    assert texts(found.passages) == ["alpha"]
    assert found.faults == ("bad: the index is gone",)


def test_nothing_found_is_no_fault() -> None:
    found = asyncio.run(retrieve(("x",), (FixedSource(),), n=5))
    assert (found.passages, found.faults) == ((), ())


def test_a_passage_is_read_up_to_a_bound_and_its_provenance_ends_there() -> None:
    source = FixedSource(passage("x" * (MAX_PASSAGE + 50), start=7, title="t" * 1000))
    (found,) = asyncio.run(retrieve(("x",), (source,), n=5)).passages
    assert (len(found.text), len(found.title)) == (MAX_PASSAGE, 300)
    assert (found.provenance.start, found.provenance.end) == (7, 7 + MAX_PASSAGE)
