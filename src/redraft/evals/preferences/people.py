"""Simulated people: for each theme a hidden code that they like best, and a way of editing answers towards it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from redraft.core import rng_for
from redraft.evals.environments import pref
from redraft.evals.environments.pref import N_SLOTS
from redraft.models.local.language import THEMES

Answer = tuple[str, ...]
"""Four words, one for each slot."""

Kind = Literal["thorough", "one word", "silent", "moody"]
KINDS: tuple[Kind, ...] = get_args(Kind)

WORDS_ABOUT: Final[Mapping[Kind, str]] = {
    "thorough": "edits until everything is right",
    "one word": "mends one slot and says how many of the answer's were right",
    "silent": "mends one slot and says nothing",
    "moody": "edits until everything is right, and wants something else now and then",
}

WHIM_RATE: Final = 0.15
"""How often a moody person draws a slot anew; a third of the draws fall on what they like anyway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """What a person made of an answer.

    Attributes:
        before: the answer.
        after: what they made of it; the answer itself where they changed nothing.
        n_wrong: slots of the answer that are not as they wanted them this time: what it costs to mend it, 0 to 4.
        n_right: how many they said were right; None where they did not say.
        is_finished: whether whatever they changed is now all right; a person who mends one slot does not say.
    """

    before: Answer
    after: Answer
    n_wrong: int
    n_right: int | None
    is_finished: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with hidden preferences.

    Attributes:
        name: fixes every draw of theirs.
        kind: how they edit.
        codes: what they like best, by theme.
        seed: of the run.
    """

    name: str
    kind: Kind
    codes: Mapping[str, Answer]
    seed: int

    def theme(self, step: int) -> str:
        """What they ask for in a step."""
        return rng_for(self.seed, self.name, "theme", str(step)).choice(tuple(THEMES))

    def wish(self, step: int) -> Answer:
        """What they want in a step: what they like best, but for the whims of a moody person."""
        theme = self.theme(step)
        code = self.codes[theme]
        if self.kind != "moody":
            return code
        rng = rng_for(self.seed, self.name, "whim", str(step))
        return tuple(
            rng.choice(values) if rng.random() < WHIM_RATE else liked
            for liked, values in zip(code, THEMES[theme], strict=True)
        )

    def react(self, answer: Answer, step: int) -> Reaction:
        """What they make of an answer in a step."""
        wish = self.wish(step)
        wrong = [slot for slot in range(N_SLOTS) if slot >= len(answer) or answer[slot] != wish[slot]]
        if self.kind in ("thorough", "moody") or not wrong:
            return Reaction(before=answer, after=wish, n_wrong=len(wrong), n_right=None, is_finished=True)
        slot = rng_for(self.seed, self.name, "slot", str(step)).choice(wrong)
        after = (*answer[:slot], wish[slot], *answer[slot + 1 :])
        n_right = N_SLOTS - len(wrong) if self.kind == "one word" else None
        return Reaction(before=answer, after=after, n_wrong=len(wrong), n_right=n_right, is_finished=False)


def people(kind: Kind, n: int, seed: int) -> tuple[Person, ...]:
    """`n` people of one kind; another seed makes other people."""
    made = []
    for number in range(n):
        rng = rng_for(seed, "person", str(number))
        codes = {theme: rng.choice(pref.codes(theme)) for theme in THEMES}
        made.append(Person(name=f"{seed}/{number}", kind=kind, codes=codes, seed=seed))
    return tuple(made)
