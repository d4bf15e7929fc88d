"""What every rule is, and the rules that need no pattern: lengths and what must or must not be contained."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from redraft.core import Finding, Location
from redraft.errors import CriticFailed, Misuse

Say = Callable[..., str]
"""Words for a finding in the language of the prompt: ``say(KEY, place=value, ...)``, keys of prompt text ``rules``."""

Unit = Literal["characters", "words", "lines"]

# Chinese and Japanese are written without spaces: each character counts as a word, as word processors count them.
_WORD = re.compile(r"[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\s\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
_LONGEST_SHOWN = 120


class Undecided(CriticFailed):
    """A rule could not be decided on this draft."""


class Check(Protocol):
    """One rule."""

    def problems(self, text: str, say: Say) -> Iterator[Finding]:
        """What breaks the rule, in order of appearance.

        Raises:
            Undecided: when that cannot be told; what was found before then still holds.
        """
        ...


def shortened(text: str) -> str:
    """`text` cut to what a message can show."""
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def quoted(text: str) -> str:
    """`text` in quotation marks, cut to what a message can show."""
    return f'"{shortened(text)}"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """A bound on the draft's length.

    Attributes:
        unit: ``characters`` are code points; ``words`` runs between white space that hold a letter or digit, and single
            Chinese or Japanese characters; ``lines`` what newlines separate, a last empty line not counted.
        low: fewest that are enough; None for no lower bound.
        high: most that are allowed; None for no upper bound.
    """

    unit: Unit
    low: int | None = None
    high: int | None = None

    def __post_init__(self) -> None:
        """Refuse bounds that nothing can keep."""
        for side, limit in (("min", self.low), ("max", self.high)):
            if limit is not None and limit < 0:
                raise Misuse(f"`{side}_{self.unit}` must be 0 or more, got {limit!r}; leave it out for no limit")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise Misuse(
                f"`min_{self.unit}` {self.low!r} is more than `max_{self.unit}` {self.high!r}; no draft can be both"
            )

    def problems(self, text: str, say: Say) -> Iterator[Finding]:
        """See `Check`; a draft that is too long is located from where it should have ended."""
        starts = _starts(text, self.unit)
        n = len(starts)
        if self.low is not None and n < self.low:
            yield Finding(
                kind="length",
                message=say(f"min_{self.unit}", n=str(n), limit=str(self.low)),
                suggestion=say("longer_advice", by=str(self.low - n)),
            )
        if self.high is not None and n > self.high:
            yield Finding(
                kind="length",
                message=say(f"max_{self.unit}", n=str(n), limit=str(self.high)),
                location=Location(start=starts[self.high], end=len(text)),
                suggestion=say("shorter_advice", by=str(n - self.high)),
            )


def _starts(text: str, unit: Unit) -> range | list[int]:
    """Where each character, word or line begins."""
    if unit == "characters":
        return range(len(text))
    if unit == "words":
        return [m.start() for m in _WORD.finditer(text) if any(character.isalnum() for character in m[0])]
    starts = [0, *(place + 1 for place, character in enumerate(text) if character == "\n")]
    return starts[:-1] if starts[-1] == len(text) else starts


@dataclass(frozen=True, slots=True, kw_only=True)
class Contains:
    """Words that the draft must contain, or must not.

    Attributes:
        wanted: the words, taken literally.
        forbidden: whether they must not be there instead.
        ignore_case: whether ``Yes`` is found in ``YES``.
    """

    wanted: str
    forbidden: bool = False
    ignore_case: bool = False

    def __post_init__(self) -> None:
        """Refuse words that every draft contains."""
        if not self.wanted:
            which = "must_not_contain" if self.forbidden else "must_contain"
            raise Misuse(f"`{which}` holds an empty text, which stands in every draft; name the words")

    def problems(self, text: str, say: Say) -> Iterator[Finding]:
        """See `Check`; each place where forbidden words stand is a finding of its own."""
        # Literal words have no quantifiers, so this search takes time in proportion to the draft's length.
        places = re.finditer(re.escape(self.wanted), text, re.IGNORECASE if self.ignore_case else 0)
        if self.forbidden:
            for place in places:
                yield Finding(
                    kind="forbidden_words",
                    message=say("must_not_contain", found=quoted(place[0])),
                    location=Location(start=place.start(), end=place.end()),
                    suggestion=say("must_not_contain_advice"),
                    evidence=(shortened(place[0]),),
                )
        elif next(places, None) is None:
            yield Finding(
                kind="missing_words",
                message=say("must_contain", wanted=quoted(self.wanted)),
                suggestion=say("must_contain_advice", wanted=quoted(self.wanted)),
            )
