"""Unified diffs: reading the ones that models write, and writing the one that a person sees."""

import difflib
import re
from collections.abc import Sequence
from typing import NamedTuple

from redraft.critics.patch.blocks import Block, Problem, Reply
from redraft.critics.patch.text_file import TextFile

_HUNK = re.compile(r"@@(?: -(\d+))?.*")
_NOWHERE = "/dev/null"


def hunks(lines: Sequence[str], spans: Sequence[tuple[int, int]]) -> Reply:
    """The hunks of the unified diffs in a reply, as blocks.

    The counts in a hunk's head are often wrong and are not looked at: a hunk ends where its lines do.

    Args:
        lines: the reply's lines.
        spans: where each begins and ends in the reply.
    """
    blocks: list[Block] = []
    problems: list[Problem] = []
    path: str | None = None
    at = 0
    while at < len(lines):
        if _is_head(lines, at):
            before, after = _paths(lines[at], lines[at + 1])
            if before != after:
                kind = "creates" if before == _NOWHERE else "deletes" if after == _NOWHERE else "renames"
                problems.append(Problem(kind=kind, start=spans[at][0], end=spans[at + 1][1]))
                path = None
            else:
                path = after
            at += 2
        elif path is not None and (head := _HUNK.fullmatch(lines[at])):
            end = _end_of(lines, at + 1)
            blocks.append(_block(lines[at + 1 : end], path, head[1], spans[at][0], spans[end - 1][1]))
            at = end
        else:
            at += 1
    return Reply(blocks=tuple(blocks), problems=tuple(problems))


def _is_head(lines: Sequence[str], at: int) -> bool:
    return lines[at].startswith("--- ") and at + 1 < len(lines) and lines[at + 1].startswith("+++ ")


def _paths(before: str, after: str) -> tuple[str, str]:
    """The paths of a head's two lines, without the times that may follow and without the prefixes of git."""
    old, new = (line[4:].partition("\t")[0].strip().strip('"') for line in (before, after))
    if old.startswith("a/") and new.startswith("b/"):
        return old.removeprefix("a/"), new.removeprefix("b/")
    return old, new


def _end_of(lines: Sequence[str], at: int) -> int:
    """One past the last line of the hunk whose body begins at `at`; empty lines at its end are not of it."""
    start = at
    while at < len(lines) and (not lines[at] or lines[at][0] in " +-\\") and not _is_head(lines, at):
        at += 1
    while at > start and not lines[at - 1]:
        at -= 1
    return at


def _block(body: Sequence[str], path: str, line: str | None, start: int, end: int) -> Block:
    # An editor or a model may have cut the space that stands for an empty line of context.
    old = tuple(text[1:] for text in body if text[:1] in ("", " ", "-"))
    new = tuple(text[1:] for text in body if text[:1] in ("", " ", "+"))
    return Block(path=path, old=old, new=new, line=None if line is None else int(line), start=start, end=end)


def diff_of(before: Sequence[TextFile], after: Sequence[TextFile]) -> str:
    """The unified diff from files to files, as ``git apply`` and ``patch -p1`` take it; empty when nothing differs.

    Args:
        before: files.
        after: the same files, in the same order.
    """
    pieces: list[str] = []
    for old, new in zip(before, after, strict=True):
        lines = difflib.unified_diff(_whole(old), _whole(new), f"a/{old.path}", f"b/{new.path}")
        pieces += [line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines]
    return "".join(pieces)


def _whole(source: TextFile) -> list[str]:
    lines = [line + end for line, end in zip(source.lines, source.ends, strict=True)]
    if source.mark:
        lines[:1] = [f"\ufeff{lines[0] if lines else ''}"]
    return lines


class Change(NamedTuple):
    """How much a patch changes; what was replaced by something else counts once.

    Attributes:
        n_lines: lines, as Python counts them: a carriage return or a form feed ends one as well.
        n_characters: characters, without those at the beginning and the end of a change that stay as they are.
    """

    n_lines: int
    n_characters: int


def change_of(old: TextFile, new: TextFile) -> Change:
    """How much differs between two states of a file."""
    before, after = (source.text.splitlines(keepends=True) for source in (old, new))
    n_lines = n_characters = 0
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after).get_opcodes():
        if tag != "equal":
            n_lines += max(b - a, d - c)
            n_characters += _n_differing("".join(before[a:b]), "".join(after[c:d]))
    return Change(n_lines + (old.mark != new.mark), n_characters)


def _n_differing(old: str, new: str) -> int:
    """Characters between what both begin with and what both end with."""
    n_first = _n_alike(old, new)
    old, new = old[n_first:], new[n_first:]
    return max(len(old), len(new)) - _n_alike(old[::-1], new[::-1])


def _n_alike(one: str, other: str) -> int:
    """How many characters both begin with."""
    differing = (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(differing, min(len(one), len(other)))
