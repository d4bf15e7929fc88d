"""How far several critics agree on the same outputs, and how far they err together.

Critics that agree because both are right bring nothing into doubt. What counts for taking them together is whether they
err on the same outputs: given the truth, are their errors correlated? Agreement and kappa mix both; the correlations of
errors, one for outputs that are not acceptable and one for those that are, do not.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from redraft.errors import Misuse
from redraft.trust.intervals import (
    LEVEL,
    N_BOOT,
    Estimate,
    clustered_proportion,
    numbered,
    resampled_sums,
)

Floats = npt.NDArray[np.float64]

# Columns of a table of two critics' verdicts: both, the first alone, the second alone, neither.
_BOTH, _FIRST, _SECOND, _NEITHER = range(4)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairAgreement:
    """How far two critics agree, on the outputs that both of them judged.

    Attributes:
        first: name of a critic.
        second: name of another one.
        n: outputs that both judged.
        agreed: share in [0, 1] of outputs with the same verdict.
        kappa: Cohen's kappa, at most 1: agreement beyond what their rates of passing alone would give; None when both
            always say the same thing.
        errors_bad: correlation in [-1, 1] of their errors (a pass) on outputs that are not acceptable; 0 for critics
            that err independently given the truth. None without labels, or when one of them never or always errs.
        errors_good: the same of their errors (a flag) on acceptable outputs.
        n_bad: outputs that `errors_bad` rests on.
        n_good: outputs that `errors_good` rests on.
    """

    first: str
    second: str
    n: int
    agreed: Estimate
    kappa: Estimate | None
    errors_bad: Estimate | None
    errors_good: Estimate | None
    n_bad: int
    n_good: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far several critics agree.

    Attributes:
        critics: their names.
        n: outputs that all of them judged.
        fleiss: Fleiss' kappa of all of them, on these outputs; at most 1. None when there are none, or all verdicts
            are the same.
        pairs: each two of them, on the outputs that both judged; pairs without such an output are left out.
    """

    critics: tuple[str, ...]
    n: int
    fleiss: Estimate | None
    pairs: tuple[PairAgreement, ...]


def agreement(
    passed: Mapping[str, Sequence[bool | None]],
    clusters: Sequence[Hashable],
    acceptable: Sequence[bool | None] | None = None,
    *,
    level: float = LEVEL,
    n_boot: int = N_BOOT,
    seed: int = 0,
) -> Agreement:
    """How far critics agree on the same outputs.

    Args:
        passed: by name of the critic, ``(n,)`` whether each output passed; None where it did not judge it.
        clusters: ``(n,)`` which problem each output belongs to; intervals resample whole problems.
        acceptable: ``(n,)`` the labels, None where there is none; without them, no correlation of errors.
        level: coverage of the intervals, in (0, 1).
        n_boot: resamples, at least 1.
        seed: fixes the resamples.

    Raises:
        Misuse: for fewer than two critics, or lengths that differ.

    Source: cohen1960coefficient; fleiss1971measuring
    """
    labels: Sequence[bool | None] = [None] * len(clusters) if acceptable is None else acceptable
    if len(passed) < 2:
        raise Misuse(f"agreement is between two critics or more, got {list(passed)!r}; give another one's verdicts")
    odd = next((name for name, verdicts in passed.items() if len(verdicts) != len(clusters)), None)
    if odd is not None or len(labels) != len(clusters):
        n = len(labels) if odd is None else len(passed[odd])
        raise Misuse(
            f"there are {len(clusters)} outputs, and {n} {'labels' if odd is None else f'verdicts of {odd!r}'}"
        )
    bootstrap = _Bootstrap(clusters, level, n_boot, seed)
    pairs = (_pair(one, other, passed[one], passed[other], labels, bootstrap) for one, other in combinations(passed, 2))
    shared = [i for i in range(len(clusters)) if all(verdicts[i] is not None for verdicts in passed.values())]
    return Agreement(
        critics=tuple(passed),
        n=len(shared),
        fleiss=_fleiss([[bool(verdicts[i]) for verdicts in passed.values()] for i in shared], shared, bootstrap),
        pairs=tuple(pair for pair in pairs if pair is not None),
    )


