"""Changing a profile: whole or not at all, by one writer at a time, and without touching what others wrote by hand."""

import fcntl
import glob
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from redraft.critics.preferences.entries import HEADER, as_text, comments_in, plain
from redraft.critics.preferences.preference import Preference
from redraft.critics.preferences.profile import MAX_BYTES, Profile, profile_of, read_profile
from redraft.errors import Misuse

_ABOUT = """\
# What a person prefers, learnt from how they edited answers. Made by `redraft preferences`; yours to change by hand.
# Each [[edit]] is one preference. on = false rests it; delete the whole block to forget it. `preference` is the
# sentence that a model is shown, `checks` is what code decides: max_words 60, min_words 80, language en, avoid WORD,
# use WORD not OTHER, no_emoji, lists ... An empty context means: everywhere. The newer of two that disagree wins.
"""

_BLANK_LINE = re.compile(r"\n[ \t]*\r?\n")

_Change = Callable[[Profile], str]


def add(path: str | Path, preferences: Iterable[Preference]) -> tuple[Preference, ...]:
    """Add preferences to a profile, which is made if it is not there; those it holds already are left as they are.

    Returns:
        Those that were added.

    Raises:
        Misuse: when the file cannot be read or written, is no profile, or would become larger than can be read.
    """
    added: list[Preference] = []
    wanted = {preference.id: preference for preference in preferences}

    def change(profile: Profile) -> str:
        profile.check_own()
        known = {preference.id for preference in profile.preferences}
        added[:] = [one for one in wanted.values() if one.id not in known]
        blocks = "".join(f"\n{as_text(one)}" for one in added)
        before = profile.text or _ABOUT
        return before + ("" if before.endswith("\n") else "\n") + blocks if added else profile.text

    _change(path, change, may_be_new=True)
    return tuple(added)


def correct(path: str | Path, id: str, **changes: Any) -> Preference:
    """Change fields of one preference; its block is written anew with its comments, all others stay.

    Args:
        path: of the profile.
        id: of the preference, or the beginning of it.
        **changes: fields of `Preference`, such as ``says``, ``checks``, ``context`` and ``on``.

    Raises:
        Misuse: when there is no such preference, or the file cannot be read or written.
    """
    corrected: list[Preference] = []

    def change(profile: Profile) -> str:
        entry = profile.entry(id)
        corrected[:] = [replace(entry.preference, **changes)]
        comments = comments_in(profile.text[entry.start : entry.end])
        block = as_text(corrected[0]).replace(f"{HEADER}\n", f"{HEADER}\n{comments.inside}", 1)
        return profile.text[: entry.start] + block + comments.after + profile.text[entry.end :]

    _change(path, change)
    return corrected[0]


def forget(path: str | Path, id: str) -> Preference:
    """Take one preference out of a profile, its edit included; a comment above the next one stays.

    Raises:
        Misuse: when there is no such preference, or the file cannot be read or written.
    """
    forgotten: list[Preference] = []

    def change(profile: Profile) -> str:
        entry = profile.entry(id)
        forgotten[:] = [entry.preference]
        below = comments_in(profile.text[entry.start : entry.end]).after
        # What follows without a blank line was said of the one that goes.
        above_next = _BLANK_LINE.split(f"\n{below}", maxsplit=1)[1:]
        return profile.text[: entry.start] + "".join(above_next) + profile.text[entry.end :]

    _change(path, change)
    return forgotten[0]


def delete(path: str | Path) -> None:
    """Delete a whole profile; nothing of it is kept elsewhere.

    Raises:
        Misuse: when there is none, it is no profile, or it cannot be deleted.
    """
    profile = read_profile(path)
    made_here = profile.text.startswith(_ABOUT.partition("\n")[0])
    if profile.text.strip() and HEADER not in profile.text and not made_here:
        raise Misuse(f"{str(path)!r} does not look like a profile of preferences; delete it by hand if it is one")
    place = _place_of(path)
    try:
        with _locked(place):
            # What a writer that was killed left beside it holds the same texts.
            left = (
                Path(name) for name in glob.glob(f"{glob.escape(str(place.parent))}/.{glob.escape(place.name)}.*.part")
            )
            for file in (*left, place, Path(path), _lock_of(place)):
                file.unlink(missing_ok=True)
    except OSError as error:
        raise Misuse(f"the profile {str(path)!r} cannot be deleted: {error.strerror}") from error


def _change(path: str | Path, change: _Change, *, may_be_new: bool = False) -> None:
    """Read, change and replace, while no other writer can; a hand that saves in an editor meanwhile is not held up."""
    place = _place_of(path)
    try:
        with _locked(place):
            while True:  # until nobody's editor saved between reading and replacing
                new = may_be_new and not place.exists()
                before = profile_of("", name=str(path)) if new else replace(read_profile(place), name=str(path))
                after = plain(change(before))
                if len(after.encode()) > MAX_BYTES:
                    raise Misuse(
                        f"the profile {str(path)!r} would be larger than {MAX_BYTES:,} bytes; forget something first"
                    )
                if not new and after == before.text:
                    return
                if _replace(place, after, read=None if new else before.text.encode()):
                    return
    except OSError as error:
        raise Misuse(f"the profile {str(path)!r} cannot be written: {error.strerror}; name another file") from error


def _place_of(path: str | Path) -> Path:
    """The file itself, not a link to it: the file is replaced, and a link must stay one."""
    return Path(os.path.realpath(path))


def _lock_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.lock")


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    # Beside the profile and not on it: the profile is replaced, and a lock on what was replaced holds nobody up.
    lock = _lock_of(path)
    while True:
        descriptor = os.open(lock, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            # Whoever had it before may have deleted it with the profile: then this lock holds nobody off.
            if lock.exists() and os.path.samestat(os.fstat(descriptor), lock.stat()):
                yield
                return
        finally:
            os.close(descriptor)


def _replace(path: Path, text: str, *, read: bytes | None) -> bool:
    """Put `text` in the place of what was read, None for no file; False, and nothing done, when that has changed."""
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o600  # what people wrote is nobody else's business
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, mode)
        if (path.read_bytes() if path.exists() else None) != read:
            os.unlink(temporary)
            return False
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
    return True
