"""A puzzle of arrangement, from its sections or its JSON to its outcome."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from redraft.critics.logic.arrangement_deciding import Puzzle
from redraft.critics.logic.arrangement_reading import read_declared, read_variables
from redraft.critics.logic.arrangements import Arrangement
from redraft.critics.logic.citing import cited, contradiction
from redraft.critics.logic.expressions import Expression, Operation, read_expression
from redraft.critics.logic.instances import Instance, instances_of
from redraft.critics.logic.issues import Issue
from redraft.critics.logic.json_reading import read_json
from redraft.critics.logic.outcome import Choice, Outcome
from redraft.critics.logic.sections import Sections, Statement

Form = Literal["declarations", "variables", "json"]
DIALECTS: dict[Form, str] = {
    "declarations": "declarations and options",
    "variables": "constraints",
    "json": "constraints in JSON",
}


def decide_puzzle(form: Form, given: Sections | str, *, deadline_s: float, repairing: bool) -> Outcome:
    """Which option of a puzzle is right, or whether its query is true in every solution, in none or in some.

    Args:
        form: how it is written.
        given: its sections; its text for JSON.
        deadline_s: when to give up, on the monotonic clock.
        repairing: whether well-known slips are put right.

    Raises:
        Faulty: when it cannot be read or makes no sense.
    """
    repairs: list[Issue] = []
    noting = repairs if repairing else None
    if isinstance(given, str):
        arrangement, sections = read_json(given, noting)
    else:
        arrangement = (read_declared if form == "declarations" else read_variables)(given, noting)
        sections = given
    instances = [(instance, _expressions(instance, noting)) for instance in instances_of(sections)]
    puzzle = Puzzle(arrangement, deadline_s, noting)
    outcome = _decided(puzzle, arrangement, instances, Outcome(status="undecided", dialect=DIALECTS[form], solver="z3"))
    # Options are read last, and may have been put right as well.
    return replace(outcome, issues=(*repairs, *outcome.issues))


def _decided(
    puzzle: Puzzle,
    arrangement: Arrangement,
    instances: Sequence[tuple[Instance, Sequence[Expression]]],
    outcome: Outcome,
) -> Outcome:
    """The outcome, with what the solver says put into it."""
    stated: list[Statement] = [constraint.statement for constraint in arrangement.constraints]
    consistent = puzzle.possible()
    if consistent == "unsat":
        core = cited(stated, puzzle.core())
        return replace(outcome, status="faulty", issues=(*outcome.issues, contradiction(core)), core=core)
    judged = [instance.violated(puzzle.possible(*expressions)) for instance, expressions in instances]
    issues = (*outcome.issues, *(issue for issue in judged if issue is not None))
    outcome = replace(outcome, issues=issues)
    if any(issue.severity == "major" for issue in issues):
        return replace(outcome, status="faulty")
    if consistent == "unknown":
        return replace(outcome, reason="consistency")
    if arrangement.query is not None:
        verdict, core_of = puzzle.verdict(arrangement.query.expression)
        if verdict is None:
            return replace(outcome, reason="out_of_time")
        return replace(outcome, status="decided", verdict=verdict, core=cited(stated, core_of))
    notes = {option.letter: option.statement.note for option in arrangement.options}
    choices = tuple(
        Choice(letter=letter, holds=holds, core=cited(stated, core), note=notes.get(letter, ""))
        for letter, holds, core in puzzle.judge(arrangement.options)
    )
    outcome = replace(outcome, choices=choices)
    right = [choice for choice in choices if choice.holds]
    if any(choice.holds is None for choice in choices):
        return replace(outcome, reason="out_of_time")
    if len(right) != 1:
        return replace(outcome, reason="several_options" if right else "no_option")
    return replace(outcome, status="decided", core=right[0].core)


def _expressions(instance: Instance, repairs: list[Issue] | None) -> list[Expression]:
    situation = instance.situation
    found = [read_expression(situation.text, situation.start, repairs)]
    if instance.then is not None:
        then = read_expression(instance.then.text, instance.then.start, repairs)
        found.append(Operation("not", (then,), instance.then.start))
    return found
