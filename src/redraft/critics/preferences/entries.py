"""One entry of a profile as text: a ``[[edit]]`` table of TOML, which people can read and change."""

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from redraft.critics.preferences.checks import read_check
from redraft.critics.preferences.preference import Preference, Written
from redraft.errors import Misuse

HEADER = "[[edit]]"
_KEYS = ("id", "date", "on", "preference", "checks", "context", "before", "after", "by", "record")
_TEXTS = ("id", "date", "preference", "context", "before", "after", "by", "record")
# Between three quotation marks a text stands as it is; these it could not hold.
_NOT_LITERAL = re.compile(r"'''|'\Z|[\x00-\x08\x0b-\x1f\x7f]|^\s*\[\[edit\]\]", re.MULTILINE)
_SURROGATE = re.compile("[\ud800-\udfff]")
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")

_IS_REMARK = re.compile(r"\s*(?:#.*)?$")
# Each line that begins like a comment asks whether a text is open there; in longer blocks that would take too long.
_LONGEST_WITH_COMMENTS = 100_000


class Comments(NamedTuple):
    """Lines of a block that say nothing to code.

    Attributes:
        inside: those between its fields, each with its line end.
        after: those below its last field, blank lines included.
    """

    inside: str
    after: str


def as_text(preference: Preference) -> str:
    """The entry as it stands in a profile, with the newline that ends it."""
    written = preference.written
    lines = [
        HEADER,
        f"id = {_string(preference.id)}",
        f"date = {_string(preference.date)}",
        f"on = {'true' if preference.on else 'false'}",
        f"preference = {_string(preference.says)}",
    ]
    if preference.checks:
        lines.append(f"checks = [{', '.join(_string(str(check)) for check in preference.checks)}]")
    lines.append(f"context = {_long(preference.context)}")
    if written is not None:
        lines += [f"before = {_long(written.before)}", f"after = {_long(written.after)}"]
        lines += [f"record = {_string(written.record)}"] if written.record else []
    return "\n".join([*lines, f"by = {_string(preference.by)}", ""])


def read_entry(text: str) -> Preference:
    """The entry that a block of a profile holds, the line with ``[[edit]]`` first.

    Raises:
        Misuse: when it is none; a line in the message is counted from 1 at the block's first line.
    """
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Misuse(f"not TOML: {error}") from error
    fields = read.pop("edit")[0]
    if read:
        raise Misuse(f"{next(iter(read))!r} does not belong here; an entry is one [[edit]] table")
    return preference_of(fields)


def preference_of(fields: Mapping[str, Any]) -> Preference:
    """The entry with these fields, named as in a profile.

    Raises:
        Misuse: when they are none.
    """
    _check(fields)
    before, after = fields.get("before"), fields.get("after")
    context = fields.get("context", "")
    written = None
    if before is not None and after is not None:
        written = Written(context=context, before=before, after=after, record=fields.get("record", ""))
    return Preference(
        id=fields.get("id") or (written.id if written else _id_of(fields["preference"])),
        date=date.fromisoformat(fields["date"]).isoformat() if fields.get("date") else "",
        says=fields["preference"].strip(),
        checks=tuple(read_check(check) for check in fields.get("checks", ())),
        on=fields.get("on", True),
        written=written,
        by=fields.get("by", "person"),
        context=context,
    )


def comments_in(block: str) -> Comments:
    """The lines of a block that are comments, and not part of a text between three quotation marks."""
    lines = block.splitlines(keepends=True)
    n = len(lines)
    while n > 1 and _IS_REMARK.match(lines[n - 1]):
        n -= 1
    short = len(block) <= _LONGEST_WITH_COMMENTS
    while n < len(lines) and not _is_whole("".join(lines[:n])):  # a line that begins like a comment may end a text
        n = n + 1 if short else len(lines)
    inside: list[str] = []
    pending = ""
    for line in lines[1:n] if short else ():
        if line.lstrip().startswith("#") and _is_whole(pending):
            inside.append(line)
            pending = ""
        else:
            pending += line
    return Comments("".join(inside), "".join(lines[n:]))


def _is_whole(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


def line_in(problem: str) -> int | None:
    """The line that a message about a block names, counted from 1; None when it names none."""
    named = _AT_LINE.search(problem)
    return None if named is None else int(named[1])


def plain(text: str) -> str:
    """A text that can be written as UTF-8: halves of characters become the sign for what is no character."""
    return _SURROGATE.sub("\ufffd", text)


def _check(fields: Mapping[str, Any]) -> None:
    unknown = sorted(fields.keys() - set(_KEYS))
    if unknown:
        raise Misuse(f"no such key: {unknown[0]!r}; known: {', '.join(_KEYS)}")
    for key in _TEXTS:
        if not isinstance(fields.get(key, ""), str):
            raise Misuse(f"`{key}` must be a text, got {fields[key]!r}; write it between quotation marks")
    if not fields.get("preference", "").strip():
        raise Misuse("`preference` is missing: one sentence that says what is preferred")
    if not isinstance(fields.get("on", True), bool):
        raise Misuse(f"`on` must be true or false, got {fields['on']!r}")
    checks = fields.get("checks", [])
    if not isinstance(checks, list) or not all(isinstance(check, str) for check in checks):
        raise Misuse(f'`checks` must be a list of texts, got {checks!r}; for example checks = ["no_emoji"]')
    if (fields.get("before") is None) != (fields.get("after") is None):
        raise Misuse("`before` and `after` belong together; give both or neither")
    if fields.get("date"):
        try:
            date.fromisoformat(fields["date"])
        except ValueError as error:
            raise Misuse(f"`date` must be written like 2026-11-22, got {fields['date']!r}") from error


def _id_of(says: str) -> str:
    return hashlib.sha256(says.encode()).hexdigest()[:8]


def _string(text: str) -> str:
    # A string of JSON is one of TOML, but for DEL, which JSON leaves as it is.
    return json.dumps(plain(text), ensure_ascii=False).replace("\x7f", "\\u007f")


def _long(text: str) -> str:
    text = plain(text)
    if "\n" not in text or _NOT_LITERAL.search(text):
        return _string(text)
    return f"'''\n{text}'''"
