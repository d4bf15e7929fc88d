"""Halves of the data, and figures for each of them."""

from collections.abc import Callable, Hashable, Sequence
from typing import Literal, TypeVar

from redraft.evals.steps.halves import half_of
from redraft.trust.intervals import Estimate, clustered_proportion

Part = Literal["test", "development", "both"]
PARTS: tuple[Part, ...] = ("test", "development", "both")
"""The test half comes first: it is the figure to cite."""

_T = TypeVar("_T")


def within(part: Part, rows: Sequence[_T], problem: Callable[[_T], str]) -> list[_T]:
    """The rows of one half, or of both."""
    return [row for row in rows if part == "both" or half_of(problem(row)) == part]


def share(hits: Sequence[bool], clusters: Sequence[Hashable]) -> Estimate | None:
    """The share of hits with its interval by cluster; None when there is no case."""
    return clustered_proportion(hits, clusters) if hits else None
