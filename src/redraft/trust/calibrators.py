"""Fitting what a critic's scores mean: a monotone map from scores to probabilities, chosen by cross-validation.

A critic that says .9 may be right in six cases of ten. Three maps are tried, as far as the scores allow: a smoothed
share for each of few distinct scores, a logistic curve, monotone steps. The one with the least Brier loss on problems
that it was not fitted to is taken. Whether calibrating helps at all is then asked of problems that had no part in the
choice either, so the figures of a `Fitted` are not flattered by it.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from redraft.core import seed_for
from redraft.errors import MissingExtra, Misuse
from redraft.trust.calibration import Bin, calibration, expected_error
from redraft.trust.intervals import Estimate, clustered_mean, numbered
from redraft.trust.knots import Calibrator, Method

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

FOLDS = 5
"""Parts of a cross-validation; problems are never split."""

NEEDED = 10
"""Acceptable outputs that fitting needs, and as many that are not, each from `FOLDS` problems at least: with fewer, the
probability in any part of the scores is known to a third of its range at best."""

FEW = 10
"""Distinct scores, at most, that get a share of their own."""

_KINDS = {True: "acceptable", False: "not acceptable"}
_PRIOR = 2.0  # outputs
# A critic that writes percent says nothing finer than this of how sure it is; 0 and 1 have no logit of their own.
_SURE = 0.005
_MISSING = "fitting a calibrator needs scikit-learn; install it with: pip install 'redraft[trust]'"
_STEPS = 48  # of a logistic curve, in chances and in scores; straight lines between them are within .0005 of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A calibrator, and what calibrating changes on outputs that it was not fitted to.

    Attributes:
        calibrator: fitted to all outputs, by the method with the least loss.
        losses: of each method that was tried: mean squared distance of label and probability, cross-validated.
        brier_before: Brier loss of the scores as they are, in [0, 1].
        brier_after: Brier loss of calibrated scores, cross-validated, the choice of the method included.
        brier_gain: how much less it is, paired by output; above 0 where calibrating helps. The interval is that of the
            outputs, the fit being as it is: for scores that are calibrated already, where the fit is all there is to
            lose, it is too narrow, but does not reach above 0 more often than it may (`benchmarks/calibrators.py`).
        error_before: expected calibration error of the scores as they are, in [0, 1].
        error_after: the same of calibrated scores, cross-validated.
        bins: calibrated scores, cross-validated, and the shares of acceptable outputs that they come with; the bins
            hold the outputs that share a bin by their scores as they are.
    """

    calibrator: Calibrator
    losses: Mapping[Method, float]
    brier_before: Estimate
    brier_after: Estimate
    brier_gain: Estimate
    error_before: Estimate
    error_after: Estimate
    bins: tuple[Bin, ...]


def fitted(
    scores: Sequence[float], acceptable: Sequence[bool], clusters: Sequence[Hashable], *, seed: int = 0
) -> Fitted:
    """The best calibrator for some scores, and how good it is.

    Args:
        scores: ``(n,)`` in [0, 1].
        acceptable: ``(n,)`` the labels.
        clusters: ``(n,)`` which problem each output belongs to; a problem is never in two parts of a cross-validation.
        seed: fixes the parts.

    Raises:
        Misuse: when lengths differ, a score lies outside [0, 1], or the labels are too few: `not_fitted` says why.
        MissingExtra: without scikit-learn.

    Source: platt1999probabilistic; zadrozny2002transforming
    """
    _check(scores, acceptable, clusters)
    if (why := not_fitted(acceptable, clusters)) is not None:
        raise Misuse(f"no calibrator: {why}")
    values, labels = np.asarray(scores, dtype=float), np.asarray(acceptable, dtype=bool)
    chances = np.empty(len(values))
    for part in _parts(labels, clusters, seed):
        rest = ~part
        without = _best(values[rest], labels[rest], [clusters[int(i)] for i in np.flatnonzero(rest)], seed)
        chances[part] = [without.calibrator.chance(score) for score in values[part]]
    best = _best(values, labels, clusters, seed)
    before, after = (values - labels) ** 2, (chances - labels) ** 2
    # Bins are those of the scores: each part has chances of its own, and bins of chances would hold a part each, whose
    # share of acceptable outputs lies apart for no other reason than that the part was left out.
    curve = calibration(chances.tolist(), acceptable, clusters, by=scores)
    brier_before = clustered_mean(before.tolist(), clusters)
    brier_gain = clustered_mean((before - after).tolist(), clusters)
    error_before, error_after = (
        expected_error(claimed.tolist(), acceptable, clusters, by=scores) for claimed in (values, chances)
    )
    assert curve is not None
    assert brier_before is not None
    assert brier_gain is not None
    assert error_before is not None
    assert error_after is not None
    return Fitted(
        calibrator=best.calibrator,
        losses=best.losses,
        brier_before=brier_before,
        brier_after=curve.brier_loss,
        brier_gain=brier_gain,
        error_before=error_before,
        error_after=error_after,
        bins=curve.bins,
    )


