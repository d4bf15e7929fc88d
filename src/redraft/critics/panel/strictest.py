"""The default panel: the most trusted kind decides, and of that kind the strictest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from redraft.core import PERSON, CriticKind, Critique

TRUST: tuple[CriticKind, ...] = ("verified", "external", "intrinsic")
"""The kinds of critics, the most trusted first: what was run, proved or looked up outranks every opinion, and another's
opinion outranks one's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strictest:
    """The most trusted kind that gave a score decides, and of that kind the strictest.

    So a single verified failure fails the draft however many judges liked it, and a verified pass is not overturned by
    an opinion; a person's word outranks both, the latest first. A failed critic neither passes nor fails anything.
    """

    name: str = "strictest"
    version: str = "1"
    on_disagreement: Literal["keep", "ask", "abstain"] = "keep"

    def combine(self, critiques: Sequence[Critique]) -> Critique | None:
        """The verdict of all critiques together.

        Args:
            critiques: all critiques of one draft, in the order of the critics.

        Returns:
            None for no critiques and the critique itself when there is only one. Else a critique by ``panel`` with the
            score of the strictest decider, and the texts and findings of every decider under its name; unscored, with
            all reasons, when no critic scored. It carries no usage: what judging cost stands in the critiques.
        """
        if len(critiques) <= 1:
            return critiques[0] if critiques else None
        scored = [critique for critique in critiques if critique.score is not None]
        if not scored:
            reasons = [f"{critique.critic}: {critique.reason}" for critique in critiques]
            return Critique(critic="panel", kind=_most_trusted(critiques), reason="; ".join(reasons))
        people = [critique for critique in scored if critique.critic == PERSON]
        kind = people[-1].kind if people else _most_trusted(scored)
        deciders = people[-1:] or [critique for critique in scored if critique.kind == kind]
        return Critique(
            critic="panel",
            kind=kind,
            score=min(critique.score for critique in deciders if critique.score is not None),
            text=_text(deciders),
            findings=tuple(finding for critique in deciders for finding in critique.findings),
        )


def _most_trusted(critiques: Sequence[Critique]) -> CriticKind:
    return min((critique.kind for critique in critiques), key=TRUST.index)


def _text(deciders: Sequence[Critique]) -> str:
    # The trace dialect reads a verdict's text by its words: a single decider's text must stay as it is.
    if len(deciders) == 1:
        return deciders[0].text
    return "\n\n".join(f"{critique.critic}: {critique.text}" for critique in deciders if critique.text)
