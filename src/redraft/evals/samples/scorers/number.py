"""Numbers as answers, the way GSM8K is scored: the one after the last mark, else the last one of the text."""

import re
from dataclasses import dataclass
from fractions import Fraction

from redraft.core import Draft
from redraft.errors import Misuse
from redraft.evals.quantities import last_quantity, stated_quantity
from redraft.evals.sample import Score
from redraft.evals.samples.scorers.stated import stated_in
from redraft.evals.samples.scorers.verdicts import told


def number_in(text: str) -> Fraction | None:
    """The number that an answer states: the one after its last mark, else its last one; None when it can be doubted.

    See `redraft.evals.quantities` for what is a number and what is none.
    """
    stated = stated_in(text)
    found = last_quantity(text) if stated is None else stated_quantity(stated)
    return None if found is None else found.value


def decimals_of(text: str) -> int:
    """How many decimals the last number of a text is written with."""
    match = re.search(r"\.([0-9]{1,60})[^0-9]{0,40}\Z", text)
    return len(match[1]) if match else 0


def same_number(answer: Fraction, wanted: Fraction, *, decimals: int) -> bool:
    """Whether two numbers are the same, or `wanted` is `answer` rounded to its `decimals`, of which it has two or more.

    Args:
        answer: what was answered.
        wanted: the reference.
        decimals: with how many the reference is written.
    """
    return answer == wanted or (decimals >= 2 and round(answer, decimals) == wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """Right when the number that the answer states is that of the reference.

    Attributes:
        reference: the number, or a worked solution that states it after a mark.

    Raises:
        Misuse: when there is no number in it.
    """

    reference: str
    name: str = "number"
    version: str = "2"

    def __post_init__(self) -> None:
        """Refuse a reference that no answer could meet."""
        if number_in(self.reference) is None:
            raise Misuse(f"the reference {self.reference!r:.60} states no number; write one, or give another `scorer`")

    def answer_of(self, text: str) -> str:
        """The part of an answer that is compared."""
        return str(number_in(text))

    async def score(self, draft: Draft) -> Score:
        """See `redraft.evals.sample.Scorer`."""
        answer, wanted = number_in(draft.text), number_in(self.reference)
        assert wanted is not None
        return told(answer is not None and same_number(answer, wanted, decimals=decimals_of(self.reference)))
