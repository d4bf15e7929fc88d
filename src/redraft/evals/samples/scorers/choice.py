"""Answers to choose from: by the letter or by the words of an option."""

import re
from dataclasses import dataclass

from redraft.core import Draft
from redraft.errors import Misuse
from redraft.evals.sample import Score
from redraft.evals.samples.scorers.stated import plain, stated_in
from redraft.evals.samples.scorers.verdicts import told

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

_LONGEST_READ = 40_000  # characters from the end
_SHORT = 300
_IN_PARENTHESES = re.compile(r"\(([A-Z])\)")
# A bare letter ends there: "A cat" is no option, "A", "A." and "A) a cat" are.
_FIRST = re.compile(
    r"[\s*_`\"'$\\\[({]{0,8}(?:(?:text|mathrm|mathbf)\{)?(?:option[ \t]{1,2}|choice[ \t]{1,2})?\(?"
    r"([A-Z])(?=[)\].:*_`\"',;}$\\]|\s*\Z|\s+(?:because|since|as)\b|\s+is\s+(?:the\s+)?(?:correct|right|best)\b|\s*[-–—])",
    re.IGNORECASE,
)


def letter_in(text: str, options: tuple[str, ...]) -> str | None:
    """The letter of the option that an answer takes; None when it takes none.

    The stated answer is read first: its letter, else the option whose words it is. Without a mark it is the last letter
    in parentheses, or all of the text when it is a letter or the words of one option.

    Args:
        text: the answer.
        options: their words, in the order of the letters.
    """
    known = LETTERS[: len(options)]
    text = text[-_LONGEST_READ:]
    stated = stated_in(text)
    if stated is not None:
        taken = _taken(stated, known, options) or _mentioned(stated, known, options)
        if taken is not None:
            return taken
    taken = _taken(text.strip(), known, options)
    if taken is not None:
        return taken
    letters = [letter for letter in _IN_PARENTHESES.findall(text) if letter in known]
    last = text.rstrip().rpartition("\n")[2][-_SHORT:]
    return letters[-1] if letters else _taken(last, known, options) or _mentioned(last, known, options)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Right when the answer takes the option that the reference names, by its letter or by its words.

    Attributes:
        options: the words of the options, in the order of the letters A, B, C, ...
        reference: the letter of the right one.

    Raises:
        Misuse: when there are fewer than two options, or the reference is none of their letters.
    """

    options: tuple[str, ...]
    reference: str
    name: str = "choice"
    version: str = "1"

    def __post_init__(self) -> None:
        """Refuse what no answer could meet."""
        if not 2 <= len(self.options) <= len(LETTERS):
            raise Misuse(f"a choice has 2 to {len(LETTERS)} options, got {len(self.options)}; list them in `choices`")
        if self.reference not in LETTERS[: len(self.options)]:
            raise Misuse(
                f"the reference {self.reference!r:.60} is no option; there are "
                f"{', '.join(LETTERS[: len(self.options)])}, and their words"
            )

    @classmethod
    def of(cls, options: tuple[str, ...], reference: str) -> "Choice":
        """The scorer for a reference that is a letter or the words of an option.

        Raises:
            Misuse: when it is neither.
        """
        words = [plain(option) for option in options]
        letter = reference.strip().strip("().").upper()
        if plain(reference) in words:  # words first: an option may itself be a letter
            letter = LETTERS[words.index(plain(reference))]
        return cls(options=options, reference=letter)

    def answer_of(self, text: str) -> str:
        """The part of an answer that is compared."""
        return letter_in(text, self.options) or ""

    async def score(self, draft: Draft) -> Score:
        """See `redraft.evals.sample.Scorer`."""
        return told(letter_in(draft.text, self.options) == self.reference)


def _taken(said: str, known: str, options: tuple[str, ...]) -> str | None:
    """The option whose words all of `said` is, or whose letter it begins with."""
    words = plain(said)
    named = [letter for letter, option in zip(known, options, strict=True) if words and plain(option) == words]
    if len(named) == 1:
        return named[0]
    first = _FIRST.match(said)
    return first[1].upper() if first is not None and first[1].upper() in known else None


def _mentioned(said: str, known: str, options: tuple[str, ...]) -> str | None:
    """The first option in parentheses, or the only one whose words stand in a few words."""
    if len(said) > _SHORT:
        return None
    letter = _IN_PARENTHESES.search(said)
    if letter is not None and letter[1] in known:
        return letter[1]
    words = plain(said)
    held = [letter for letter, option in zip(known, options, strict=True) if plain(option) and plain(option) in words]
    return held[0] if len(held) == 1 else None
