"""Parts of the cases, looked at together: each difference is corrected for how many there are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from redraft.evals.comparing.figures import Pairs
from redraft.evals.comparing.paired import holm, paired_difference, sign_flip_p
from redraft.evals.comparing.result import SliceResult
from redraft.trust.intervals import LEVEL

FEWEST = 5
"""Problems that a slice needs. With fewer no test tells even the clearest difference from chance: the smallest p-value
of exchanging signs is 2 in 2 to the number of problems."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A case with the groups it belongs to and whether it was right in two ways."""

    groups: Mapping[str, str]
    problem: str
    first: bool
    second: bool


class Slices(NamedTuple):
    """The parts that are large enough, and how many were not."""

    found: tuple[SliceResult, ...]
    n_left_out: int


def slices_of(cases: Sequence[Labelled]) -> Slices:
    """Second minus first in every value of every group; groups with one value alone are no parts."""
    parts: dict[str, dict[str, list[Labelled]]] = defaultdict(lambda: defaultdict(list))
    for case in cases:
        for key, value in case.groups.items():
            parts[key][value].append(case)
    every = [(key, value, part) for key, by in parts.items() if len(by) > 1 for value, part in by.items()]
    large = [one for one in every if len({case.problem for case in one[2]}) >= FEWEST]
    # One level for all: the intervals hold together with the usual probability (Bonferroni).
    level = 1 - (1 - LEVEL) / max(1, len(large))
    found = [_slice(key, value, part, level) for key, value, part in large]
    corrected = holm([one.p for one in found])
    return Slices(
        found=tuple(replace(one, p_of_many=p) for one, p in zip(found, corrected, strict=True)),
        n_left_out=len(every) - len(large),
    )


def labelled(pairs: Pairs, groups: Sequence[Mapping[str, str]]) -> tuple[Labelled, ...]:
    """Cases of two ways with their groups, in the same order."""
    return tuple(
        Labelled(groups=group, problem=problem, first=first, second=second)
        for group, problem, first, second in zip(groups, pairs.problems, pairs.first, pairs.second, strict=True)
    )


def _slice(key: str, value: str, part: Sequence[Labelled], level: float) -> SliceResult:
    first, second = [case.first for case in part], [case.second for case in part]
    problems = [case.problem for case in part]
    difference = paired_difference(second, first, problems, level=level)
    assert difference is not None
    p = sign_flip_p(second, first, problems)
    return SliceResult(
        key=key,
        value=value,
        n=len(part),
        first=sum(first) / len(part),
        second=sum(second) / len(part),
        difference=difference,
        p=p,
        p_of_many=p,
    )
