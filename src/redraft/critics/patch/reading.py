"""From a reply to blocks: search and replace, a unified diff, or whole files; one form in one reply.

Reading is strict: what could mean two things is a problem with advice, never a guess. What quoting showed by code point
(``⟦U+200B⟧``) is that character again.
"""

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from redraft.critics.patch.blocks import Block, Problem, Reply
from redraft.critics.patch.unified import hunks
from redraft.prompts import unquote

# Models do not always count to seven; five and more are meant.
_OPENING = re.compile(r"(<{5,})\s*SEARCH\s*")
_CLOSING = re.compile(r"(>{5,})\s*REPLACE\s*")
_DIVIDER = re.compile(r"(={5,})\s*")
_FENCE = re.compile(r"(`{3,}|~{3,})(.*)")
# What models put around the path of a file: emphasis, code, headings, list marks, a colon.
_AROUND_PATH = " \t*`#\"':-"
_LABEL = re.compile(r"(?:file|path|檔案)\s*[:：]\s*", re.IGNORECASE)
_LONGEST_PATH = 300
# In characters: far more than any patch within an edit budget needs, and read in a moment.
_LONGEST_REPLY = 400_000


class Line(NamedTuple):
    """A line of a reply: its words, and where it begins and ends."""

    text: str
    start: int
    end: int


def read_reply(reply: str, paths: Collection[str]) -> Reply:
    """The blocks of a reply.

    Args:
        reply: what a model wrote; anything.
        paths: the files that may change; a path in other words around it is known by them.
    """
    if len(reply) > _LONGEST_REPLY:
        return Reply(problems=(Problem(kind="too_long", values={"n": str(len(reply)), "limit": str(_LONGEST_REPLY)}),))
    lines = _lines(reply)
    searched = _searches(lines, paths)
    # What stands inside a block may look like a diff; it is the text of a file.
    outside = [line for line in lines if not any(block.start <= line.start < block.end for block in searched.blocks)]
    differences = hunks([line.text for line in outside], [(line.start, line.end) for line in outside])
    found = [form for form in (searched, differences) if form.blocks or form.problems]
    if len(found) > 1:
        return Reply(problems=(Problem(kind="mixed_forms"),))
    chosen = found[0] if found else _whole_files(lines, paths)
    if not chosen.blocks and not chosen.problems:
        return Reply(problems=(Problem(kind="no_edits"),))
    return Reply(blocks=tuple(_revealed(block) for block in chosen.blocks), problems=chosen.problems)


def _lines(reply: str) -> list[Line]:
    lines, start = [], 0
    for text in reply.split("\n"):
        lines.append(Line(text.removesuffix("\r"), start, start + len(text)))
        start += len(text) + 1
    return lines


def _searches(lines: Sequence[Line], paths: Collection[str]) -> Reply:
    blocks: list[Block] = []
    problems: list[Problem] = []
    path: str | None = None
    at = done = 0
    while at < len(lines):
        opening = _OPENING.fullmatch(lines[at].text)
        if opening is None:
            at += 1
            continue
        named = _path_before(lines[done:at], paths)
        path = path if named is None else named
        last = _closing_line(lines, at, len(opening[1]))
        if last is None:
            problems.append(Problem(kind="not_closed", start=lines[at].start, end=lines[-1].end))
            break
        middle = _divider_line(lines[at:last], len(opening[1]))
        start, end = lines[at].start, lines[last].end
        if isinstance(middle, str):
            problems.append(Problem(kind=middle, start=start, end=end))
        else:
            old, new = lines[at + 1 : at + middle], lines[at + middle + 1 : last]
            texts = [tuple(line.text for line in part) for part in (old, new)]
            blocks.append(Block(path=path, old=texts[0], new=texts[1], start=start, end=end))
        at = done = last + 1
    return Reply(blocks=tuple(blocks), problems=tuple(problems))


