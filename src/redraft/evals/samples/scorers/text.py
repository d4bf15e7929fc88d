"""Scorers that compare texts: `Exact`, `Contains` and `Matching`."""

import asyncio
from dataclasses import dataclass

from redraft.core import Draft
from redraft.critics.rules.checks import Undecided
from redraft.critics.rules.patterns import compiled, search, searching_within
from redraft.errors import Misuse
from redraft.evals.sample import Score
from redraft.evals.samples.scorers.stated import plain, stated_in
from redraft.evals.samples.scorers.verdicts import told

_LIMIT_S = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Exact:
    """Right when the stated answer, or all of the text, is the reference; case and white space do not count.

    Attributes:
        reference: the answer.
    """

    reference: str
    name: str = "exact"
    version: str = "1"

    def answer_of(self, text: str) -> str:
        """The part of an answer that is compared."""
        stated = stated_in(text)
        return plain(text if stated is None else stated)

    async def score(self, draft: Draft) -> Score:
        """See `redraft.evals.sample.Scorer`."""
        wanted = plain(self.reference)
        return told(wanted in (self.answer_of(draft.text), plain(draft.text)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Contains:
    """Right when every text of the reference stands somewhere in the answer; case and white space do not count.

    Attributes:
        reference: the texts, at least one.
    """

    reference: tuple[str, ...]
    name: str = "contains"
    version: str = "1"

    async def score(self, draft: Draft) -> Score:
        """See `redraft.evals.sample.Scorer`."""
        text = " ".join(draft.text.split()).casefold()
        return told(all(" ".join(wanted.split()).casefold() in text for wanted in self.reference))


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """Right when a regular expression is found in the answer; unscored when the search takes too long.

    Attributes:
        reference: the pattern, in the syntax of `regex`.

    Raises:
        Misuse: when it is no regular expression.
    """

    reference: str
    name: str = "regex"
    version: str = "1"

    def __post_init__(self) -> None:
        """Refuse a bad pattern before anything is asked."""
        try:
            compiled(self.reference)
        except Misuse as error:
            raise Misuse(f"{self.reference!r} is no regular expression: {error.__cause__}; mend it") from error

    async def score(self, draft: Draft) -> Score:
        """See `redraft.evals.sample.Scorer`."""
        return await asyncio.to_thread(self._scored, draft.text)

    def _scored(self, text: str) -> Score:
        try:
            with searching_within(_LIMIT_S):
                return told(search(compiled(self.reference), text) is not None)
        except Undecided:
            return Score(right=None, reason=f"searching this answer for the pattern took over {_LIMIT_S:g} s")
