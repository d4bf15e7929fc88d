"""From errors to a penalty, and from a penalty to a score."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from redraft.critics.translation.mqm.marking import Marked

WORDS_PER_SEGMENT = 25
"""Length in words up to which the errors of a segment are not thinned out: about a sentence, what MQM penalties are
usually given for."""

# Han, kana and Thai are written without spaces: a character counts as a word, as word processors count the first two.
_WORD = re.compile(
    r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]|[^\s\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]+"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Penalty:
    """What the errors of one segment weigh.

    Attributes:
        severe: points of its critical and major errors.
        light: points of its minor errors.
        n_words: words of the source; characters where words are not written apart.
        tolerance: light points that a segment of up to `WORDS_PER_SEGMENT` words may have and still pass.
    """

    severe: float
    light: float
    n_words: int
    tolerance: float

    @property
    def points(self) -> float:
        """All points, as MQM counts them for the segment; 0 for no error."""
        return self.severe + self.light

    @property
    def points_per_100_words(self) -> float:
        """The same, per hundred words of the source."""
        return 100 * self.points / max(1, self.n_words)

    @property
    def score(self) -> float:
        """In (0, 1]: 1 without errors, 0.5 or more exactly when the segment passes.

        ``1 / (1 + (severe + light / length) / tolerance)``, where ``length`` is how many times `WORDS_PER_SEGMENT` the
        source is long, at least 1. Minor errors thin out in a long text; a single major one weighs 5 in a text of any
        length, more than a tolerance below 5 lets pass.
        """
        length = max(1.0, self.n_words / WORDS_PER_SEGMENT)
        return 1 / (1 + (self.severe + self.light / length) / self.tolerance)

    @property
    def passed(self) -> bool:
        """Whether the score is one half or more."""
        return self.score >= 0.5


def penalty_of(errors: Sequence[Marked], source: str, *, tolerance: float) -> Penalty:
    """The penalty for the errors of a translation of `source`.

    Source: freitag2021experts
    """
    # A non-translation is severe whatever is written beside it.
    severe = sum(error.weight for error in errors if error.severity != "minor" or error.weight >= 5)
    total = sum(error.weight for error in errors)
    return Penalty(severe=severe, light=round(total - severe, 9), n_words=words_in(source), tolerance=tolerance)


def words_in(text: str) -> int:
    """How many words a text has, by the rule of `Penalty.n_words`."""
    return sum(1 for _ in _WORD.finditer(text))