def not_fitted(acceptable: Sequence[bool], clusters: Sequence[Hashable]) -> str | None:
    """Why labels like these are too few to fit a calibrator to, and how many are needed; None when they suffice."""
    of: dict[bool, list[Hashable]] = {True: [], False: []}
    for label, cluster in zip(acceptable, clusters, strict=True):
        of[bool(label)].append(cluster)
    if all(len(found) >= NEEDED and len(set(found)) >= FOLDS for found in of.values()):
        return None
    good, bad = (f"{len(of[kind])} {name} from {len(set(of[kind]))} problems" for kind, name in _KINDS.items())
    return (
        f"too few labels: {good} and {bad}; it needs {NEEDED} scored outputs of each kind, from {FOLDS} problems each"
    )


def fit(scores: Sequence[float], acceptable: Sequence[bool], method: Method) -> Calibrator:
    """A calibrator of one kind.

    Args:
        scores: ``(n,)`` in [0, 1].
        acceptable: ``(n,)`` the labels, of both kinds.
        method: *table*: each distinct score gets the share of acceptable outputs among those that have it, drawn
            towards the share among all as if by two further outputs (a beta prior), and neighbours in the wrong order
            are put together. *logistic*: a logistic curve on the score's logit, fitted to labels that are drawn in as
            Platt has it, so that no sample makes it certain; one that would fall is flat. *isotonic*: the monotone
            steps with the least squared error, none nearer to 0 and 1 than one more output of the other kind would
            leave it.

    Raises:
        Misuse: when lengths differ, a score lies outside [0, 1], or one kind of label is missing.
        MissingExtra: without scikit-learn.

    Source: platt1999probabilistic; zadrozny2002transforming
    """
    _check(scores, acceptable, range(len(scores)))
    values, labels = np.asarray(scores, dtype=float), np.asarray(acceptable, dtype=bool)
    if labels.all() or not labels.any():
        kind = "no" if not len(labels) else "only " + _KINDS[bool(labels[0])]
        raise Misuse(f"a calibrator needs acceptable outputs and others, got {kind} ones of {len(labels)}")
    knots = {"table": _table, "logistic": _logistic, "isotonic": _isotonic}[method](values, labels)
    return Calibrator(method=method, scores=knots.scores, chances=knots.chances, n=len(values))


class _Knots(NamedTuple):
    scores: tuple[float, ...]
    chances: tuple[float, ...]


def _knots(scores: Floats, chances: Floats) -> _Knots:
    """Knots in order; rounding that would make a chance fall by its last digit is put right."""
    rising = np.clip(np.maximum.accumulate(chances), 0, 1)
    return _Knots(scores=tuple(float(s) for s in scores), chances=tuple(float(c) for c in rising))


def _table(scores: Floats, labels: Bools) -> _Knots:
    distinct, place = np.unique(scores, return_inverse=True)
    n, n_good = np.bincount(place), np.bincount(place, weights=labels)
    shares = (n_good + _PRIOR * labels.mean()) / (n + _PRIOR)
    try:
        from sklearn.isotonic import isotonic_regression
    except ModuleNotFoundError as error:
        raise MissingExtra(_MISSING) from error
    return _knots(distinct, isotonic_regression(shares, sample_weight=n + _PRIOR))


