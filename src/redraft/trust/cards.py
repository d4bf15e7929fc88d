"""A critic's card: what its verdicts are worth on labelled outputs, what they cost, when correcting by them helps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from redraft.core import CriticKind
from redraft.errors import Misuse
from redraft.trust.agreement import Agreement, agreement
from redraft.trust.calibration import Curve, calibration
from redraft.trust.figures import Figures, Judged, figures
from redraft.trust.intervals import Estimate
from redraft.trust.laws import Gating, VerdictRates, break_even, round_rates

SCHEMA_VERSION = 2
"""Version 2 added rankings, calibrators, agreement and whose labels they are; a card of version 1 is read without."""

QUANTILES = 21
"""Times of the shortest judgement, of the longest, and at every twentieth between them."""

RATIOS = (2.0, 1.0, 0.5, 0.2)
"""How many wrong drafts a redraft repairs for every right one it breaks, as far as a card says what that would mean: a
model that repairs twice as often as it breaks, and down to one that breaks five times as often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What judging one output cost.

    Attributes:
        calls: model calls, mean.
        tokens: tokens sent and written, mean.
        usd: US dollars, mean; None when a price is not known.
        cpu_s: processor seconds, mean.
        wall_s: wall seconds, mean.
        wall_s_median: wall seconds, median.
        wall_s_95: wall seconds that 95 of 100 judgements kept to.
        wall_s_quantiles: wall seconds at `QUANTILES` equal steps from the shortest judgement to the longest.
    """

    calls: float
    tokens: float
    usd: float | None
    cpu_s: float
    wall_s: float
    wall_s_median: float
    wall_s_95: float
    wall_s_quantiles: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What was measured on what, and how to do it again.

    Attributes:
        critic: name of the critic.
        version: version of the critic; another version needs another card.
        kind: what its verdicts rest on.
        data: name of the file of labelled outputs.
        sha256: of that file's bytes.
        form: name of the form of its rows.
        limit: only so many outputs from the beginning were judged; None for all.
        without: names in the prompts' metadata that the critic did not see.
        command: what made the card.
        redraft_version: version of this package.
        labels: whose the labels are: ``the data``, or a verified critic with its version.
        n_unlabelled: outputs left out because there was no label for them.
        n_repeated: outputs that repeat an earlier one with the same problem; they count, as they do in use.
        n_dropped: outputs left out because they repeat one with another problem.
    """

    critic: str
    version: str
    kind: CriticKind
    data: str
    sha256: str
    form: str
    limit: int | None
    without: tuple[str, ...] = ()
    command: str
    redraft_version: str
    labels: str = "the data"
    n_unlabelled: int = 0
    n_repeated: int = 0
    n_dropped: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakEven:
    """Below which accuracy of the drafts a round of correction by the critic helps, and above which it does harm.

    Attributes:
        ratio: repaired share of wrong drafts written again, over the broken share of right ones (f over b).
        ungated: the accuracy when every redraft replaces its draft.
        gated: the accuracy when the critic must let a redraft in, too (check after fix).
    """

    ratio: float
    ungated: Estimate | None
    gated: Estimate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a critic is worth on some labelled outputs.

    Attributes:
        measured: what was measured, on what, and how.
        threshold: score from which an output passes, in [0, 1].
        overall: on all outputs.
        groups: on the outputs of each value of each group, such as ``groups["task"]["word_sorting"]``.
        worth: when correcting by the critic helps, for several `RATIOS`.
        curve: how far scores are the probabilities they are meant to be; None when nothing was scored.
        cost: what judging cost; None when nothing was judged.
        agreement: with other critics that judged the same outputs; None when none did.
        schema_version: version of the written form.
    """

    measured: Measured
    threshold: float
    overall: Figures
    groups: Mapping[str, Mapping[str, Figures]]
    worth: tuple[BreakEven, ...]
    curve: Curve | None
    cost: Cost | None
    agreement: Agreement | None = None
    schema_version: int = SCHEMA_VERSION


def measure(
    judged: Sequence[Judged],
    measured: Measured,
    *,
    threshold: float = 0.5,
    beside: Mapping[str, Mapping[str, bool]] | None = None,
) -> Card:
    """The card that the judgements make.

    Args:
        judged: one for each output, in any order.
        measured: what was measured; goes into the card as it is.
        threshold: score from which an output passes, in [0, 1].
        beside: by name of another critic, whether it passes an output, by the output's id; without those that it could
            not judge.

    Raises:
        Misuse: when the threshold is no score, an output was judged twice, or another critic has the same name.
    """
    if not 0 <= threshold <= 1:
        raise Misuse(f"`threshold` must lie in [0, 1], got {threshold!r}; .5 is the usual one")
    ids = [one.id for one in judged]
    if len(set(ids)) < len(ids):
        twice = next(id for id in ids if ids.count(id) > 1)
        raise Misuse(f"the output {twice!r} was judged twice; give each output once")
    names = sorted({name for one in judged for name in one.groups})
    scored = [(one, one.score) for one in judged if one.score is not None]
    overall = figures(judged, threshold=threshold, with_scores=True)
    return Card(
        measured=measured,
        threshold=threshold,
        overall=overall,
        worth=tuple(worth(overall, ratio) for ratio in RATIOS),
        groups={name: _by_value(judged, name, threshold) for name in names},
        curve=calibration(
            [score for _, score in scored], [one.acceptable for one, _ in scored], [one.problem for one, _ in scored]
        ),
        cost=_cost(judged),
        agreement=_agreement(judged, measured.critic, threshold, beside) if beside else None,
    )


def _agreement(
    judged: Sequence[Judged], critic: str, threshold: float, beside: Mapping[str, Mapping[str, bool]]
) -> Agreement:
    """How far the critic agrees with each other one; not those with each other, whose cards say that."""
    if critic in beside:
        raise Misuse(f"another critic is called {critic!r}, too; name the other one with its version")
    own = [None if one.score is None else one.score >= threshold for one in judged]
    others = {name: [passed.get(one.id) for one in judged] for name, passed in beside.items()}
    found = agreement({critic: own, **others}, [one.problem for one in judged], [one.acceptable for one in judged])
    return replace(found, pairs=tuple(pair for pair in found.pairs if pair.first == critic))


def worth(rates: Figures, ratio: float) -> BreakEven:
    """Below which accuracy of the drafts correcting helps.

    What the critic could not judge stays as it is, so the rates are those over all outputs. The interval runs from the
    less favourable ends of theirs to the more favourable ones: rather too wide than too narrow.

    Args:
        rates: of the critic.
        ratio: f over b, more than 0: how often a redraft repairs a wrong draft for every right one it breaks.

    Raises:
        Misuse: when the ratio is not more than 0.
    """
    if not ratio > 0:
        raise Misuse(f"`ratio` must be more than 0, got {ratio!r}; 1 is a redraft that repairs as often as it breaks")
    return BreakEven(
        ratio=ratio, ungated=_helps_below(rates, ratio, "none"), gated=_helps_below(rates, ratio, "check_after_fix")
    )


def _helps_below(rates: Figures, ratio: float, gating: Gating) -> Estimate | None:
    found, alarms, bad, good = rates.found, rates.false_alarms, rates.admitted_bad, rates.admitted_good
    if found is None or alarms is None or bad is None or good is None:
        return None
    # Only the ratio counts: the larger of both rates may be 1.
    repair_rate, break_rate = min(1.0, ratio), min(1.0, 1 / ratio)

    def at(found: float, false_alarms: float, admitted_bad: float, admitted_good: float) -> float | None:
        verdicts = VerdictRates(
            found=found, false_alarms=false_alarms, admitted_bad=admitted_bad, admitted_good=admitted_good
        )
        return break_even(round_rates(verdicts, repair_rate=repair_rate, break_rate=break_rate, gating=gating))

    value = at(found.value, alarms.value, bad.value, good.value)
    if value is None:
        return None
    low = at(found.low, alarms.high, bad.high, good.low)
    high = at(found.high, alarms.low, bad.low, good.high)
    n = min(found.n, alarms.n)
    return Estimate(value=value, low=0.0 if low is None else low, high=1.0 if high is None else high, n=n)


def _by_value(judged: Sequence[Judged], name: str, threshold: float) -> dict[str, Figures]:
    values = sorted({one.groups[name] for one in judged if name in one.groups})
    return {
        value: figures([one for one in judged if one.groups.get(name) == value], threshold=threshold, with_scores=True)
        for value in values
    }


def _cost(judged: Sequence[Judged]) -> Cost | None:
    if not judged:
        return None
    wall_s = np.array([one.usage.seconds for one in judged])
    usd = [one.usage.usd for one in judged]
    known = [amount for amount in usd if amount is not None]
    return Cost(
        calls=float(np.mean([one.usage.calls for one in judged])),
        tokens=float(np.mean([one.usage.tokens for one in judged])),
        usd=float(np.mean(known)) if len(known) == len(usd) else None,
        cpu_s=float(np.mean([one.cpu_s for one in judged])),
        wall_s=float(wall_s.mean()),
        wall_s_median=float(np.median(wall_s)),
        wall_s_95=float(np.quantile(wall_s, 0.95)),
        wall_s_quantiles=tuple(float(value) for value in np.quantile(wall_s, np.linspace(0, 1, QUANTILES))),
    )