@dataclass(frozen=True, slots=True)
class _Bootstrap:
    """Figures that are functions of sums over outputs, with an interval over problems."""

    clusters: Sequence[Hashable]
    level: float
    n_boot: int
    seed: int

    def estimate(self, rows: Floats, places: Sequence[int], figure: Callable[[Floats], Floats]) -> Estimate | None:
        """The figure of all rows; None where it is not defined.

        Args:
            rows: ``(n, k)`` what each output adds.
            places: ``(n,)`` which outputs these are.
            figure: of ``(m, k)`` sums, ``(m,)``; NaN where it is not defined. At most 1.
        """
        if not len(rows):
            return None
        clusters = [self.clusters[i] for i in places]
        member = numbered(clusters)
        n_clusters = int(member.max()) + 1
        sums = np.zeros((n_clusters, rows.shape[1]))
        np.add.at(sums, member, rows)
        value = float(figure(sums.sum(axis=0)[None])[0])
        if np.isnan(value):
            return None
        values = figure(resampled_sums(sums, n_boot=self.n_boot, seed=self.seed))
        known = values[~np.isnan(values)]
        low, high = np.quantile(known, [(1 - self.level) / 2, (1 + self.level) / 2]) if len(known) else (-1.0, 1.0)
        if abs(value) > 1 - _ROUNDING or n_clusters == 1:
            return self._sure(float(np.sign(value)) if abs(value) > 1 - _ROUNDING else value, n_clusters)
        return Estimate(value=value, low=float(low), high=float(high), n=n_clusters)

    def _sure(self, value: float, n_clusters: int) -> Estimate:
        """Where every resample agrees, the interval of a rate with as many cases as there are problems."""
        rate = clustered_proportion([value > 0] * n_clusters, range(n_clusters), level=self.level)
        assert rate is not None
        if abs(value) < 1:
            return Estimate(value=value, low=-1.0, high=1.0, n=n_clusters)
        return Estimate(value=value, low=2 * rate.low - 1, high=2 * rate.high - 1, n=n_clusters)


# What is nearer to 1 than this differs from it by rounding alone.
_ROUNDING = 1e-9


def _pair(
    first: str,
    second: str,
    passed_first: Sequence[bool | None],
    passed_second: Sequence[bool | None],
    labels: Sequence[bool | None],
    bootstrap: _Bootstrap,
) -> PairAgreement | None:
    places = [i for i, pair in enumerate(zip(passed_first, passed_second, strict=True)) if None not in pair]
    if not places:
        return None
    rows = _tables([passed_first[i] for i in places], [passed_second[i] for i in places])
    same = [passed_first[i] == passed_second[i] for i in places]
    agreed = clustered_proportion(same, [bootstrap.clusters[i] for i in places], level=bootstrap.level)
    assert agreed is not None

    def errors(kind: bool) -> Estimate | None:
        kept = [k for k, i in enumerate(places) if labels[i] is kind]
        return bootstrap.estimate(rows[kept], [places[k] for k in kept], _phi)

    return PairAgreement(
        first=first,
        second=second,
        n=len(places),
        agreed=agreed,
        kappa=bootstrap.estimate(rows, places, _kappa),
        errors_bad=errors(False),
        errors_good=errors(True),
        n_bad=sum(labels[i] is False for i in places),
        n_good=sum(labels[i] is True for i in places),
    )


def _fleiss(verdicts: Sequence[Sequence[bool]], places: Sequence[int], bootstrap: _Bootstrap) -> Estimate | None:
    """Fleiss' kappa from sums over outputs: how many, the share of agreeing pairs of critics, and of passes."""
    if not verdicts:
        return None
    n_critics = len(verdicts[0])
    n_passed = np.array([sum(row) for row in verdicts], dtype=float)
    n_flagged = n_critics - n_passed
    agreeing = (n_passed * (n_passed - 1) + n_flagged * (n_flagged - 1)) / (n_critics * (n_critics - 1))
    rows = np.stack([np.ones(len(n_passed)), agreeing, n_passed / n_critics], axis=1)

    def kappa(sums: Floats) -> Floats:
        seen, share = sums[:, 1] / sums[:, 0], sums[:, 2] / sums[:, 0]
        return _beyond(seen, share**2 + (1 - share) ** 2)

    return bootstrap.estimate(rows, places, kappa)


def _tables(first: Sequence[bool | None], second: Sequence[bool | None]) -> Floats:
    """``(n, 4)`` a one in the column of each output's two verdicts."""
    one, other = np.array(first, dtype=bool), np.array(second, dtype=bool)
    return np.stack([one & other, one & ~other, ~one & other, ~one & ~other], axis=1).astype(float)


def _kappa(tables: Floats) -> Floats:
    shares = tables / tables.sum(axis=1, keepdims=True)
    first, second = shares[:, _BOTH] + shares[:, _FIRST], shares[:, _BOTH] + shares[:, _SECOND]
    return _beyond(shares[:, _BOTH] + shares[:, _NEITHER], first * second + (1 - first) * (1 - second))


def _phi(tables: Floats) -> Floats:
    """The correlation of two yes-or-no values; that of their opposites is the same, so passes stand for errors."""
    both, first, second, neither = tables.T
    spread = (both + first) * (second + neither) * (both + second) * (first + neither)
    return _divided(both * neither - first * second, np.sqrt(spread))


def _beyond(seen: Floats, by_chance: Floats) -> Floats:
    return _divided(seen - by_chance, 1 - by_chance)


def _divided(numerators: Floats, denominators: Floats) -> Floats:
    """NaN, which never leaves this file, where there is nothing to divide by."""
    ratios = np.full(len(numerators), np.nan)
    np.divide(numerators, denominators, out=ratios, where=denominators > _ROUNDING)
    return ratios
