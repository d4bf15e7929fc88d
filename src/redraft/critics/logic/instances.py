"""Concrete situations that test a formalisation: the section ``Instances:`` of a program.

Three forms, one to a line; a situation is written in the language of the program's own statements::

    possible: Student(ann) ∧ ¬Young(ann) ::: an adult student is nothing strange
    impossible: Cat(tom) ∧ Dog(tom)
    given: Cat(tom) then: Mammal(tom) ::: cats are mammals

A formalisation under which one of them comes out otherwise says something else than what was meant.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal

from redraft.critics.logic.issues import Issue, fault, shortened
from redraft.critics.logic.outcome import Answer
from redraft.critics.logic.sections import Sections, Statement

_SITUATION = re.compile(r"(possible|impossible)\s*:\s*", re.IGNORECASE)
_GIVEN = re.compile(r"given\s*:?\s*(?P<given>.+?)\s*\bthen\b\s*:?\s*(?P<then>.+)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """One concrete situation.

    Attributes:
        kind: whether the situation is possible, is impossible, or makes something true.
        situation: what holds in it.
        then: what it makes true, for ``given``.
        statement: where it stands.
    """

    kind: Literal["possible", "impossible", "given"]
    situation: Statement
    then: Statement | None = None
    statement: Statement

    def violated(self, answer: Answer) -> Issue | None:
        """What is wrong when the situation (for ``given``: with the opposite of what it makes true) has this answer."""
        if answer == "unknown":
            return self._issue("instance_undecided", "minor")
        if answer == ("sat" if self.kind == "possible" else "unsat"):
            return None
        return self._issue(f"instance_{self.kind}", "major")

    def _issue(self, key: str, severity: Literal["minor", "major"]) -> Issue:
        said = self.statement.note or self.statement.text
        values = {"said": shortened(said)}
        return Issue(key=key, values=values, severity=severity, start=self.statement.start, end=self.statement.end)


def instances_of(sections: Sections) -> tuple[Instance, ...]:
    """The situations that a program names.

    Raises:
        Faulty: when a line of the section has none of the three forms.
    """
    return tuple(map(_instance, sections.get("instances", ())))


def _instance(statement: Statement) -> Instance:
    situation = _SITUATION.match(statement.text)
    if situation is not None:
        kind: Literal["possible", "impossible"] = "possible" if situation[1].lower() == "possible" else "impossible"
        return Instance(kind=kind, situation=_part(statement, situation.end(), None), statement=statement)
    given = _GIVEN.fullmatch(statement.text)
    if given is None:
        raise fault("instance_form", statement.start, statement.end, seen=statement.text)
    return Instance(
        kind="given",
        situation=_part(statement, *given.span("given")),
        then=_part(statement, *given.span("then")),
        statement=statement,
    )


def _part(statement: Statement, start: int, end: int | None) -> Statement:
    return replace(statement, text=statement.text[start:end], start=statement.start + start)
