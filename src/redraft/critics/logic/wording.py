"""Outcomes in words: findings with their places, and the text that a model reads next."""

from collections.abc import Mapping, Sequence

from redraft.core import Finding, Location
from redraft.critics.logic.issues import Issue
from redraft.critics.logic.outcome import Cited, Outcome
from redraft.prompts import load_phrases

_MAX_TEXT = 4_000
_MAX_CITED = 8
_LONGEST_NOTE = 160


class Words:
    """The phrases of one language.

    Args:
        language: IETF tag.
    """

    def __init__(self, language: str) -> None:
        self._phrases = load_phrases("logic", language)

    def say(self, key: str, **values: str) -> str:
        """The phrase `key` with its places filled; a value that begins with ``§`` names a phrase itself."""
        phrase = self._phrases[key]
        return phrase.fill(**{place: self._value(values[place]) for place in phrase.places})

    def _value(self, value: str) -> str:
        key = value.removeprefix("§")
        return self.say(key) if value.startswith("§") and key in self._phrases else value

    def answer(self, value: str) -> str:
        """An answer as people write it: a letter as it is, a verdict in words."""
        key = f"verdict_{value}"
        return self.say(key) if key in self._phrases else value

    def finding(self, issue: Issue, program: str, offset: int | None) -> Finding:
        """The finding that an issue amounts to.

        Args:
            issue: what is wrong.
            program: the text of the program.
            offset: place of the program in the draft; None when it is not part of it.
        """
        message = self.say(issue.key, **issue.values)
        place = None
        evidence: tuple[str, ...] = ()
        if issue.start is not None and issue.end is not None:
            before = program[: issue.start]
            line, column = before.count("\n") + 1, issue.start - (before.rfind("\n") + 1) + 1
            message = self.say("at", line=str(line), column=str(column), message=message)
            quoted = program[issue.start : issue.end].strip()
            evidence = (quoted[:_LONGEST_NOTE],) if quoted else ()
            if offset is not None:
                place = Location(start=offset + issue.start, end=offset + issue.end)
        return Finding(kind=issue.key, message=message, severity=issue.severity, location=place, evidence=evidence)

    def cited(self, core: Sequence[Cited]) -> str:
        """Premises by number and natural language, as far as they fit into a sentence."""
        shown = [self.say("premise", number=str(c.number), text=_short(c.note or c.formula)) for c in core[:_MAX_CITED]]
        return "; ".join([*shown, *(["…"] if len(core) > _MAX_CITED else [])])


def _short(text: str) -> str:
    bare = " ".join(text.split()).rstrip(".。")
    return bare if len(bare) <= _LONGEST_NOTE else f"{bare[:_LONGEST_NOTE]}…"


def evidence_of(core: Sequence[Cited]) -> tuple[str, ...]:
    """Premises as evidence: number, formula and note."""
    return tuple(f"{c.number}: {c.formula}" + (f" ::: {c.note}" if c.note else "") for c in core[:_MAX_CITED])


def summed_up(heading: str, findings: Sequence[Finding], n_more: int, words: Words) -> str:
    """The text of a critique: a heading, one line for each finding, how many there are besides; of bounded length."""
    lines = [heading, *(f"- {' '.join(filter(None, (f.message, f.suggestion)))}" for f in findings)]
    kept: list[str] = []
    length = 0
    for line in lines:
        length += len(line) + 1
        if length > _MAX_TEXT:
            n_more += len(lines) - len(kept)
            break
        kept.append(line)
    return "\n".join([*kept, *([words.say("more", n=str(n_more))] if n_more else [])])


def details_of(outcome: Outcome) -> Mapping[str, str]:
    """How a program was decided, for the record."""
    found = {"dialect": outcome.dialect, "solver": outcome.solver, "status": outcome.status}
    if outcome.answer is not None:
        found["decided"] = outcome.answer
    right = [choice.letter for choice in outcome.choices if choice.holds]
    if len(right) > 1:
        found["right"] = ", ".join(right)
    if outcome.core:
        found["core"] = ", ".join(str(cited.number) for cited in outcome.core)
    if outcome.repairs:
        found["repairs"] = str(len(outcome.repairs))
    return {name: value for name, value in found.items() if value}
