"""What a check is worth: how many translations it flags, and how many of those have an error that people marked."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from redraft.evals.translation.held import LABELS, Held
from redraft.trust.intervals import LEVEL, Estimate, clustered_proportion, numbered, resampled_sums

MIN_SOURCES = 5
"""The interval of a lift is resampled from so many flagged sources on: fewer would only repeat themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFigures:
    """Figures of one check on the translations of one pair in one half.

    Attributes:
        check: its name.
        pair: languages, or ``all``.
        half: ``test``, ``development`` or ``both``.
        of: ``systems``, or ``references`` for what people translated.
        n: translations.
        n_flagged: those that it flags.
        coverage: their share.
        precision: by sort of error, the share of erroneous translations among the flagged; None where none are.
        lift: by sort of error, precision over the share of erroneous translations among all: 1 for a check that says
            nothing. Its `n` counts flagged sources. None where nothing is flagged, or no translation has such an error.
        recall: by sort of error, the share of flagged translations among the erroneous.
        overlap: of flagged translations with a located finding and a mark in the target, the share where both overlap.
    """

    check: str
    pair: str
    half: str
    of: str
    n: int
    n_flagged: int
    coverage: Estimate | None
    precision: dict[str, Estimate | None]
    lift: dict[str, Estimate | None]
    recall: dict[str, Estimate | None]
    overlap: Estimate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """How often translations have an error at all.

    Attributes:
        pair: languages, or ``all``.
        half: ``test``, ``development`` or ``both``.
        of: ``systems`` or ``references``.
        n: translations.
        n_sources: sources that they translate.
        errors: by sort of error, the share of translations with one.
    """

    pair: str
    half: str
    of: str
    n: int
    n_sources: int
    errors: dict[str, Estimate | None]


def base_of(ones: Sequence[Held], *, pair: str, half: str, of: str) -> Base:
    """The base rates of some translations."""
    return Base(
        pair=pair, half=half, of=of, n=len(ones), n_sources=len({one.problem for one in ones}),
        errors={label: _share([label in one.errors for one in ones], ones) for label in LABELS},
    )  # fmt: skip


def figures_of(check: str, ones: Sequence[Held], *, pair: str, half: str, of: str) -> CheckFigures:
    """The figures of one check on some translations."""
    flagged = [one for one in ones if check in one.flagged]
    located = [one for one in flagged if check in one.overlaps]
    return CheckFigures(
        check=check,
        pair=pair,
        half=half,
        of=of,
        n=len(ones),
        n_flagged=len(flagged),
        coverage=_share([check in one.flagged for one in ones], ones),
        precision={label: _share([label in one.errors for one in flagged], flagged) for label in LABELS},
        lift={label: _lift(check, label, ones) for label in LABELS},
        recall={label: _recall(check, label, ones) for label in LABELS},
        overlap=_share([one.overlaps[check] for one in located], located),
    )


def _recall(check: str, label: str, ones: Sequence[Held]) -> Estimate | None:
    wrong = [one for one in ones if label in one.errors]
    return _share([check in one.flagged for one in wrong], wrong)


def _share(hits: Sequence[bool], ones: Sequence[Held]) -> Estimate | None:
    return clustered_proportion(hits, [one.problem for one in ones])


def _lift(check: str, label: str, ones: Sequence[Held]) -> Estimate | None:
    flagged = [one for one in ones if check in one.flagged]
    precision = _share([label in one.errors for one in flagged], flagged)
    n_wrong = sum(label in one.errors for one in ones)
    if precision is None or n_wrong == 0:
        return None
    base = n_wrong / len(ones)
    value = precision.value / base
    if precision.n < MIN_SOURCES or precision.value in (0, 1):
        # Resampling a few sources, or ones that all agree, would call the lift certain: the doubt is the precision's.
        return Estimate(value=value, low=precision.low / base, high=precision.high / base, n=precision.n)
    member = numbered([one.problem for one in ones])
    counts = np.array(
        [(1, check in one.flagged, label in one.errors, {check, label} <= one.flagged | one.errors) for one in ones],
        dtype=float,
    )
    sums = np.zeros((int(member.max()) + 1, 4))
    np.add.at(sums, member, counts)
    # A resample without a flagged translation has no lift; with five flagged sources that is one in 150.
    low, high = np.nanquantile(_ratio(resampled_sums(sums)), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Estimate(value=value, low=float(low), high=float(high), n=precision.n)


def _ratio(sums: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The lift of each row of (all, flagged, erroneous, both); not a number where it has none."""
    n, flagged, wrong, both = sums.T
    defined = (flagged > 0) & (wrong > 0)
    lifts: npt.NDArray[np.float64] = np.full(len(sums), np.nan)
    np.divide(both * n, flagged * wrong, out=lifts, where=defined)
    return lifts
