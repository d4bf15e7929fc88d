"""The default panel: the most trusted kind decides, and of that kind the strictest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, final

from redraft.core import Critique
from redraft.critics.panel.outranking import hear
from redraft.critics.panel.verdict import decided, reasons_of, strictest, undecided


@final
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
        heard = hear(critiques, one_kind=True)
        if not heard.deciders:
            return undecided(heard, critiques, reasons_of(critiques), version=self.version)
        return decided(heard, strictest(heard.deciders), version=self.version)