def _logistic(scores: Floats, labels: Bools) -> _Knots:
    try:
        from sklearn.linear_model import LogisticRegression
    except ModuleNotFoundError as error:
        raise MissingExtra(_MISSING) from error
    n_good = int(labels.sum())
    n_bad = len(labels) - n_good
    # Each output counts partly as the other kind: Platt's targets, in the form of weights.
    targets = np.where(labels, (n_good + 1) / (n_good + 2), 1 / (n_bad + 2))
    logits = np.tile(_logit(scores), 2)[:, None]
    kinds, weights = np.repeat([1, 0], len(labels)), np.concatenate([targets, 1 - targets])
    model = LogisticRegression(C=1e6, solver="newton-cholesky").fit(logits, kinds, sample_weight=weights)
    slope, offset = float(model.coef_[0, 0]), float(model.intercept_[0])
    if slope <= 0:
        return _knots(np.array([0.5]), np.array([targets.mean()]))
    ends = _chance(slope * _logit(np.array([0.0, 1.0])) + offset)
    even = np.linspace(float(ends[0]), float(ends[1]), _STEPS)[1:-1]
    bends = 1 / (1 + np.exp(-((np.log(even / (1 - even)) - offset) / slope)))
    places = np.unique(np.clip(np.concatenate([np.linspace(0, 1, _STEPS), [_SURE, 1 - _SURE], bends]), 0, 1))
    return _knots(places, _chance(slope * _logit(places) + offset))


def _isotonic(scores: Floats, labels: Bools) -> _Knots:
    try:
        from sklearn.isotonic import IsotonicRegression
    except ModuleNotFoundError as error:
        raise MissingExtra(_MISSING) from error
    n = len(labels)
    steps = IsotonicRegression(y_min=1 / (n + 2), y_max=(n + 1) / (n + 2), out_of_bounds="clip").fit(scores, labels)
    places, first = np.unique(steps.X_thresholds_, return_index=True)
    return _knots(places, steps.y_thresholds_[first])


def _logit(scores: Floats) -> Floats:
    inside = np.clip(scores, _SURE, 1 - _SURE)
    return np.asarray(np.log(inside / (1 - inside)))


def _chance(logits: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-logits)))


def _check(scores: Sequence[float], acceptable: Sequence[bool], clusters: Sequence[Hashable]) -> None:
    if not len(scores) == len(acceptable) == len(clusters):
        raise Misuse(
            "each score needs its label and its problem, "
            f"got {len(scores)} scores, {len(acceptable)} labels and {len(clusters)} problems"
        )
    odd = next((score for score in scores if not 0 <= score <= 1), None)
    if odd is not None:
        raise Misuse(f"a score must lie in [0, 1], got {odd!r}; leave out what could not be judged")


class _Best(NamedTuple):
    calibrator: Calibrator
    losses: dict[Method, float]


def _best(scores: Floats, labels: Bools, clusters: Sequence[Hashable], seed: int) -> _Best:
    """The method with the least cross-validated loss, fitted to all; the simpler one where it makes no difference."""
    losses: dict[Method, float] = {}
    parts = _parts(labels, clusters, seed)
    for method in _methods(scores):
        loss = 0.0
        for part in parts:
            made = fit(list(scores[~part]), list(labels[~part]), method)
            loss += sum((made.chance(s) - good) ** 2 for s, good in zip(scores[part], labels[part], strict=True))
        losses[method] = float(loss / len(scores))
    chosen = min(losses, key=losses.__getitem__)
    return _Best(calibrator=fit(list(scores), list(labels), chosen), losses=losses)


def _methods(scores: Floats) -> tuple[Method, ...]:
    """What can be fitted to such scores, the simplest first."""
    n_distinct = len(np.unique(scores))
    if n_distinct <= 2:
        return ("table",)
    return ("logistic", "table") if n_distinct <= FEW else ("logistic", "isotonic")


def _parts(labels: Bools, clusters: Sequence[Hashable], seed: int) -> list[Bools]:
    """Which outputs each part of a cross-validation holds.

    Problems are dealt out in the order of their share of acceptable outputs, those of equal share as the seed has it:
    every part gets its portion of easy and of hard problems, and what remains holds both kinds of label.
    """
    member = numbered(clusters)
    shares = np.bincount(member, weights=labels) / np.bincount(member)
    names = list(dict.fromkeys(clusters))
    order = sorted(range(len(names)), key=lambda i: (shares[i], seed_for(seed, "part", repr(names[i]))))
    part_of = np.empty(len(names), dtype=np.int64)
    part_of[order] = np.arange(len(names)) % FOLDS
    return [part_of[member] == number for number in range(FOLDS)]
