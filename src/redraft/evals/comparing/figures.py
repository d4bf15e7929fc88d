"""The figures of every way, counted from what became of each case."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev

from redraft.evals.comparing.outcome import Outcome
from redraft.evals.comparing.paired import paired_difference, sign_flip_p
from redraft.evals.comparing.result import WayResult
from redraft.evals.comparing.ways import Role
from redraft.trust.intervals import Estimate, clustered_proportion

Problems = Mapping[str, str]
"""The problem of every sample, by its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Cases that two ways have in common, with whether each was right in either.

    Attributes:
        first: of the one.
        second: of the other.
        problems: which each case belongs to.
    """

    first: tuple[bool, ...]
    second: tuple[bool, ...]
    problems: tuple[str, ...]

    @property
    def difference(self) -> Estimate | None:
        """The rate of the first minus that of the second."""
        return paired_difference(self.first, self.second, self.problems)

    @property
    def p(self) -> float | None:
        """Of the difference; None without a case."""
        return sign_flip_p(self.first, self.second, self.problems) if self.first else None


def pairs_of(first: Sequence[Outcome], second: Sequence[Outcome], problems: Problems, *, strict: bool) -> Pairs:
    """The cases of two ways, paired by sample and seed.

    Args:
        first: outcomes of the one.
        second: outcomes of the other.
        problems: of every sample.
        strict: whether what is unscored counts as wrong; else a case counts only where both are scored.
    """
    others = {(one.id, one.seed): one for one in second}
    found = [(one, others[one.id, one.seed]) for one in first if (one.id, one.seed) in others]
    kept = [(a, b) for a, b in found if strict or (a.right is not None and b.right is not None)]
    return Pairs(
        first=tuple(bool(a.right) for a, _ in kept),
        second=tuple(bool(b.right) for _, b in kept),
        problems=tuple(problems[a.id] for a, _ in kept),
    )


def way_result(
    role: Role,
    name: str,
    outcomes: Sequence[Outcome],
    own: Sequence[Outcome] | None,
    problems: Problems,
    *,
    is_upper_bound: bool = False,
) -> WayResult:
    """The figures of one way.

    Args:
        role: what it is there for.
        name: how tables call it.
        outcomes: of every sample in every seed, at least one.
        own: those of the profile's own way; None for that way itself.
        problems: of every sample.
        is_upper_bound: whether it knows more than it may.
    """
    clusters = [problems[one.id] for one in outcomes]
    of_all = clustered_proportion([bool(one.right) for one in outcomes], clusters)
    assert of_all is not None, "an evaluation has at least one case"
    drafted = [one for one in outcomes if one.draft is not None and one.right is not None]
    ahead = None if own is None else pairs_of(own, outcomes, problems, strict=False)
    seeds = sorted({one.seed for one in outcomes})
    by_seed = {str(seed): _share([one.right for one in outcomes if one.seed == seed]) for seed in seeds}
    rates = [rate for rate in by_seed.values() if rate is not None]
    known = [one.usd for one in outcomes if one.usd is not None]
    return WayResult(
        role=role,
        name=name,
        is_upper_bound=is_upper_bound,
        n=len(outcomes),
        n_unscored=sum(one.right is None for one in outcomes),
        reasons=dict(Counter(one.reason or "not known" for one in outcomes if one.right is None).most_common()),
        accuracy=_rate([(one.right, problems[one.id]) for one in outcomes]),
        accuracy_of_all=of_all,
        by_attempt=_by_attempt(outcomes, problems),
        repaired=_rate([(one.right, problems[one.id]) for one in drafted if one.draft is False]),
        broken=_rate([(not one.right, problems[one.id]) for one in drafted if one.draft is True]),
        gain=paired_difference(
            [bool(one.right) for one in drafted],
            [bool(one.draft) for one in drafted],
            [problems[one.id] for one in drafted],
        ),
        ahead=None if ahead is None else ahead.difference,
        ahead_of_all=None if own is None else pairs_of(own, outcomes, problems, strict=True).difference,
        p=None if ahead is None else ahead.p,
        calls=fmean(one.calls for one in outcomes),
        n_answers=fmean(one.n_answers for one in outcomes),
        prompt_tokens=fmean(one.prompt_tokens for one in outcomes),
        completion_tokens=fmean(one.completion_tokens for one in outcomes),
        seconds=fmean(one.seconds for one in outcomes),
        usd=fmean(known) if len(known) == len(outcomes) else None,
        by_seed=by_seed,
        spread=stdev(rates) if len(rates) > 1 else None,
    )


def _by_attempt(outcomes: Sequence[Outcome], problems: Problems) -> tuple[Estimate | None, ...]:
    most = max((len(one.after) for one in outcomes), default=0)

    def after(one: Outcome, k: int) -> bool | None:
        return one.after[k] if k < len(one.after) else one.right

    return tuple(_rate([(after(one, k), problems[one.id]) for one in outcomes]) for k in range(most))


def _rate(cases: Sequence[tuple[bool | None, str]]) -> Estimate | None:
    scored = [(right, problem) for right, problem in cases if right is not None]
    return clustered_proportion([right for right, _ in scored], [problem for _, problem in scored])


def _share(rights: Sequence[bool | None]) -> float | None:
    scored = [right for right in rights if right is not None]
    return fmean(scored) if scored else None
