"""What a profile did to its cases, and what the laws of rounds say that it should have done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from redraft.evals.calibrating.rows import CalibrationRow
from redraft.trust.auroc import auroc
from redraft.trust.intervals import Estimate, clustered_mean, clustered_proportion
from redraft.trust.laws import Gating, VerdictRates, after_rounds, round_rates


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """Accuracy after some rounds.

    Attributes:
        rounds: redrafts at most; 0 for the draft.
        measured: share of the cases that would be right.
        predicted: what the chain of rounds says, from the rates of the first round; None where it says nothing.
    """

    rounds: int
    measured: Estimate
    predicted: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileFigures:
    """What a profile did; None where there was no case to count.

    Attributes:
        n: cases with draft and result scored.
        n_unscored: cases in which one of them could not be.
        drafts: share of right drafts.
        results: share of right results, without a certificate.
        gain: the latter less the former, paired.
        sensitivity: of the wrong drafts that were judged, the share that failed.
        specificity: of the right drafts that were judged, the share that passed.
        repair: of the wrong drafts that failed, the share whose first redraft is right.
        breakage: of the right drafts that failed, the share whose first redraft is wrong.
        repaired: share of all cases that went from wrong to right.
        broken: share of all cases that went from right to wrong.
        ranking: probability that a right redraft scores higher than a wrong one, of those that would be returned.
        calls: mean model calls for a case.
        rounds: accuracy after every number of rounds.
    """

    n: int
    n_unscored: int
    drafts: Estimate | None
    results: Estimate | None
    gain: Estimate | None
    sensitivity: Estimate | None
    specificity: Estimate | None
    repair: Estimate | None
    breakage: Estimate | None
    repaired: Estimate | None
    broken: Estimate | None
    ranking: Estimate | None
    calls: float
    rounds: tuple[Round, ...]


def profile_figures(rows: Sequence[CalibrationRow], *, gating: Gating | None) -> ProfileFigures:
    """The figures of a profile.

    Args:
        rows: what it was played on.
        gating: the gate as the laws know it; None for one that they do not describe, which leaves out predictions.
    """
    scored = [row for row in rows if row.draft_right is not None and row.result_right is not None]
    wrong = [row for row in scored if not row.draft_right and row.passed[0] is not None]
    right = [row for row in scored if row.draft_right and row.passed[0] is not None]
    redrafted_wrong = [row for row in wrong if row.passed[0] is False and len(row.right) > 1]
    redrafted_right = [row for row in right if row.passed[0] is False and len(row.right) > 1]
    differences = [float(bool(row.result_right)) - float(bool(row.draft_right)) for row in scored]
    returned = [(row.case(), row.problem) for row in scored if row.case().score is not None]
    figures = ProfileFigures(
        n=len(scored),
        n_unscored=len(rows) - len(scored),
        drafts=_share(scored, (row.draft_right for row in scored)),
        results=_share(scored, (row.result_right for row in scored)),
        gain=clustered_mean(differences, [row.problem for row in scored]),
        sensitivity=_share(wrong, (row.passed[0] is False for row in wrong)),
        specificity=_share(right, (row.passed[0] is True for row in right)),
        repair=_share(redrafted_wrong, (row.right[1] is True for row in redrafted_wrong)),
        breakage=_share(redrafted_right, (row.right[1] is not True for row in redrafted_right)),
        repaired=_share(scored, (not row.draft_right and row.result_right is True for row in scored)),
        broken=_share(scored, (bool(row.draft_right) and row.result_right is False for row in scored)),
        ranking=auroc(
            [case.score or 0.0 for case, _ in returned],
            [case.result_right is True for case, _ in returned],
            [problem for _, problem in returned],
        ),
        calls=sum(row.calls for row in rows) / max(1, len(rows)),
        rounds=(),
    )
    n_rounds = max((len(row.right) for row in scored), default=1) - 1
    predicted = _predicted(figures, gating, n_rounds)
    rounds = [
        Round(rounds=k, measured=measured, predicted=predicted[k])
        for k in range(n_rounds + 1)
        if (measured := _share(scored, (row.right_after(k + 1) is True for row in scored))) is not None
    ]
    return _with_rounds(figures, tuple(rounds))


def _predicted(figures: ProfileFigures, gating: Gating | None, n_rounds: int) -> list[float | None]:
    """Accuracy after 0, 1, ... rounds by the chain of two states, from what the first round did."""
    rates = (figures.drafts, figures.sensitivity, figures.specificity)
    if gating is None or any(rate is None for rate in rates):
        return [None] * (n_rounds + 1)
    drafts, sensitivity, specificity = (rate.value for rate in rates if rate is not None)
    of_round = round_rates(
        VerdictRates.judging_all(sensitivity=sensitivity, specificity=specificity),
        repair_rate=0.0 if figures.repair is None else figures.repair.value,
        break_rate=0.0 if figures.breakage is None else figures.breakage.value,
        gating=gating,
    )
    return [after_rounds(drafts, of_round, n_rounds=k) for k in range(n_rounds + 1)]


def _with_rounds(figures: ProfileFigures, rounds: tuple[Round, ...]) -> ProfileFigures:
    names = [name for name in ProfileFigures.__dataclass_fields__ if name != "rounds"]
    return ProfileFigures(**{name: getattr(figures, name) for name in names}, rounds=rounds)


def _share(rows: Sequence[CalibrationRow], hits: Iterable[bool | None]) -> Estimate | None:
    return clustered_proportion([bool(hit) for hit in hits], [row.problem for row in rows])
