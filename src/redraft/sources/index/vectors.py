"""Meaning beside words: a vector for each passage, kept in the catalogue, compared in numpy."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from redraft.core import Embedder
from redraft.errors import MissingExtra, Misuse, SourceError
from redraft.sources.index.catalogue import Catalogue
from redraft.sources.index.lookup import Hit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Texts of one call; an endpoint takes some hundreds, and what a kill costs stays small.
_AT_ONCE = 64


class Vectors:
    """The vectors of the passages of a catalogue.

    Args:
        catalogue: whose passages they are; vectors of another embedder in it are of no use and are refused.
        embedder: who makes them.

    Raises:
        MissingExtra: when numpy is not installed.
        Misuse: when the catalogue has vectors of another embedder.
    """

    def __init__(self, catalogue: Catalogue, embedder: Embedder) -> None:
        self._catalogue, self._embedder = catalogue, embedder
        self._np = _numpy()
        self._loaded: tuple[str, NDArray[np.int64], NDArray[np.float32]] | None = None
        with catalogue.lock, catalogue.told():
            made_by = catalogue.meta("embedder")
        if made_by not in (None, embedder.name):
            raise Misuse(
                f"{catalogue.path} has vectors of {made_by!r}, which cannot be compared with those of "
                f"{embedder.name!r}; use that embedder, or write a new index"
            )

    @property
    def version(self) -> str:
        """Names the embedder."""
        return f"cosine-1/{self._embedder.name}"

    async def fill(self) -> int:
        """Make the vectors that are missing, some at a time; how many were made."""
        n_made = last = 0
        while missing := await asyncio.to_thread(self._missing, last):
            vectors = await self._embedder.embed([text for _, text in missing])
            await asyncio.to_thread(self._keep, [number for number, _ in missing], vectors)
            n_made, last = n_made + len(missing), missing[-1][0]
        return n_made

    async def nearest(self, query: str, limit: int) -> list[Hit]:
        """The passages whose vectors lie nearest to the query's, the best first; those without one are left out."""
        (vector,) = await self._embedder.embed([query])
        return await asyncio.to_thread(self._nearest, vector, limit)

    def _missing(self, last: int) -> list[tuple[int, str]]:
        """The next passages behind number `last` that have no vector."""
        with self._catalogue.lock, self._catalogue.told():
            return self._catalogue.connection.execute(
                "SELECT id, CASE title WHEN '' THEN text ELSE title || char(10) || text END FROM passages "
                "WHERE id > ? AND NOT EXISTS (SELECT 1 FROM vectors WHERE passage = id) ORDER BY id LIMIT ?",
                (last, _AT_ONCE),
            ).fetchall()

    def _keep(self, numbers: Sequence[int], vectors: Sequence[Sequence[float]]) -> None:
        rows = self._unit(vectors, len(numbers))
        with self._catalogue.transaction():
            n = self._catalogue.meta("dimensions")
            if n not in (None, str(rows.shape[1])):
                raise SourceError(
                    f"{self._embedder.name} gave vectors of {rows.shape[1]} numbers where the index has {n}; write a "
                    "new index"
                )
            self._catalogue.set_meta("dimensions", str(rows.shape[1]))
            self._catalogue.set_meta("embedder", self._embedder.name)
            # A passage that was removed meanwhile gets no vector.
            self._catalogue.connection.executemany(
                "INSERT OR REPLACE INTO vectors SELECT id, ? FROM passages WHERE id = ?",
                ((row.tobytes(), number) for number, row in zip(numbers, rows, strict=True)),
            )

    def _unit(self, vectors: Sequence[Sequence[float]], n: int) -> "NDArray[np.float32]":
        """The vectors as rows of length 1; one of length 0 stays 0 and is near to nothing.

        Raises:
            SourceError: when they are no `n` vectors of numbers.
        """
        try:
            rows = self._np.asarray(vectors, dtype=self._np.float32)
        except (ValueError, TypeError) as error:
            raise SourceError(f"{self._embedder.name} gave vectors of different lengths: {error}") from error
        if rows.ndim != 2 or rows.shape[0] != n or not self._np.isfinite(rows).all():
            raise SourceError(f"{self._embedder.name} gave {rows.shape} numbers for {n} texts, or some not finite")
        lengths = self._np.linalg.norm(rows, axis=1, keepdims=True)
        unit: NDArray[np.float32] = rows / self._np.where(lengths == 0, 1, lengths)
        return unit

    def _matrix(self) -> "tuple[NDArray[np.int64], NDArray[np.float32]]":
        """Numbers and vectors of all passages; read again when the catalogue has changed."""
        with self._catalogue.lock, self._catalogue.told():
            (n,) = self._catalogue.connection.execute("SELECT count(*) FROM vectors").fetchone()
            state = f"{self._catalogue.content}/{n}"
            if self._loaded is None or self._loaded[0] != state:
                rows = self._catalogue.connection.execute("SELECT passage, vector FROM vectors").fetchall()
                numbers = self._np.array([number for number, _ in rows], dtype=self._np.int64)
                joined = self._np.frombuffer(b"".join(vector for _, vector in rows), dtype=self._np.float32)
                self._loaded = state, numbers, joined.reshape(len(rows), -1 if rows else 0)
        return self._loaded[1], self._loaded[2]

    def _nearest(self, vector: Sequence[float], limit: int) -> list[Hit]:
        numbers, matrix = self._matrix()
        wanted = self._unit([vector], 1)[0]
        if not len(numbers):
            return []
        if matrix.shape[1] != len(wanted):
            raise SourceError(f"{self._embedder.name} gave {len(wanted)} numbers where the index has {matrix.shape[1]}")
        cosines = matrix @ wanted
        best = self._np.argsort(-cosines, kind="stable")[:limit]
        return [Hit(int(numbers[i]), float(cosines[i])) for i in best]


def _numpy() -> Any:
    try:
        import numpy
    except ImportError as error:
        raise MissingExtra("finding by meaning needs numpy; install it with: pip install 'redraft[facts]'") from error
    return numpy
