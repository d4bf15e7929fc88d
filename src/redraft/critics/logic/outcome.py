"""What became of a program: decided, faulty or undecided, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from redraft.critics.logic.issues import Issue

Verdict = Literal["true", "false", "unknown"]
"""Whether a conclusion follows from the premises (true), its opposite does (false), or neither (unknown)."""

Status = Literal["decided", "faulty", "undecided"]
"""``faulty``: the program says nothing, for it cannot be read or contradicts itself. ``undecided``: it may say
something, but not which answer is right, or not within the time."""

Answer = Literal["sat", "unsat", "unknown"]
"""Whether formulas can be true together, in the solvers' words."""

Reading = Literal["open", "closed"]
"""What is not known in a program of facts and rules: ``open`` leaves it unknown, ``closed`` takes it for false."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A premise that a result rests on.

    Attributes:
        number: its number among the premises, from 1; facts come before rules.
        formula: how it is written in the program.
        note: the same in natural language, as the program says it after ``:::``; may be empty.
        start: its first character in the program's text.
        end: one past its last.
    """

    number: int
    formula: str
    note: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What became of one option.

    Attributes:
        letter: its letter.
        holds: whether it is what was asked for; None when that was not decided in time.
        core: the constraints that this rests on; empty when there are none to name.
        note: what it says in natural language, as the program has it after ``:::``; may be empty.
    """

    letter: str
    holds: bool | None
    core: tuple[Cited, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a program.

    Attributes:
        status: whether there is a result.
        dialect: how the program is written; empty when that could not be told.
        solver: who decided; empty when nobody was asked.
        verdict: for a program with one conclusion that is decided.
        choices: what became of each option, for a program with options; exactly one holds when it is decided.
        reason: why it is undecided, a key of prompt text ``logic``; None else.
        issues: what is wrong with it or was put right, in order of appearance.
        core: the premises that the result, or the contradiction, rests on; empty when there are none to name.
        cpu_ms: processor time that reading and deciding took, in milliseconds.
    """

    status: Status
    dialect: str = ""
    solver: Literal["z3", "clingo", ""] = ""
    verdict: Verdict | None = None
    choices: tuple[Choice, ...] = ()
    reason: str | None = None
    issues: tuple[Issue, ...] = ()
    core: tuple[Cited, ...] = ()
    cpu_ms: float = 0.0

    @property
    def answer(self) -> str | None:
        """The answer in one word: the letter of an option, or the verdict; None when there is none."""
        if self.status != "decided":
            return None
        return next((choice.letter for choice in self.choices if choice.holds), self.verdict)

    @property
    def repairs(self) -> tuple[Issue, ...]:
        """The slips that were put right."""
        return tuple(issue for issue in self.issues if issue.key.startswith("repair_"))


def to_plain(outcome: Outcome) -> dict[str, Any]:
    """The outcome as JSON can carry it."""
    return asdict(outcome)


def from_plain(plain: Mapping[str, Any]) -> Outcome:
    """The outcome that `to_plain` wrote."""
    choices = [Choice(**{**choice, "core": _cited(choice["core"])}) for choice in plain["choices"]]
    issues = [Issue(**issue) for issue in plain["issues"]]
    return Outcome(**{**plain, "choices": tuple(choices), "issues": tuple(issues), "core": _cited(plain["core"])})


def _cited(core: Iterable[Mapping[str, Any]]) -> tuple[Cited, ...]:
    return tuple(Cited(**cited) for cited in core)
