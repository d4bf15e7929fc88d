"""A program of first-order logic, from its sections to its outcome."""

from collections.abc import Sequence

from redraft.critics.logic.citing import cited, contradiction
from redraft.critics.logic.fol_deciding import Theory
from redraft.critics.logic.fol_parser import parse
from redraft.critics.logic.formulas import Atom, Formula, Not
from redraft.critics.logic.instances import Instance, instances_of
from redraft.critics.logic.issues import Faulty, Issue, fault
from redraft.critics.logic.outcome import Cited, Outcome, Status
from redraft.critics.logic.sections import Sections, Statement
from redraft.critics.logic.signature import notes_on, signature_of, with_one_spelling

DIALECT = "first-order logic"


def decide_fol(sections: Sections, *, deadline_s: float, repairing: bool) -> Outcome:
    """Whether the conclusion of a program follows from its premises.

    Args:
        sections: the program.
        deadline_s: when to give up, on the monotonic clock.
        repairing: whether well-known slips are put right.

    Raises:
        Faulty: when there is no conclusion, or more than one.
    """
    premises = sections.get("premises", ())
    conclusions = sections.get("conclusion") or sections.get("query") or ()
    if not conclusions:
        raise fault("no_conclusion")
    if len(conclusions) > 1:
        raise fault("several_conclusions", conclusions[1].start, conclusions[1].end)
    instances = instances_of(sections)
    formulas, issues = _parsed(premises, conclusions[0], _statements(instances), repairing)
    declared, declared_issues = _declared(sections)
    formulas, spelled = with_one_spelling(formulas) if repairing else (formulas, ())
    issues = (*issues, *spelled, *signature_of(formulas).clashes)
    if any(issue.severity == "major" for issue in issues):
        return _outcome("faulty", issues)
    n = len(premises)
    issues = (*issues, *declared_issues, *notes_on(formulas[:n], formulas[n], declared))
    theory = Theory(formulas[:n], deadline_s)
    decided = theory.decide(formulas[n])
    core = cited(premises, decided.core)
    if decided.contradiction:
        return _outcome("faulty", (*issues, contradiction(core)), core=core)
    violated = _violated(theory, instances, formulas[n + 1 :])
    issues = (*issues, *violated)
    if any(issue.severity == "major" for issue in violated):
        return _outcome("faulty", issues)
    if decided.verdict is None:
        # A conclusion that follows from premises which may contradict themselves is not shown to be right.
        reason = "consistency" if decided.contradiction is None else "out_of_time"
        return _outcome("undecided", issues, reason=reason)
    return Outcome(status="decided", dialect=DIALECT, solver="z3", verdict=decided.verdict, issues=issues, core=core)


def _parsed(
    premises: Sequence[Statement], conclusion: Statement, others: Sequence[Statement], repairing: bool
) -> tuple[tuple[Formula, ...], tuple[Issue, ...]]:
    """The formulas, with every statement's faults, so that all of them can be mended at once."""
    formulas: list[Formula] = []
    issues: list[Issue] = []
    for statement in (*premises, conclusion, *others):
        try:
            parsed = parse(statement, repairing=repairing, concluding=statement is conclusion)
        except Faulty as failure:
            issues.append(failure.issue)
            continue
        formulas.append(parsed.formula)
        issues += parsed.repairs
    return tuple(formulas), tuple(issues)


def _declared(sections: Sections) -> tuple[dict[str, int], tuple[Issue, ...]]:
    """Predicates that the program declares; a line that declares none is a minor matter, for none decides anything."""
    declared: dict[str, int] = {}
    issues: list[Issue] = []
    for statement in sections.get("predicates", ()):
        try:
            formula = parse(statement, free=lambda _name: False).formula
        except Faulty:
            formula = None
        if isinstance(formula, Atom):
            declared[formula.predicate] = len(formula.arguments)
        else:
            values = {"seen": statement.text[:60]}
            issues.append(
                Issue(key="declaration", values=values, severity="minor", start=statement.start, end=statement.end)
            )
    return declared, tuple(issues)


def _statements(instances: Sequence[Instance]) -> list[Statement]:
    return [s for instance in instances for s in (instance.situation, instance.then) if s is not None]


def _violated(theory: Theory, instances: Sequence[Instance], formulas: Sequence[Formula]) -> tuple[Issue, ...]:
    found = []
    waiting = iter(formulas)
    for instance in instances:
        situation = [next(waiting)]
        if instance.then is not None:
            situation.append(Not(next(waiting)))
        found.append(instance.violated(theory.possible(*situation)))
    return tuple(issue for issue in found if issue is not None)


def _outcome(
    status: Status, issues: tuple[Issue, ...], *, core: tuple[Cited, ...] = (), reason: str | None = None
) -> Outcome:
    return Outcome(status=status, dialect=DIALECT, solver="z3", issues=issues, core=core, reason=reason)
