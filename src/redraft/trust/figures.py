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

from redraft.core import NOTHING, Usage
from redraft.errors import Misuse
from redraft.trust.auroc import auroc
from redraft.trust.intervals import Estimate, clustered_proportion

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
        reasons: why outputs were not judged, with how often; numbers and quotes are left out, so that like comes to
            like.
        counts: scored outputs by label and verdict; they sum to `n` less the unscored ones.
        sensitivity: share of flagged outputs among those that are not acceptable.
        specificity: share of passing outputs among the acceptable ones.
        found: share of flagged outputs among all that are not acceptable, unscored ones included: what a loop would set
            out to repair.
        missed: share of passing outputs among all that are not acceptable, unscored ones included.
        false_alarms: share of flagged outputs among all acceptable ones, unscored ones included.
        passed: share of passing outputs among all acceptable ones, unscored ones included.
        accuracy: share of outputs whose verdict is that of the label.
        ppv: share of outputs that are not acceptable among the flagged ones: how far a flag can be trusted.
        npv: share of acceptable outputs among the passing ones: how far a pass can be trusted.
        auroc: probability that an acceptable output scores higher than one that is not, ties half.
        no_auroc: why there is no `auroc`; None when there is one.
        first_error: share of outputs whose first finding lies where their first mistake is, among scored outputs for
            which the data says where that is.
        n_located: outputs that `first_error` rests on.
    """

    n: int
    n_problems: int
    n_bad: int
    unscored: Estimate | None
    reasons: Mapping[str, int]
    counts: Counts
    sensitivity: Estimate | None
    specificity: Estimate | None
    found: Estimate | None
    missed: Estimate | None
    false_alarms: Estimate | None
    passed: Estimate | None
    accuracy: Estimate | None
    ppv: Estimate | None
    npv: Estimate | None
    auroc: Estimate | None
    no_auroc: str | None
    first_error: Estimate | None
    n_located: int

    @property
    def n_scored(self) -> int:
        """Outputs that the critic judged."""
        return self.n - sum(self.reasons.values())


def figures(judged: Sequence[Judged], *, threshold: float) -> Figures:
    """What the verdicts on some outputs are worth; see `Figures`."""
    problems = [one.problem for one in judged]
    scored = [(one, one.score) for one in judged if one.score is not None]
    flagged = [score < threshold for _, score in scored]
    area = auroc([s for _, s in scored], [one.acceptable for one, _ in scored], [one.problem for one, _ in scored])

    def rate(hits: Sequence[bool], among: Sequence[bool]) -> Estimate | None:
        chosen = [(hit, one.problem) for hit, (one, _), counts in zip(hits, scored, among, strict=True) if counts]
        return clustered_proportion([hit for hit, _ in chosen], [problem for _, problem in chosen])

    def overall(flag: bool, acceptable: bool) -> Estimate | None:
        of = [one for one in judged if one.acceptable == acceptable]
        hits = [one.score is not None and (one.score < threshold) == flag for one in of]
        return clustered_proportion(hits, [one.problem for one in of])

    good = [one.acceptable for one, _ in scored]
    bad, passed = [not is_good for is_good in good], [not is_flagged for is_flagged in flagged]
    placed = [one.located is not None for one, _ in scored]
    pairs = Counter(zip(good, flagged, strict=True))
    return Figures(
        n=len(judged),
        n_problems=len(set(problems)),
        n_bad=sum(not one.acceptable for one in judged),
        unscored=clustered_proportion([one.score is None for one in judged], problems),
        reasons=dict(Counter(alike(one.reason) for one in judged if one.reason is not None).most_common()),
        counts=Counts(
            flagged_bad=pairs[False, True],
            passed_bad=pairs[False, False],
            flagged_good=pairs[True, True],
            passed_good=pairs[True, False],
        ),
        sensitivity=rate(flagged, bad),
        specificity=rate(passed, good),
        found=overall(True, False),
        missed=overall(False, False),
        false_alarms=overall(True, True),
        passed=overall(False, True),
        accuracy=rate(
            [is_flagged != is_good for is_flagged, is_good in zip(flagged, good, strict=True)], [True] * len(good)
        ),
        ppv=rate(bad, flagged),
        npv=rate(good, passed),
        auroc=area,
        no_auroc=None if area is not None else _one_class(good),
        first_error=rate([bool(one.located) for one, _ in scored], placed),
        n_located=sum(placed),
    )


def alike(reason: str) -> str:
    """A reason without what is special to one output: numbers become #, quotes "…"."""
    line = _NUMBER.sub("#", _QUOTED.sub("…", " ".join(reason.split())))
    return line if len(line) <= _MAX_REASON else line[: _MAX_REASON - 1] + "…"


def _one_class(good: Sequence[bool]) -> str:
    if not good:
        return "no output was scored"
    return f"every scored output is {'acceptable' if good[0] else 'not acceptable'}; a ranking needs both"
