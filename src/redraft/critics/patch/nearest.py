"""What a search text that stands nowhere was probably meant to be, so that a model can mend it."""

import difflib
from collections.abc import Sequence

from redraft.critics.patch.blocks import Problem
from redraft.critics.patch.text_file import TextFile

_SHOWN_LINES = 12
# Comparing letter by letter takes time; a search text that is like nothing in so many lines is like nothing.
_COMPARED_LINES = 4_000
_COMPARED_SEARCH_LINES = 200
_LEAST_ALIKE = 0.6


def nearest(source: TextFile, wanted: Sequence[str]) -> Problem:
    """Why `wanted` does not fit `source`, with the lines of the file that are most like it.

    Args:
        source: the file.
        wanted: the lines that were looked for; not all of them empty.
    """
    path = {"path": repr(source.path)}
    written = [line for line in wanted if line.strip()]
    if all(f"{line} ".startswith("> ") for line in written) and not any(line in source.lines for line in written):
        return Problem(kind="quote_marks", values=path)
    stripped, looked_for = [line.strip() for line in source.lines], [line.strip() for line in wanted]
    start = _anchor(stripped, looked_for[:_COMPARED_SEARCH_LINES])
    if start is None:
        return Problem(kind="not_found", values=path)
    stop = min(len(source.lines), start + len(wanted))
    kind = "indentation" if stripped[start:stop] == looked_for else "not_found_near"
    shown = source.lines[start : min(stop, start + _SHOWN_LINES)]
    return Problem(kind=kind, values={**path, "first": str(start + 1), "last": str(stop)}, shown=shown)


def _anchor(lines: Sequence[str], wanted: Sequence[str]) -> int | None:
    """The line at which `wanted` would begin if its longest common run, or its most telling line, were in place."""
    run = difflib.SequenceMatcher(None, lines, wanted, autojunk=False).find_longest_match()
    if any(lines[run.a : run.a + run.size]):
        return max(0, run.a - run.b)
    telling = max(range(len(wanted)), key=lambda k: len(wanted[k]))
    alike = difflib.get_close_matches(wanted[telling], lines[:_COMPARED_LINES], n=1, cutoff=_LEAST_ALIKE)
    return max(0, lines.index(alike[0]) - telling) if alike else None
