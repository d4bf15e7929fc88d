"""A profile: one readable file with a person's preferences, read so that one broken entry does not lose the others."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from redraft.core import Provenance
from redraft.critics.preferences.entries import line_in, read_entry
from redraft.critics.preferences.preference import Preference
from redraft.errors import Misuse

MAX_BYTES = 20_000_000
# The file's own line ends and its mark of byte order stay in the text, so that places and hash are those of the file.
_HEADER = re.compile(r"^\ufeff?([ \t]*\[\[edit\]\][ \t]*(?:#[^\n]*)?\r?)$", re.MULTILINE)


class Problem(NamedTuple):
    """An entry that cannot be used.

    Attributes:
        line: of the file, counted from 1.
        message: what is wrong, and what to do.
    """

    line: int
    message: str


class Entry(NamedTuple):
    """A preference and its place in the file's text."""

    preference: Preference
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The preferences of one person.

    Attributes:
        name: of the file, as messages and provenance call it.
        text: the whole file.
        entries: every entry that can be used, in the order of the file.
        problems: what could not be read, and why.
    """

    name: str
    text: str = ""
    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def preferences(self) -> tuple[Preference, ...]:
        """All that can be used, those that are off included."""
        return tuple(entry.preference for entry in self.entries)

    @property
    def sha256(self) -> str:
        """Of the file's bytes, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def check_own(self) -> None:
        """Refuse a file that is something else: it holds no entry, not even a broken one, and more than comments.

        Raises:
            Misuse: when it is.
        """
        if _HEADER.search(self.text) is None and any(True for _ in _before_the_first(self.text)):
            raise Misuse(f"{self.name!r} does not look like a profile of preferences; name another file")

    def entry(self, id: str) -> Entry:
        """The entry with this id, or the only one whose id begins with it.

        Raises:
            Misuse: when there is none, or more than one.
        """
        exact = [entry for entry in self.entries if entry.preference.id == id]
        found = exact or ([entry for entry in self.entries if entry.preference.id.startswith(id)] if id else [])
        if len(found) != 1:
            known = ", ".join(preference.id for preference in self.preferences[:20]) or "none at all"
            what = "several preferences have" if found else "no preference has"
            raise Misuse(f"{what} the id {id!r} in {self.name!r}; there are {known}")
        return found[0]

    def provenance(self, preference: Preference) -> Provenance:
        """Where a preference stands in the file."""
        entry = self.entry(preference.id)
        date = preference.date or None
        return Provenance(document=self.name, start=entry.start, end=entry.end, sha256=self.sha256, date=date)


def read_profile(path: str | Path) -> Profile:
    """The profile in a file.

    Raises:
        Misuse: when the file cannot be read, is too large or is not UTF-8.
    """
    try:
        with Path(path).open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise Misuse(
                f"the profile {str(path)!r} is larger than {MAX_BYTES:,} bytes; forget what is no longer needed"
            )
        return profile_of(content.decode("utf-8"), name=str(path))
    except FileNotFoundError as error:
        advice = "make one with `redraft preferences learn`"
        raise Misuse(f"there is no profile {str(path)!r}; {advice}, or name another file") from error
    except OSError as error:
        raise Misuse(f"the profile {str(path)!r} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        problem = f"is not UTF-8: {error.reason} at byte {error.start}"
        raise Misuse(f"the profile {str(path)!r} {problem}; save it as UTF-8") from error


def profile_of(text: str, *, name: str) -> Profile:
    """The profile that a text holds."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    for start, end in _blocks(text):
        first_line = text.count("\n", 0, start) + 1
        try:
            preference = read_entry(text[start:end])
            if preference.id in seen:
                raise Misuse(f"another entry has the id {preference.id!r}; change one of them, or leave `id` out")
        except Misuse as error:
            inside = line_in(str(error))
            problems.append(
                Problem(first_line if inside is None else first_line + inside - 1, _without_line(str(error)))
            )
            continue
        seen.add(preference.id)
        entries.append(Entry(preference, start, end))
    problems += _before_the_first(text)
    return Profile(name=name, text=text, entries=tuple(entries), problems=tuple(sorted(problems)))


def _before_the_first(text: str) -> Iterator[Problem]:
    """Lines above all entries that are no comments: somebody misspelt a header."""
    first = _HEADER.search(text)
    above = text[: len(text) if first is None else first.start(1)].removeprefix("\ufeff")
    for number, line in enumerate(above.split("\n"), start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield Problem(number, f"{line.strip()[:60]!r} belongs to no entry; each begins with a line [[edit]]")
            return


class _Block(NamedTuple):
    start: int
    end: int


def _blocks(text: str) -> Iterator[_Block]:
    starts = [match.start(1) for match in _HEADER.finditer(text)]
    for start, end in pairwise([*starts, len(text)]):
        yield _Block(start, end)


def _without_line(message: str) -> str:
    return re.sub(r" \(at line \d+, (column \d+)\)", r" (\1)", message)
