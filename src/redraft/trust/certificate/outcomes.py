"""What calibration counts: cases in which the profile would return a redraft, and what that did."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from redraft.errors import Misuse
from redraft.trust.certificate.document import Among


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One labelled case after the profile answered it.

    Attributes:
        score: the verdict's score of the redraft that would be returned, in [0, 1]; None when the draft is returned
            anyway, or when what is returned has no score, for then no threshold lets it in.
        draft_right: whether the draft is right; None if that could not be told.
        result_right: whether what the profile returned is right; None if that could not be told.

    Raises:
        Misuse: when a score is out of range or NaN.
    """

    score: float | None
    draft_right: bool | None
    result_right: bool | None

    def __post_init__(self) -> None:
        """Refuse what is no score."""
        if self.score is not None and not 0 <= self.score <= 1:
            raise Misuse(f"a score lies in [0, 1], got {self.score!r}; write null where there is none")

    @property
    def is_unscored(self) -> bool:
        """Whether something that matters could not be told."""
        return self.draft_right is None or (self.score is not None and self.result_right is None)

    @property
    def flips(self) -> bool:
        """Whether returning the redraft breaks a right draft; what could not be told is taken to be so."""
        return self.score is not None and self.draft_right is not False and self.result_right is not True

    @property
    def fixes(self) -> bool:
        """Whether returning the redraft repairs a wrong draft; what could not be told is taken not to."""
        return self.score is not None and self.draft_right is False and self.result_right is True


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What happens at every threshold of a grid.

    Attributes:
        n: ``(n_thresholds,)`` cases that the rate is among.
        n_replaced: ``(n_thresholds,)`` cases whose draft is replaced.
        n_flips: ``(n_thresholds,)`` right drafts that are replaced by wrong ones; falls never, along the grid.
        n_fixes: ``(n_thresholds,)`` wrong drafts that are replaced by right ones.
    """

    n: npt.NDArray[np.int64]
    n_replaced: npt.NDArray[np.int64]
    n_flips: npt.NDArray[np.int64]
    n_fixes: npt.NDArray[np.int64]


def tally(cases: Sequence[Case], grid: Sequence[float], *, among: Among = "all") -> Tally:
    """The counts at every threshold: a redraft replaces the draft when its score is the threshold or more.

    Args:
        cases: all of them, also those in which the draft stays.
        grid: thresholds, strictest first.
        among: ``right`` leaves out of `n` the cases whose draft was wrong. A draft of which nobody could tell counts
            as right where it is taken for broken, and is left out where nothing can break: counting it there would
            only make the rate look lower. Given how many are counted at a threshold they are independent, so each
            threshold's test stays valid.
    """
    scores = np.array([case.score for case in cases if case.score is not None], dtype=float)
    flips = np.array([case.flips for case in cases if case.score is not None], dtype=bool)
    fixes = np.array([case.fixes for case in cases if case.score is not None], dtype=bool)
    replaced = scores[np.newaxis, :] >= np.asarray(grid, dtype=float)[:, np.newaxis]
    if among == "all":
        n = np.full(len(grid), len(cases))
    else:
        unknown = np.array([case.draft_right is None for case in cases if case.score is not None], dtype=bool)
        n = sum(case.draft_right is True for case in cases) + (replaced & flips & unknown).sum(axis=1)
    return Tally(
        n=n,
        n_replaced=replaced.sum(axis=1),
        n_flips=(replaced & flips).sum(axis=1),
        n_fixes=(replaced & fixes).sum(axis=1),
    )
