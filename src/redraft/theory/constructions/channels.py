"""Named channels of the residual stream: which numbers of a token mean what."""

from dataclasses import dataclass

import numpy as np

from redraft.errors import Misuse
from redraft.theory.problems import Floats


@dataclass(frozen=True, slots=True)
class Channels:
    """The layout of a token: names with their sizes, in order.

    ``channels["y"]`` is the matrix that reads a channel, ``(size, width)`` of zeros and ones; its transpose writes it.

    Attributes:
        sizes: pairs of name and size.
    """

    sizes: tuple[tuple[str, int], ...]

    @property
    def width(self) -> int:
        """Numbers in a token."""
        return sum(size for _, size in self.sizes)

    def place(self, name: str) -> slice:
        """Where a channel stands in a token.

        Raises:
            Misuse: when there is no such channel.
        """
        start = 0
        for known, size in self.sizes:
            if known == name:
                return slice(start, start + size)
            start += size
        raise Misuse(f"no channel {name!r}; the channels are {', '.join(known for known, _ in self.sizes)}")

    def __getitem__(self, name: str) -> Floats:
        """The matrix that reads one channel, ``(size, width)``; its transpose writes into it."""
        place = self.place(name)
        return np.eye(place.stop - place.start, self.width, place.start)

    def tokens(self, n_problems: int, n_tokens: int) -> Floats:
        """``(B, T, width)`` tokens of zeros, to be filled by `place`."""
        return np.zeros((n_problems, n_tokens, self.width))
