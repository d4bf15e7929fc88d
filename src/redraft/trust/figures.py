"""What a critic's verdicts on some labelled outputs are worth, in figures with intervals.

Critics are asked for the probability that a draft is acceptable. A draft with a score below the threshold is *flagged*,
any other *passes*. What is found is that something is wrong, so sensitivity is the share of flagged drafts among those
that are not acceptable, and specificity the share of passing drafts among the acceptable ones. A critic that could not
judge said nothing: unscored outputs are counted, with their reasons, and do not enter these rates. What a loop gets
from the critic is said by rates over all outputs, judged or not: `found` and `false_alarms`.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from redraft.core import NOTHING, Usage
from redraft.errors import MissingExtra, Misuse
from redraft.trust.auroc import auroc
from redraft.trust.calibrators import Fitted, fitted, not_fitted
from redraft.trust.intervals import Estimate, clustered_proportion
from redraft.trust.ranking import Ranking, no_ranking, ranking

# Reasons that differ in numbers and quotes alone are one reason.
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|`[^`]*`|“[^”]*”|「[^」]*」")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_MAX_REASON = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a critic said of one labelled output.

    Attributes:
        id: of the output, within its data.
        score: the critic's, in [0, 1], higher for what it finds acceptable; None if it could not judge.
        reason: why it could not; None if it could.
        unrefuted: whether a critic that could not judge found that all it could check holds.
        acceptable: the label.
        problem: outputs with the same problem are not independent.
        groups: what to report apart.
        located: whether the first finding lies where the data has the first mistake; None where the data has none, or
            the critic could not judge.
        usage: what judging cost; `seconds` is wall time.
        cpu_s: processor seconds that passed in this process and its children since the judgement before; with
            judgements side by side only their sum says something.
    """

    id: str
    score: float | None
    reason: str | None = None
    unrefuted: bool = False
    acceptable: bool
    problem: str
    groups: Mapping[str, str] = field(default_factory=dict)
    located: bool | None = None
    usage: Usage = NOTHING
    cpu_s: float = 0.0

    def __post_init__(self) -> None:
        """Refuse a judgement that is both, neither, or out of range."""
        if (self.score is None) == (self.reason is None):
            raise Misuse(f"a judgement has a score or a reason, got {self.score!r} and {self.reason!r}; give one")
        if self.score is not None and not 0 <= self.score <= 1:
            raise Misuse(f"a score must lie in [0, 1], got {self.score!r}; give a reason when there is none")
        if self.score is not None and self.unrefuted:
            raise Misuse(f"only an unscored judgement can be `unrefuted`, got score={self.score!r}; leave it out")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Scored outputs by label and verdict.

    Attributes:
        flagged_bad: not acceptable, and flagged: found.
        passed_bad: not acceptable, but passed: missed.
        flagged_good: acceptable, but flagged: a false alarm.
        passed_good: acceptable, and passed.
    """

    flagged_bad: int
    passed_bad: int
    flagged_good: int
    passed_good: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a critic's verdicts on some outputs are worth; rates are None where no output could count for them.

    Attributes:
        n: outputs, unscored ones included.
        n_problems: distinct problems among them.
        n_bad: outputs that are not acceptable, unscored ones included.
        unscored: share of outputs that the critic could not judge.
        n_unrefuted: unscored outputs in which all that the critic could check holds.
        reasons: why outputs were not judged, with how often; numbers and quotes are left out, so that like comes to
            like.
        counts: scored outputs by label and verdict; they sum to `n` less the unscored ones.
        sensitivity: share of flagged outputs among those that are not acceptable.
        specificity: share of passing outputs among the acceptable ones.
        found: share of flagged outputs among all that are not acceptable, unscored ones included: what a loop would set
            out to repair.
        false_alarms: share of flagged outputs among all acceptable ones, unscored ones included.
        admitted_bad: share of outputs that would replace one that is flagged, among all that are not acceptable: they
            pass, or are unrefuted.
        admitted_good: the same among all acceptable ones.
        accuracy: share of outputs whose verdict is that of the label.
        ppv: share of outputs that are not acceptable among the flagged ones: how far a flag can be trusted.
        npv: share of acceptable outputs among the passing ones: how far a pass can be trusted.
        auroc: probability that an acceptable output scores higher than one that is not, ties half.
        no_auroc: why there is no `auroc`; None when there is one.
        first_error: share of outputs whose first finding lies where their first mistake is, among scored outputs for
            which the data says where that is.
        n_located: outputs that `first_error` rests on.
        ranking: how well scores rank the outputs of each problem.
        no_ranking: why there is no `ranking`; None when there is one, or nobody asked.
        fitted: what scores mean: a calibrator, and what it changes.
        no_fitted: why there is no calibrator; None when there is one, or nobody asked.
    """

    n: int
    n_problems: int
    n_bad: int
    unscored: Estimate | None
    n_unrefuted: int
    reasons: Mapping[str, int]
    counts: Counts
    sensitivity: Estimate | None
    specificity: Estimate | None
    found: Estimate | None
    false_alarms: Estimate | None
    admitted_bad: Estimate | None
    admitted_good: Estimate | None
    accuracy: Estimate | None
    ppv: Estimate | None
    npv: Estimate | None
    auroc: Estimate | None
    no_auroc: str | None
    first_error: Estimate | None
    n_located: int
    ranking: Ranking | None = None
    no_ranking: str | None = None
    fitted: Fitted | None = None
    no_fitted: str | None = None

    @property
    def n_scored(self) -> int:
        """Outputs that the critic judged."""
        return self.n - sum(self.reasons.values())


