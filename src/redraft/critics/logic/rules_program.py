"""A program of facts and rules, from its sections to its outcome."""

import re
from collections.abc import Sequence
from dataclasses import replace

from redraft.critics.logic.citing import cited, contradiction
from redraft.critics.logic.clingo_solving import Derivation
from redraft.critics.logic.instances import Instance, instances_of
from redraft.critics.logic.issues import Faulty, Issue, fault, repair
from redraft.critics.logic.outcome import Answer, Outcome, Reading
from redraft.critics.logic.rules_reading import Literal, Rule, RulesReading
from redraft.critics.logic.sections import Sections, Statement

DIALECT = "facts and rules"

_NEGATION = re.compile(r"\b(?:not|never|no|none|cannot|neither|nor)\b|n['’]t\b|不|沒|没|非|未|無|无", re.IGNORECASE)
_WORLDS: dict[str, Reading] = {"open": "open", "closed": "closed"}


def decide_rules(sections: Sections, *, world: Reading, asked: str | None, repairing: bool) -> Outcome:
    """Whether the query of a program follows from its facts and rules.

    Args:
        sections: the program.
        world: what is not derived, when the program does not say: unknown or false.
        asked: the statement that the query formalises, in natural language; None when not known.
        repairing: whether well-known slips are put right.

    Raises:
        Faulty: when there is no query, or the rules are too large to try out.
    """
    stated = (*sections.get("facts", ()), *sections.get("rules", ()))
    queries = sections.get("query", ())
    if not queries:
        raise fault("no_query")
    if len(queries) > 1:
        raise fault("several_queries", queries[1].start, queries[1].end)
    world = _world(sections, world)
    reading = RulesReading(repairing=repairing)
    rules, faults = _read(reading, stated)
    try:
        query = reading.query(queries[0])
    except Faulty as failure:
        faults = (*faults, failure.issue)
    if faults:
        return Outcome(status="faulty", dialect=DIALECT, solver="clingo", issues=(*reading.repairs, *faults))
    query, turned = _as_asked(query, queries[0], asked, repairing)
    issues = (*reading.repairs, *turned, *_arities(rules, query))
    outcome = _outcome(rules, query, world, stated, issues)
    if outcome.status != "decided":
        return outcome
    violated = [_violated(instance, reading, rules, world) for instance in instances_of(sections)]
    found = (*outcome.issues, *(issue for issue in violated if issue is not None))
    if any(issue.severity == "major" for issue in found):
        return Outcome(status="faulty", dialect=DIALECT, solver="clingo", issues=found)
    return replace(outcome, issues=found)


def _outcome(
    rules: Sequence[Rule], query: Literal, world: Reading, stated: Sequence[Statement], issues: tuple[Issue, ...]
) -> Outcome:
    derived = Derivation(rules, world, [query]).decide(query)
    core = cited(stated, derived.core)
    if derived.contradiction:
        found = (*issues, contradiction(core))
        return Outcome(status="faulty", dialect=DIALECT, solver="clingo", issues=found, core=core)
    return Outcome(
        status="decided", dialect=DIALECT, solver="clingo", verdict=derived.verdict, issues=issues, core=core
    )


def _read(reading: RulesReading, stated: Sequence[Statement]) -> tuple[list[Rule], tuple[Issue, ...]]:
    """The rules, with every statement's faults, so that all of them can be mended at once."""
    rules: list[Rule] = []
    faults: list[Issue] = []
    for statement in stated:
        try:
            rules.append(reading.rule(statement))
        except Faulty as failure:
            faults.append(failure.issue)
    return rules, tuple(faults)


def _world(sections: Sections, default: Reading) -> Reading:
    stated = sections.get("world", ())
    if not stated:
        return default
    word = stated[-1].text.strip().lower().removesuffix(".")
    if word not in _WORLDS:
        raise fault("world", stated[-1].start, stated[-1].end, seen=stated[-1].text)
    return _WORLDS[word]


def _as_asked(
    query: Literal, statement: Statement, asked: str | None, repairing: bool
) -> tuple[Literal, tuple[Issue, ...]]:
    """The query, turned round where it negates a statement that does not, or the other way.

    Models write down the answer that they expect instead of the statement that they were asked about; "Stella is happy"
    then becomes ``Happy(Stella, False)``. A word of negation is looked for, no more: of 82 stored programs that this
    made right or wrong, 9 had been right before.
    """
    if asked is None or query.positive == (_NEGATION.search(asked) is None) or not repairing:
        return query, ()
    turned = Literal(query.predicate, query.arguments, not query.positive, query.at)
    return turned, (repair("repair_polarity", statement.start, statement.end, seen=statement.text, asked=asked),)


def _arities(rules: Sequence[Rule], query: Literal) -> tuple[Issue, ...]:
    """Predicates that are used with different numbers of things; to clingo they are different predicates."""
    first: dict[str, int] = {}
    found: dict[str, Issue] = {}
    literals = [literal for rule in rules for part in (*rule.conditions, rule.consequences) for literal in part]
    for literal in (*literals, query):
        n = len(literal.arguments)
        before = first.setdefault(literal.predicate, n)
        if n != before:
            values = {"name": literal.predicate, "n": str(n), "before": str(before)}
            end = literal.at + len(literal.predicate)
            found.setdefault(
                literal.predicate,
                Issue(key="arity_apart", values=values, severity="minor", start=literal.at, end=end),
            )
    return tuple(found.values())


def _violated(instance: Instance, reading: RulesReading, rules: Sequence[Rule], world: Reading) -> Issue | None:
    situation = reading.rule(instance.situation)
    if instance.then is None:
        consistent = Derivation([*rules, situation], world, []).consistent()
        answer: Answer = "sat" if consistent else "unsat"
    else:
        then = reading.query(instance.then)
        derived = Derivation([*rules, situation], world, [then]).decide(then)
        answer = "unsat" if derived.verdict == "true" else "sat"
    return instance.violated(answer)
