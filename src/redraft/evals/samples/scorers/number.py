"""Numbers as answers, the way GSM8K is scored: the one after the last mark, else the last one of the text."""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

from redraft.core import Draft
from redraft.errors import Misuse
from redraft.evals.sample import Score
from redraft.evals.samples.scorers.stated import stated_in
from redraft.evals.samples.scorers.verdicts import told

_LONGEST_READ = 40_000  # characters from the end
_LARGEST_POWER = 300

_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,16}|[0-9]{1,60})"
_PLAIN = rf"(?:{_DIGITS}(?:\.[0-9]{{1,60}})?|\.[0-9]{{1,60}})"
_NUMBER = re.compile(
    # A sign stands right before its number: "- 18 eggs" is an entry of a list, "10-5" a calculation.
    r"(?P<sign>(?:(?<![0-9A-Za-z)])[-−])?)(?:[$€£¥][ ]?)?"
    r"(?:\\[dt]?frac\{(?P<tex_over>-?[0-9]{1,30})\}\{(?P<tex_under>[0-9]{1,30})\}"
    rf"|(?P<number>{_PLAIN})"
    r"(?:(?:e|E|[ ]?(?:\\times|\*|×|x)[ ]?10\^)\{?(?P<power>[-+−]?[0-9]{1,4})\}?"
    r"|[ ]?/[ ]?(?P<under>[0-9]{1,30})(?![0-9./])"
    r"|[ ](?P<part>[0-9]{1,9})/(?P<whole>[0-9]{1,9})(?![0-9./]))?)"
)


def numbers_in(text: str) -> list[Fraction]:
    r"""The numbers of a text, in order: ``1,234.5``, ``$3``, ``3/4``, ``1 1/2``, ``2e-3``, ``\frac{1}{2}``.

    What cannot be a number of use (longer than sixty digits, over zero) is left out.
    """
    text = unicodedata.normalize("NFKC", text[-_LONGEST_READ:].replace("½", " 1/2"))
    # Thousands set apart by LaTeX, and what stands for a minus sign.
    text = text.replace("{,}", ",").replace("\\!", "").replace("\\$", "$").replace("\u2212", "-")
    found = [_value(match) for match in _NUMBER.finditer(text)]
    return [value for value in found if value is not None]


def number_in(text: str) -> Fraction | None:
    """The number that an answer states: after its last mark (there behind an equals sign), else its last one."""
    stated = stated_in(text)
    if stated is not None:
        after = numbers_in(stated.rpartition("=")[2]) or numbers_in(stated)
        if after:
            return after[0]
    every = numbers_in(text)
    return every[-1] if every else None


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
    version: str = "1"

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


def _value(match: re.Match[str]) -> Fraction | None:
    sign = -1 if match["sign"] else 1
    if match["tex_over"] is not None:
        return sign * _over(int(match["tex_over"]), int(match["tex_under"])) if int(match["tex_under"]) else None
    value = Fraction(match["number"].replace(",", ""))
    if match["power"] is not None:
        power = int(match["power"].replace("−", "-"))
        return sign * value * Fraction(10) ** power if abs(power) <= _LARGEST_POWER else None
    if match["under"] is not None:
        return sign * value / int(match["under"]) if int(match["under"]) else None
    if match["part"] is not None:
        return sign * (value + _over(int(match["part"]), int(match["whole"]))) if int(match["whole"]) else None
    return sign * value


def _over(above: int, below: int) -> Fraction:
    return Fraction(above, below)
