"""Two evaluations beside each other, paired by sample and seed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from redraft.errors import Misuse
from redraft.evals.comparing.figures import Pairs
from redraft.evals.comparing.paired import holm, paired_difference
from redraft.evals.comparing.result import Case, Evaluation, Scored, SliceResult
from redraft.evals.comparing.slices import labelled, slices_of
from redraft.evals.comparing.ways import Role
from redraft.profiles.fingerprints import Change, changes
from redraft.store.codec import decode, encode
from redraft.trust.intervals import Estimate, clustered_proportion


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One role in both evaluations, on the cases that they have in common.

    Attributes:
        role: what the way is there for.
        name_a: how A calls it.
        name_b: how B calls it.
        n: cases with both scored.
        n_unscored: cases with one or both unscored.
        a: rate of right answers in A.
        b: rate of right answers in B.
        ahead: B minus A, paired.
        of_all: B minus A with what is unscored counted as wrong.
        p: by a test that exchanges the two problem by problem.
        p_of_many: the same, corrected for the number of roles (Holm).
    """

    role: Role
    name_a: str
    name_b: str
    n: int
    n_unscored: int
    a: Estimate
    b: Estimate
    ahead: Estimate
    of_all: Estimate
    p: float
    p_of_many: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two evaluations beside each other.

    Attributes:
        a: in short words what A is.
        b: the same of B.
        differences: role by role, the profile's own way first.
        slices: parts of the cases in the profile's own way.
        n_slices_left_out: parts with too few problems.
        n_only_a: cases that A has and B has not.
        n_only_b: cases that B has and A has not.
        n_changed: samples of the same id that ask something else; left out.
        plans: every part in which the two profiles differ, as it was in A and is in B.
        warnings: what speaks against taking the difference for one of the profiles alone.
    """

    a: str
    b: str
    differences: tuple[Difference, ...]
    slices: tuple[SliceResult, ...]
    n_slices_left_out: int
    n_only_a: int
    n_only_b: int
    n_changed: int
    plans: tuple[Change, ...]
    warnings: tuple[str, ...]


def compare(a: Evaluation, b: Evaluation) -> Comparison:
    """B beside A.

    Raises:
        Misuse: when the two have no case in common.
    """
    cases_a, cases_b = {case.id: case for case in a.cases}, {case.id: case for case in b.cases}
    common = cases_a.keys() & cases_b.keys()
    changed = {id for id in common if cases_a[id].asked != cases_b[id].asked}
    kept = {id: cases_a[id] for id in common - changed}
    own_a, own_b = _keys(a.scored["profile"], kept), _keys(b.scored["profile"], kept)
    if not own_a & own_b:
        raise Misuse(_nothing_in_common(a, b, n_kept=len(kept), n_changed=len(changed)))
    found = [one for way in a.ways if way.role in b.scored and (one := _difference(way.role, a, b, kept))]
    corrected = holm([one.p for one in found])
    pairs = _Common(a.scored["profile"], b.scored["profile"], kept)
    scored = pairs.scored
    slices = slices_of(labelled(scored.pairs, [kept[id].groups for id in scored.ids]))
    return Comparison(
        a=_called(a),
        b=_called(b),
        differences=tuple(replace(one, p_of_many=p) for one, p in zip(found, corrected, strict=True)),
        slices=slices.found,
        n_slices_left_out=slices.n_left_out,
        n_only_a=len(_keys(a.scored["profile"], None) - _keys(b.scored["profile"], None)),
        n_only_b=len(_keys(b.scored["profile"], None) - _keys(a.scored["profile"], None)),
        n_changed=len(changed),
        plans=changes(_profile(a), _profile(b)),
        warnings=_warnings(a, b, n_changed=len(changed)),
    )


@dataclass(frozen=True, slots=True)
class _Paired:
    pairs: Pairs
    ids: tuple[str, ...]


class _Common:
    """The cases that one role has in both, each with its result in A and in B."""

    def __init__(self, a: Sequence[Scored], b: Sequence[Scored], kept: Mapping[str, Case]) -> None:
        in_b = {(one.id, one.seed): one for one in b}
        self._kept = kept
        self._both = [(one, in_b[one.id, one.seed]) for one in a if one.id in kept and (one.id, one.seed) in in_b]

    @property
    def scored(self) -> _Paired:
        return self._paired([(a, b) for a, b in self._both if a.right is not None and b.right is not None])

    @property
    def every(self) -> _Paired:
        return self._paired(self._both)

    def _paired(self, both: Sequence[tuple[Scored, Scored]]) -> _Paired:
        pairs = Pairs(
            first=tuple(bool(a.right) for a, _ in both),
            second=tuple(bool(b.right) for _, b in both),
            problems=tuple(self._kept[a.id].problem for a, _ in both),
        )
        return _Paired(pairs=pairs, ids=tuple(a.id for a, _ in both))


def _difference(role: Role, a: Evaluation, b: Evaluation, kept: Mapping[str, Case]) -> Difference | None:
    common = _Common(a.scored[role], b.scored[role], kept)
    scored, every = common.scored.pairs, common.every.pairs
    way_a, way_b = a.way(role), b.way(role)
    ahead = paired_difference(scored.second, scored.first, scored.problems)
    of_all = paired_difference(every.second, every.first, every.problems)
    rate_a = clustered_proportion(scored.first, scored.problems)
    rate_b = clustered_proportion(scored.second, scored.problems)
    if ahead is None or of_all is None or rate_a is None or rate_b is None or way_a is None or way_b is None:
        return None
    p = scored.p
    assert p is not None
    return Difference(
        role=role,
        name_a=way_a.name,
        name_b=way_b.name,
        n=len(scored.first),
        n_unscored=len(every.first) - len(scored.first),
        a=rate_a,
        b=rate_b,
        ahead=ahead,
        of_all=of_all,
        p=p,
        p_of_many=p,
    )


def _keys(scored: Sequence[Scored], kept: Mapping[str, Case] | None) -> set[tuple[str, int]]:
    return {(one.id, one.seed) for one in scored if kept is None or one.id in kept}


def _profile(one: Evaluation) -> dict[str, Any]:
    """The profile's plan as a file has it, so that one made just now equals one that was read; seeds stand apart."""
    plain: dict[str, Any] = decode(encode(one.settings))
    return {name: value for name, value in plain.items() if name != "seed"}


