"""Fourth stage for first-order logic: which symbols are used with how many arguments, and whether that agrees.

First-order logic takes ``Meeting`` and ``Meetings`` for two predicates with nothing in common, and says so by never
drawing a conclusion; so what looks like a slip is reported here, where it can still be seen.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from redraft.critics.logic.formulas import (
    Apply,
    Atom,
    Constant,
    Equal,
    Formula,
    Joined,
    Not,
    Quantified,
    Term,
    subformulas,
    terms_of,
)
from redraft.critics.logic.issues import Issue, repair

# Comparisons are predicates with a meaning that everybody knows and nobody declares.
_UNDECLARED = frozenset({"<", "≤", "∈"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """The symbols of some formulas.

    Attributes:
        predicates: number of arguments of each predicate, in order of appearance.
        functions: number of arguments of each function.
        constants: names of things.
        clashes: symbols that are used with different numbers of arguments.
    """

    predicates: Mapping[str, int] = field(default_factory=dict)
    functions: Mapping[str, int] = field(default_factory=dict)
    constants: tuple[str, ...] = ()
    clashes: tuple[Issue, ...] = ()


def signature_of(formulas: Iterable[Formula]) -> Signature:
    """The symbols that the formulas use."""
    predicates: dict[str, int] = {}
    functions: dict[str, int] = {}
    constants: dict[str, None] = {}
    clashes: list[Issue] = []
    for formula in formulas:
        for name, n, at in _predicates(formula):
            clashes += _clash(predicates.setdefault(name, n), name, n, at)
        for term in terms_of(formula):
            if isinstance(term, Apply):
                n = len(term.arguments)
                clashes += _clash(functions.setdefault(term.function, n), term.function, n, term.at)
            elif isinstance(term, Constant):
                constants.setdefault(term.name)
    return Signature(predicates=predicates, functions=functions, constants=tuple(constants), clashes=tuple(clashes))


def _predicates(formula: Formula) -> Iterator[tuple[str, int, int]]:
    for part in subformulas(formula):
        if isinstance(part, Atom):
            yield part.predicate, len(part.arguments), part.at


def _clash(n_before: int, name: str, n: int, at: int) -> list[Issue]:
    if n_before == n:
        return []
    values = {"name": name, "n": str(n), "before": str(n_before)}
    return [Issue(key="arity", values=values, start=at, end=at + len(name))]


def notes_on(premises: Sequence[Formula], conclusion: Formula, declared: Mapping[str, int]) -> tuple[Issue, ...]:
    """What looks like a slip but is none to first-order logic, all minor.

    Args:
        premises: the premises.
        conclusion: the conclusion.
        declared: predicates that the program declares, with their number of arguments; empty when it declares none.
    """
    used = signature_of([*premises, conclusion]).predicates
    stated = signature_of(premises).predicates
    found = []
    for name, n in used.items():
        if declared and name not in declared and name not in _UNDECLARED:
            found.append(_minor("undeclared", name=name, near=_near(name, declared)))
        elif name in declared and declared[name] != n:
            found.append(_minor("declared_otherwise", name=name, n=str(n), before=str(declared[name])))
    for name, _, _ in {entry[0]: entry for entry in _predicates(conclusion)}.values():
        if name not in stated:
            found.append(_minor("unstated", name=name, near=_near(name, stated)))
    return (*found, *_twins(used))


def _near(name: str, names: Iterable[str]) -> str:
    # Empty when nothing is near.
    return next(iter(get_close_matches(name, [other for other in names if other != name], n=1, cutoff=0.8)), "")


def _twins(names: Iterable[str]) -> Iterator[Issue]:
    """Pairs of predicates whose names differ by an ending or by letter case alone."""
    by_stem: dict[str, str] = {}
    for name in names:
        stem = name.casefold().replace("_", "").removesuffix("s")
        first = by_stem.setdefault(stem, name)
        if first != name:
            yield _minor("twins", first=first, second=name)


def _minor(key: str, **values: str) -> Issue:
    if values.get("near") == "":
        del values["near"]
    elif "near" in values:
        key = f"{key}_near"
    return Issue(key=key, values=values, severity="minor")


def with_one_spelling(formulas: Sequence[Formula]) -> tuple[tuple[Formula, ...], tuple[Issue, ...]]:
    """The formulas with constants that differ in letter case or underscores alone written alike: ``James``, ``james``.

    Returns:
        The formulas, and a repair for each spelling that was changed.
    """
    first: dict[str, str] = {}
    changed: dict[str, Issue] = {}
    for formula in formulas:
        for term in terms_of(formula):
            if not isinstance(term, Constant):
                continue
            chosen = first.setdefault(term.name.casefold().replace("_", ""), term.name)
            if chosen != term.name and term.name not in changed:
                end = term.at + len(term.name)
                changed[term.name] = repair("repair_spelling", term.at, end, seen=term.name, name=chosen)
    if not changed:
        return tuple(formulas), ()
    names = {name: issue.values["name"] for name, issue in changed.items()}
    return tuple(_renamed(formula, names) for formula in formulas), tuple(changed.values())


def _renamed(formula: Formula, names: Mapping[str, str]) -> Formula:
    def in_term(term: Term) -> Term:
        match term:
            case Constant(name, at):
                return Constant(names.get(name, name), at)
            case Apply(function, arguments, at):
                return Apply(function, tuple(map(in_term, arguments)), at)
        return term

    match formula:
        case Atom(predicate, arguments, at):
            return Atom(predicate, tuple(map(in_term, arguments)), at)
        case Equal(left, right):
            return Equal(in_term(left), in_term(right))
        case Not(inner):
            return Not(_renamed(inner, names))
        case Joined(joint, parts):
            return Joined(joint, tuple(_renamed(part, names) for part in parts))
        case Quantified(quantity, variables, body):
            return Quantified(quantity, variables, _renamed(body, names))
