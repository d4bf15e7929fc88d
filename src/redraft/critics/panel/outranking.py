"""Who is heard: a person before what was run or proved, and that before any opinion."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from redraft.core import PERSON, CriticKind, Critique

TRUST: tuple[CriticKind, ...] = ("verified", "external", "intrinsic")
"""The kinds of critics, the most trusted first: what was run, proved or looked up outranks every opinion, and another's
opinion outranks one's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A critique that has no part in the verdict.

    Attributes:
        critique: what was given.
        why: the reason in a few words: why there is no score, or who outranks it.
    """

    critique: Critique
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """The critiques that decide, and those that do not.

    Attributes:
        deciders: of one rank, each with a score, in the order of the critics; empty when nobody scored.
        rank: what their word rests on; None when nobody scored.
        left_out: all others, in the order of the critics.
    """

    deciders: tuple[Critique, ...]
    rank: Literal["person", "verified", "opinion"] | None
    left_out: tuple[LeftOut, ...]

    @property
    def votes(self) -> bool:
        """Whether opinions decide, so that it is for them to vote."""
        return self.rank == "opinion"


def hear(critiques: Sequence[Critique], *, one_kind: bool = False) -> Heard:
    """Who decides: the last word of a person, else all verified critics that scored, else all opinions that did.

    Args:
        critiques: of one draft, in the order of the critics.
        one_kind: whether another model's opinion outranks the writer's own, too.
    """
    scored = [critique for critique in critiques if critique.score is not None]
    people = [critique for critique in scored if critique.critic == PERSON]
    verified = [critique for critique in scored if critique.kind == "verified"]
    if people:
        return _heard(critiques, people[-1:], "person", "a person")
    if verified:
        return _heard(critiques, verified, "verified", ", ".join(critique.critic for critique in verified))
    if scored and one_kind:
        best = most_trusted(scored)
        scored = [critique for critique in scored if critique.kind == best]
    names = ", ".join(critique.critic for critique in scored)
    return _heard(critiques, scored, "opinion" if scored else None, names)


def without_repeats(heard: Heard) -> Heard:
    """The same with one vote for each critic: the latest of those that judged a draft again."""
    latest = {critique.critic: critique for critique in heard.deciders}
    kept = [critique for critique in heard.deciders if latest[critique.critic] is critique]
    repeats = [
        LeftOut(critique=critique, why="it judged again")
        for critique in heard.deciders
        if latest[critique.critic] is not critique
    ]
    return Heard(deciders=tuple(kept), rank=heard.rank, left_out=(*repeats, *heard.left_out))


def most_trusted(critiques: Sequence[Critique]) -> CriticKind:
    """The most trusted kind among some critiques, at least one."""
    return min((critique.kind for critique in critiques), key=TRUST.index)


def _heard(
    critiques: Sequence[Critique],
    deciders: Sequence[Critique],
    rank: Literal["person", "verified", "opinion"] | None,
    names: str,
) -> Heard:
    left_out = [
        LeftOut(critique=critique, why=critique.reason or f"outranked by {names}")
        for critique in critiques
        if not any(critique is decider for decider in deciders)
    ]
    return Heard(deciders=tuple(deciders), rank=rank, left_out=tuple(left_out))
