"""What a check is right about, what it brings, and how the two go together over the categories."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atanh, sqrt, tanh
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from redraft.evals.bbq.kept import Kept
from redraft.evals.bbq.rows import BbqCase, Condition
from redraft.evals.comparing.paired import paired_difference
from redraft.trust.intervals import LEVEL, Estimate, clustered_proportion

PASSES = 0.5
"""Score from which a check's verdict is favourable."""

_FEWEST = 4  # categories from which a correlation has an interval
_SPEARMAN_VARIANCE = 1.06


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What an arm did to the drafts of some questions.

    Attributes:
        category: of the questions, or ``all``.
        condition: of the questions; None for both.
        n: questions.
        draft: accuracy of the drafts.
        final: accuracy of the returned answers.
        gain: the difference, paired.
        repaired: of the wrong drafts, the share that came out right; None without one.
        broken: of the right drafts, the share that came out wrong; None without one.
        check: share of the drafts whose verdict is what the label says; an unscored verdict counts as wrong. None in an
            arm without a critic.
        n_unscored: drafts without a verdict.
    """

    category: str
    condition: Condition | None
    n: int
    draft: Estimate | None
    final: Estimate | None
    gain: Estimate | None
    repaired: Estimate | None
    broken: Estimate | None
    check: Estimate | None
    n_unscored: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Correlation:
    """How the gain goes with the accuracy of the check, over categories.

    Attributes:
        n: categories; the intervals treat them as independent draws and know nothing of the doubt in each.
        pearson: of the two figures; None with fewer than three categories or where one of them does not vary.
        spearman: of their ranks; None likewise.
    """

    n: int
    pearson: Estimate | None
    spearman: Estimate | None


def gain_of(
    cases: Sequence[BbqCase], kept: Sequence[Kept], *, category: str, condition: Condition | None, checked: bool
) -> Gain:
    """What an arm did to the drafts of some questions.

    Args:
        cases: the questions.
        kept: what became of them, in the same order.
        category: how they are called.
        condition: of all of them; None for both.
        checked: whether the arm has a critic.
    """
    contexts = [case.sample.problem for case in cases]
    before = [one.draft == case.right for case, one in zip(cases, kept, strict=True)]
    after = [one.final == case.right for case, one in zip(cases, kept, strict=True)]
    verdicts = [
        (one.score is not None and (one.score >= PASSES) == right) for one, right in zip(kept, before, strict=True)
    ]
    return Gain(
        category=category,
        condition=condition,
        n=len(cases),
        draft=clustered_proportion(before, contexts),
        final=clustered_proportion(after, contexts),
        gain=paired_difference(after, before, contexts),
        repaired=_rate(after, contexts, [not right for right in before]),
        broken=_rate([not right for right in after], contexts, before),
        check=clustered_proportion(verdicts, contexts) if checked else None,
        n_unscored=sum(one.score is None for one in kept) if checked else 0,
    )


def gains_of(cases: Sequence[BbqCase], kept: Sequence[Kept], *, checked: bool) -> tuple[Gain, ...]:
    """The gains in every category, then in all of them by condition and together."""
    both = list(zip(cases, kept, strict=True))
    names = sorted({case.category for case in cases})
    parts: list[tuple[str, Condition | None]] = [(name, None) for name in names]
    parts += [("all", "ambiguous"), ("all", "disambiguated"), ("all", None)]
    found = []
    for name, condition in parts:
        chosen = [
            (case, one) for case, one in both if name in ("all", case.category) and condition in (None, case.condition)
        ]
        found.append(
            gain_of([c for c, _ in chosen], [k for _, k in chosen], category=name, condition=condition, checked=checked)
        )
    return tuple(found)


def correlation_of(gains: Sequence[Gain]) -> Correlation:
    """The correlation of gain and accuracy of the check over the categories of some gains."""
    pairs = [
        (one.check.value, one.gain.value)
        for one in gains
        if one.category != "all" and one.check is not None and one.gain is not None
    ]
    return correlation([x for x, _ in pairs], [y for _, y in pairs])


def correlation(x: Sequence[float], y: Sequence[float]) -> Correlation:
    """Pearson's and Spearman's correlation with 95 % intervals by Fisher's transformation.

    Source: fisher1921probable; fieller1957tests; spearman1904proof
    """
    first, second = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    return Correlation(
        n=len(first),
        pearson=_estimate(first, second, 1.0, 1e-12),
        # Half a step short of perfect order: ranks that agree are not certain to.
        spearman=_estimate(_ranks(first), _ranks(second), _SPEARMAN_VARIANCE, 6 / max(6, len(first) ** 3 - len(first))),
    )


def _estimate(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64], variance: float, short: float) -> Estimate | None:
    n = len(x)
    if n < _FEWEST - 1 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return None
    r = float(np.corrcoef(x, y)[0, 1])
    if n < _FEWEST:
        return Estimate(value=r, low=-1.0, high=1.0, n=n)
    half = NormalDist().inv_cdf((1 + LEVEL) / 2) * sqrt(variance / (n - 3))
    # At r = 1 the transformation is infinite.
    z = atanh(max(-1 + short, min(1 - short, r)))
    return Estimate(value=r, low=min(r, tanh(z - half)), high=max(r, tanh(z + half)), n=n)


def _ranks(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Ranks from 1; equal values share their mean."""
    return np.asarray([(np.sum(values < v) + np.sum(values <= v) + 1) / 2 for v in values], dtype=float)


def _rate(hits: Sequence[bool], contexts: Sequence[str], counted: Sequence[bool]) -> Estimate | None:
    chosen = [(hit, context) for hit, context, counts in zip(hits, contexts, counted, strict=True) if counts]
    return clustered_proportion([hit for hit, _ in chosen], [context for _, context in chosen])