def _called(one: Evaluation) -> str:
    return f"{one.model}, {one.own.name}, on {one.data}"


def _warnings(a: Evaluation, b: Evaluation, *, n_changed: int) -> tuple[str, ...]:
    found = []
    if a.sha256 != b.sha256:
        found.append(f"the data differ ({a.data}, {a.sha256[:12]}, and {b.data}, {b.sha256[:12]})")
    if n_changed:
        found.append(f"{n_changed} samples of the same id ask something else; they are left out")
    for name in sorted({*a.scorers, *b.scorers}):
        if a.scorers.get(name) != b.scorers.get(name):
            versions = f"{a.scorers.get(name, 'not used')} and {b.scorers.get(name, 'not used')}"
            found.append(f"the scorer {name} differs (versions {versions}), so scores may differ for that alone")
    if a.redraft_version != b.redraft_version:
        found.append(f"made by different versions of Redraft ({a.redraft_version} and {b.redraft_version})")
    if set(a.seeds) != set(b.seeds):
        found.append(f"the seeds differ ({list(a.seeds)} and {list(b.seeds)}); only common ones are compared")
    return tuple(found)


def _nothing_in_common(a: Evaluation, b: Evaluation, *, n_kept: int, n_changed: int) -> str:
    if n_kept:
        why = f"they share samples but no seed ({list(a.seeds)} and {list(b.seeds)})"
    elif n_changed:
        why = f"all {n_changed} samples of the same id ask something else"
    else:
        why = f"no sample of {a.data} is one of {b.data}"
    return f"nothing to pair: {why}; compare evaluations of the same data and seeds"