def figures(judged: Sequence[Judged], *, threshold: float, with_scores: bool = False) -> Figures:
    """What the verdicts on some outputs are worth; see `Figures`.

    Args:
        judged: one for each output.
        threshold: score from which an output passes, in [0, 1].
        with_scores: whether to say what scores are worth, too: a ranking and a calibrator, which take a while.
    """
    flagged = [one for one in judged if one.score is not None and one.score < threshold]
    passed = [one for one in judged if one.score is not None and one.score >= threshold]
    scored = [one for one in judged if one.score is not None]
    unrefuted = [one for one in judged if one.unrefuted]
    area = auroc(
        [one.score for one in scored if one.score is not None],
        [one.acceptable for one in scored],
        [one.problem for one in scored],
    )
    placed = [one for one in scored if one.located is not None]
    worth = _of_scores(scored) if with_scores else _OfScores()
    return Figures(
        n=len(judged),
        n_problems=len({one.problem for one in judged}),
        n_bad=len(_bad(judged)),
        n_unrefuted=len(unrefuted),
        unscored=_share([one for one in judged if one.score is None], judged),
        reasons=dict(Counter(alike(one.reason) for one in judged if one.reason is not None).most_common()),
        counts=Counts(
            flagged_bad=len(_bad(flagged)),
            passed_bad=len(_bad(passed)),
            flagged_good=len(_good(flagged)),
            passed_good=len(_good(passed)),
        ),
        sensitivity=_share(flagged, _bad(scored)),
        specificity=_share(passed, _good(scored)),
        found=_share(flagged, _bad(judged)),
        false_alarms=_share(flagged, _good(judged)),
        admitted_bad=_share([*passed, *unrefuted], _bad(judged)),
        admitted_good=_share([*passed, *unrefuted], _good(judged)),
        accuracy=_share([*_bad(flagged), *_good(passed)], scored),
        ppv=_share(_bad(flagged), flagged),
        npv=_share(_good(passed), passed),
        auroc=area,
        no_auroc=None if area is not None else _one_class(scored),
        first_error=_share([one for one in placed if one.located], placed),
        n_located=len(placed),
        ranking=worth.ranking,
        no_ranking=worth.no_ranking,
        fitted=worth.fitted,
        no_fitted=worth.no_fitted,
    )


class _OfScores(NamedTuple):
    ranking: Ranking | None = None
    no_ranking: str | None = None
    fitted: Fitted | None = None
    no_fitted: str | None = None


def _of_scores(scored: Sequence[Judged]) -> _OfScores:
    """What scores are worth beyond their verdicts, or why that cannot be told."""
    scores = [one.score for one in scored if one.score is not None]
    labels, problems = [one.acceptable for one in scored], [one.problem for one in scored]
    made, why = None, not_fitted(labels, problems)
    if why is None:
        try:
            made = fitted(scores, labels, problems)
        except MissingExtra as missing:  # the rest of the card needs no scikit-learn
            why = str(missing)
    return _OfScores(
        ranking=ranking(scores, labels, problems), no_ranking=no_ranking(labels, problems), fitted=made, no_fitted=why
    )


def _good(judged: Sequence[Judged]) -> list[Judged]:
    return [one for one in judged if one.acceptable]


def _bad(judged: Sequence[Judged]) -> list[Judged]:
    return [one for one in judged if not one.acceptable]


def _share(hits: Sequence[Judged], among: Sequence[Judged]) -> Estimate | None:
    """The share of `among` that is also in `hits`; the same objects are meant, as two may be equal."""
    hit = {id(one) for one in hits}
    return clustered_proportion([id(one) in hit for one in among], [one.problem for one in among])


def alike(reason: str) -> str:
    """A reason without what is special to one output: numbers become #, quotes "…"."""
    line = _NUMBER.sub("#", _QUOTED.sub("…", " ".join(reason.split())))
    return line if len(line) <= _MAX_REASON else line[: _MAX_REASON - 1] + "…"


def _one_class(scored: Sequence[Judged]) -> str:
    if not scored:
        return "no output was scored"
    return f"every scored output is {'acceptable' if scored[0].acceptable else 'not acceptable'}; a ranking needs both"
