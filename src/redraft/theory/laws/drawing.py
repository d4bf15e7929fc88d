"""All laws in pictures, one after the other."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from redraft.errors import Misuse
from redraft.theory.laws import corruption, heterogeneity, improvement, pairwise, rounds, savage, votes
from redraft.theory.laws.picture import LawPicture, OnProgress, Size


class DrawLaw(Protocol):
    """Draws the figures of one law."""

    def __call__(self, size: Size, seed: int, on_progress: OnProgress) -> list[LawPicture]:
        """The figures with their verdicts."""
        ...


LAWS: Mapping[str, DrawLaw] = {
    "rounds": rounds.figures_of,
    "heterogeneity": heterogeneity.figures_of,
    "votes": votes.figures_of,
    "savage": savage.figures_of,
    "corruption": corruption.figures_of,
    "pairwise": pairwise.figures_of,
    "improvement": improvement.figures_of,
}
"""Each law's figures, in the order in which `docs/laws.md` tells them."""


def draw_laws(
    size: Size, *, seed: int = 0, on_progress: OnProgress = lambda words: None, only: Sequence[str] = ()
) -> Iterator[LawPicture]:
    """Draw the laws, each figure as soon as it is ready.

    Args:
        size: how much is simulated: ``small`` in all some seconds of one core, ``full`` about a minute.
        seed: fixes it.
        on_progress: told in words what comes next.
        only: names of laws; all if there are none.

    Raises:
        Misuse: for a name that is no law's.
        MissingExtra: without matplotlib or scipy.
    """
    unknown = [name for name in only if name not in LAWS]
    if unknown:
        raise Misuse(f"no law is called {unknown[0]!r}; there are {', '.join(LAWS)}")
    for name in only or LAWS:
        yield from LAWS[name](size, seed, on_progress)
