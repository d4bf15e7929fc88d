"""Where a value came from, and the one line that says what is wrong with it."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from redraft.errors import SettingsError

# To the last @ of a word, for a password may have one in it.
_USER = re.compile(r"://[^\s'\"]*@")

Path = tuple[str, ...]
"""The keys from the outermost table to a value, such as ``("profiles", "default", "rounds")``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a value was written.

    Attributes:
        place: the file, or ``environment``, or ``arguments``.
        key: how the key is written there; None in a file, where it follows from the path.
        is_text: whether the value came as text that stands for a number or a list, as in the environment.
    """

    place: str
    key: str | None = None
    is_text: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Layered:
    """Values from several places, merged, with the origin of each.

    Attributes:
        values: tables within tables.
        origins: where each value was written; what is not listed is in `place`.
        place: the file, or what stands for it when there is none.
        folder: where relative paths in the file start from; empty for the working directory.
    """

    values: Mapping[str, Any]
    origins: Mapping[Path, Origin] = field(default_factory=dict)
    place: str
    folder: str = ""

    def origin_of(self, path: Path) -> Origin:
        """Where the value at `path` was written."""
        return self.origins.get(path, Origin(place=self.place))

    def wrong(self, path: Path, value: object, problem: str, advice: str) -> SettingsError:
        """The error for a value that cannot be used; one line."""
        return self.refused(path, f" = {_shown(value)}: {problem}", advice)

    def refused(self, path: Path, problem: str, advice: str) -> SettingsError:
        """The error for a key, without its value: it may be a secret, or there may be none."""
        origin = self.origin_of(path)
        place = f"{origin.place}: {origin.key or shown_key(path)}"
        return SettingsError(f"{place}{without_password(problem)}; {without_password(advice)}")


NOWHERE = Layered(values={}, place="defaults")
"""Where the defaults come from."""


def shown_key(path: Path) -> str:
    """A path as redraft.toml writes it: ``[profiles.default] rounds``."""
    *tables, key = path
    return f"[{'.'.join(tables)}] {key}" if tables else key


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Advice for a word that is not among the known ones."""
    names = sorted(known)
    by_lower = {name.lower(): name for name in names}
    near = difflib.get_close_matches(word.lower(), by_lower, n=1)
    meant = f"did you mean {by_lower[near[0]]!r}? " if near else ""
    return f"{meant}known: {', '.join(names) or 'none'}"


def without_password(text: str) -> str:
    """A text in which ``***`` stands for the user and password of every address, as in ``http://me:secret@host``."""
    return _USER.sub("://***@", text)


def _shown(value: object) -> str:
    written = without_password(repr(value))  # before it is cut, for half an address is not known as one
    return written if len(written) <= 80 else written[:77] + "..."
