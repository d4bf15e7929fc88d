"""Regular expressions under a time limit.

Python's own `re` can take longer than the age of the universe on a short draft and cannot be stopped: it holds the
interpreter lock while it searches. The `regex` package searches without the lock and gives up at a limit; besides, it
recognises many of the patterns that explode. Its syntax is a superset of that of `re`.
"""

import contextvars
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

import regex

from redraft.core import Finding, Location
from redraft.critics.rules.checks import Say, Undecided, quoted, shortened
from redraft.errors import Misuse

# When the searches of the examination that is running here must be over, on the monotonic clock. A context variable,
# because the JSON schema library calls back without a way to hand this through.
_deadline_s: contextvars.ContextVar[float] = contextvars.ContextVar("deadline_s")


@contextmanager
def searching_within(limit_s: float) -> Iterator[None]:
    """Let all searches inside this block together take no longer than `limit_s` seconds."""
    token = _deadline_s.set(time.monotonic() + limit_s)
    try:
        yield
    finally:
        _deadline_s.reset(token)


@lru_cache(maxsize=512)
def compiled(pattern: str, *, ignore_case: bool = False) -> "regex.Pattern[str]":
    """The pattern, ready to search.

    Raises:
        Misuse: when it is no regular expression.
    """
    try:
        return regex.compile(pattern, regex.VERSION0 | (regex.IGNORECASE if ignore_case else 0))
    except regex.error as error:
        raise Misuse(
            f"{pattern!r} is no regular expression: {error}; mend the pattern or use `must_contain`"
        ) from error


def search(pattern: "regex.Pattern[str]", text: str, start: int = 0) -> "regex.Match[str] | None":
    """The first match at or after `start`; to be called inside `searching_within`.

    Raises:
        Undecided: when the time is up.
    """
    left_s = _deadline_s.get() - time.monotonic()
    if left_s > 0:
        try:
            return pattern.search(text, start, timeout=left_s, concurrent=True)
        except TimeoutError:
            pass
    raise Undecided(
        f"searching for the pattern {shortened(pattern.pattern)!r} took too long on this draft; simplify the pattern "
        "(nested or repeated quantifiers) or raise `pattern_timeout_s`"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """A pattern that must be found in the draft, or must not.

    Attributes:
        pattern: regular expression in the syntax of `regex`, found anywhere in the draft unless it is anchored.
        forbidden: whether it must not be found instead.
        ignore_case: whether letters match in either case.

    Raises:
        Misuse: when the pattern is no regular expression.
    """

    pattern: str
    forbidden: bool = False
    ignore_case: bool = False

    def __post_init__(self) -> None:
        """Compile the pattern now, so that a bad one is refused before anything is judged."""
        compiled(self.pattern, ignore_case=self.ignore_case)

    def problems(self, text: str, say: Say) -> Iterator[Finding]:
        """See `Check`; each place that a forbidden pattern matches is a finding of its own."""
        pattern = compiled(self.pattern, ignore_case=self.ignore_case)
        match = search(pattern, text)
        if not self.forbidden:
            if match is None:
                yield Finding(
                    kind="pattern",
                    message=say("must_match", pattern=shortened(self.pattern)),
                    suggestion=say("must_match_advice"),
                )
            return
        while match is not None:
            yield Finding(
                kind="pattern",
                message=say("must_not_match", pattern=shortened(self.pattern), found=quoted(match[0])),
                location=Location(start=match.start(), end=match.end()),
                suggestion=say("must_not_match_advice"),
                evidence=(shortened(match[0]),),
            )
            # An empty match would be found again for ever.
            after = max(match.end(), match.start() + 1)
            match = search(pattern, text, after) if after <= len(text) else None
