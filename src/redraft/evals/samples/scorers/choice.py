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
_NEAR = 100
_IN_PARENTHESES = re.compile(r"\(([A-Z])\)")
# A bare letter ends there: "A cat" is no option, "A", "A." and "A) a cat" are.
_FIRST = re.compile(
    r"[\s*_`\"'$\\\[({]{0,8}(?:(?:text|mathrm|mathbf)\{)?(?:option[ \t]{1,2}|choice[ \t]{1,2})?\(?"
    r"([A-Z])(?=[)\].:*_`\"',;}$\\]|\s*\Z|\s+(?:because|since|as)\b|\s+is\s+(?:the\s+)?(?:correct|right|best)\b|\s*[-–—])",
    re.IGNORECASE,
)

_JOINED = re.compile(
    r"\(?\b([A-Z])\b\)?[ ]{0,3}(?:,[ ]{0,3}(?:and|or)?|/|&|\+|\bor\b|\band\b)[ ]{0,3}"
    r"(?:option[ ]{1,2})?\(?([A-Z])\b(?!['’])\)?"
    # "B. A dog" is one option with its words, "B. A" are two.
    r"|\(?\b([A-Z])\b\)?[ ]{0,3}[;.…–—-]{1,3}[ ]{0,3}(?:(?:and|or)[ ])?\(?([A-Z])\b\)?(?=\s{0,3}(?:\Z|[.,;!?)]))"
)
_DENIED_BEFORE = re.compile(
    r"(?:\b(?:not|never|neither|nor|no|cannot|without|except|excluding|eliminate[sd]?|reject(?:s|ed)?|unlike|than"
    r"|instead of|(?:any|every)thing but|all but|rule[sd]? out|wrong(?: (?:answer|option|choice))? is)\b|n['’]t\b)"
    r"[^.;:,()\n]{0,60}\(?\Z",
    re.IGNORECASE,
)
_DENIED_AFTER = re.compile(
    r"\A[)\]*_.,]{0,4}[ ]{0,3}(?:\?|(?:\w{1,20}[ ]{1,3})?(?:(?:is|was|are|seems|would be|must be)[ ]{1,3}"
    r"(?:(?:also|clearly)[ ])?(?:not|wrong|incorrect|false|(?:ruled )?out|impossible|excluded)"
    r"|(?:isn|wasn|can|doesn)['’]t|cannot|does not)\b)",
    re.IGNORECASE,
)
_REASON = re.compile(r"\b(?:because|since|as|for)\b|(?<=[^\s.])\.\s", re.IGNORECASE)
_DENIAL = re.compile(r"\b(?:not|never|neither|none|no|cannot|unknown)\b|n['’]t\b", re.IGNORECASE)


def letter_in(text: str, options: tuple[str, ...]) -> str | None:
    """The letter of the option that an answer takes; None when it takes none, or more than one.

    The stated answer is read first: its letter, else the option whose words it is. Without a mark it is the letter that
    the text begins with, else the last one in parentheses, else the words of one option in its last line. What is
    denied ("not (B)", "(B) is wrong") is not taken.

    Args:
        text: the answer.
        options: their words, in the order of the letters.
    """
    known = LETTERS[: len(options)]
    text = text[-_LONGEST_READ:]
    stated = stated_in(text)
    if stated is not None:
        taken = _stated(stated, known, options)
        if taken is not None or _DENIAL.search(stated) or _letters(stated, known) or _held(stated, known, options):
            return taken
    taken = _taken(text.strip(), known, options)
    if taken is not None:
        return None if _is_joined(text.strip()[:_SHORT], taken, known) else taken
    letters = _letters(text, known)
    if letters:
        line = next(line for line in reversed(text.splitlines()) if f"({letters[-1]})" in line)
        return None if _is_joined(line[-_SHORT:], letters[-1], known) else letters[-1]
    last = text.rstrip().rpartition("\n")[2][-_SHORT:]
    return _taken(last, known, options) or _mentioned(last, known, options)


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
    version: str = "2"

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


def _stated(said: str, known: str, options: tuple[str, ...]) -> str | None:
    """The one option that a stated answer takes."""
    taken = _taken(said, known, options)
    if taken is not None:
        words = options[known.index(taken)]
        said = said.replace(words, "") if words else said
        reason = _REASON.search(said, 1)
        claim = said if reason is None else said[: reason.start()]
        others = [letter for letter in _letters(claim, known) if letter != taken]
        return None if others or _is_joined(said, taken, known) else taken
    letters = _letters(said, known)
    if letters:
        return letters[0] if len(set(letters)) == 1 and not _is_joined(said, letters[0], known) else None
    return None if _is_joined(said, None, known) else _mentioned(said, known, options)


def _taken(said: str, known: str, options: tuple[str, ...]) -> str | None:
    """The option whose words all of `said` is, or whose letter it begins with."""
    words = plain(said)
    named = [letter for letter, option in zip(known, options, strict=True) if words and plain(option) == words]
    if len(named) == 1:
        return named[0]
    first = _FIRST.match(said)
    if first is None or first[1].upper() not in known or _DENIED_AFTER.match(said[first.end() :]):
        return None
    return first[1].upper()


def _letters(said: str, known: str) -> list[str]:
    """The options in parentheses that are not denied, in order."""
    return [
        found[1]
        for found in _IN_PARENTHESES.finditer(said)
        if found[1] in known
        and not _DENIED_BEFORE.search(said[max(0, found.start() - _NEAR) : found.start()])
        and not _DENIED_AFTER.match(said[found.end() : found.end() + _NEAR])
    ]


def _is_joined(said: str, letter: str | None, known: str) -> bool:
    """Whether a letter (or, for None, any) is said together with another: "A or B", "(A), (B)"."""
    return any(
        one != other and one in known and other in known and letter in (None, one, other)
        for found in _JOINED.finditer(said)
        for one, other in [(found[1] or found[3], found[2] or found[4])]
    )


def _mentioned(said: str, known: str, options: tuple[str, ...]) -> str | None:
    """The only option whose words stand in a few words and are not denied there."""
    held = _held(said, known, options) if len(said) <= _SHORT else []
    return held[0] if len(held) == 1 else None


def _held(said: str, known: str, options: tuple[str, ...]) -> list[str]:
    """The options whose words stand in `said`, as whole words, and are not denied there."""
    words = plain(said[:_SHORT])
    held = []
    for letter, option in zip(known, map(plain, options), strict=True):
        places = [found.span() for found in re.finditer(rf"(?<!\w){re.escape(option)}(?!\w)", words)] if option else []
        if any(not _DENIED_BEFORE.search(words[:a]) and not _DENIED_AFTER.match(words[b:]) for a, b in places):
            held.append(letter)
    return held