def _closing_line(lines: Sequence[Line], opened: int, length: int) -> int | None:
    """The line that closes a block: with marks as long as the opening ones; of any length where there is none such."""
    any_length = None
    for at in range(opened + 1, len(lines)):
        if closing := _CLOSING.fullmatch(lines[at].text):
            if len(closing[1]) == length:
                return at
            any_length = at if any_length is None else any_length
        opening = _OPENING.fullmatch(lines[at].text)
        if opening is not None and len(opening[1]) == length:
            break  # the next block
    return any_length


def _divider_line(block: Sequence[Line], length: int) -> int | str:
    """The line between old and new, counted from the block's first; else the kind of problem."""
    found = {at: len(m[1]) for at, line in enumerate(block) if (m := _DIVIDER.fullmatch(line.text))}
    chosen = [at for at, n in found.items() if n == length] or list(found)
    if len(chosen) == 1:
        return chosen[0]
    return "many_dividers" if chosen else "no_divider"


def _path_before(lines: Sequence[Line], paths: Collection[str]) -> str | None:
    """The path that stands in the last line of words; fences and empty lines are passed over."""
    for line in reversed(lines):
        if not line.text.strip():
            continue
        fence = _FENCE.fullmatch(line.text.strip())
        if fence is None:
            return _path_in(line.text, paths)
        if named := _known_path_in(fence[2], paths):
            return named
    return None


def _path_in(text: str, paths: Collection[str]) -> str | None:
    """The path that a line consists of, or the only known one that it names."""
    if len(text) > _LONGEST_PATH:
        return None
    bare = text.strip(_AROUND_PATH)
    for written in (bare, _LABEL.sub("", bare).strip(_AROUND_PATH)):
        if written in paths or written.removeprefix("./") in paths:
            return written
        if written and not re.search(r"\s", written) and ("/" in written or re.search(r"\w\.\w", written)):
            return written
    return _known_path_in(text, paths)


def _known_path_in(text: str, paths: Collection[str]) -> str | None:
    """The only file that may change and is named in a line; a name that is part of another path does not count."""
    named = [path for path in paths if re.search(rf"(?<![\w./\\-]){re.escape(path)}(?![\w/\\-]|\.\w)", text)]
    return named[0] if len(named) == 1 else None


def _whole_files(lines: Sequence[Line], paths: Collection[str]) -> Reply:
    """Fenced blocks with the path of a file before them."""
    blocks: list[Block] = []
    problems: list[Problem] = []
    at = done = 0
    while at < len(lines):
        opening = _FENCE.fullmatch(lines[at].text)
        if opening is None:
            at += 1
            continue
        mark = opening[1]
        last = next((k for k in range(at + 1, len(lines)) if _closes(lines[k].text, mark)), None)
        path = _known_path_in(opening[2], paths) or _path_before(lines[done:at], paths)
        if last is None:
            if path is not None:
                problems.append(Problem(kind="not_closed", start=lines[at].start, end=lines[-1].end))
            break
        if path is not None:
            new = tuple(line.text for line in lines[at + 1 : last])
            blocks.append(Block(path=path, old=None, new=new, start=lines[at].start, end=lines[last].end))
        at = done = last + 1
    return Reply(blocks=tuple(blocks), problems=tuple(problems))


def _closes(text: str, mark: str) -> bool:
    closing = text.rstrip()
    return len(closing) >= len(mark) and closing == mark[0] * len(closing)


def _revealed(block: Block) -> Block:
    old = None if block.old is None else _characters(block.old)
    return Block(
        path=block.path, old=old, new=_characters(block.new), line=block.line, start=block.start, end=block.end
    )


def _characters(lines: tuple[str, ...]) -> tuple[str, ...]:
    """The lines with every code point that quoting had shown as the character it stands for."""
    if not any("⟦U+" in line for line in lines):
        return lines
    try:
        # Each line is a quotation of its own, so that a character that is a line break cannot change their number.
        return tuple(unquote(f"<line 0>\n> {line}\n</line 0>", "0")[0] for line in lines)
    except ValueError:  # a number that is no character's
        return lines
