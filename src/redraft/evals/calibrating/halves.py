"""Cases in two halves that do not depend on their order: one to choose by, one to tell what the choice is worth."""

import hashlib
from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

from redraft.evals.calibrating.rows import CalibrationRow

T = TypeVar("T")


class Halves(NamedTuple, Generic[T]):
    """Two halves of some rows, each in the order of the rows."""

    first: tuple[T, ...]
    second: tuple[T, ...]


def by_case(rows: Sequence[CalibrationRow]) -> Halves[CalibrationRow]:
    """Halves of independent cases: each case falls by a hash of its id."""
    return split(rows, [row.id for row in rows])


def by_problem(rows: Sequence[CalibrationRow]) -> Halves[CalibrationRow]:
    """Halves that share no problem: each problem falls by a hash of its own."""
    return split(rows, [row.problem for row in rows])


def split(rows: Sequence[T], names: Sequence[str]) -> Halves[T]:
    """Halves of anything by names: what has the same name falls into the same half."""
    hashes = [hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest() for name in names]
    ranked = sorted(set(hashes))
    first = set(ranked[::2])  # every other one in the order of the hashes: the halves differ by one at most
    return Halves(
        tuple(row for row, hash in zip(rows, hashes, strict=True) if hash in first),
        tuple(row for row, hash in zip(rows, hashes, strict=True) if hash not in first),
    )
