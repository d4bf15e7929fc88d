"""Statements of a program that a result rests on."""

from collections.abc import Sequence

from redraft.critics.logic.issues import Issue
from redraft.critics.logic.outcome import Cited
from redraft.critics.logic.sections import Statement


def cited(statements: Sequence[Statement], indices: Sequence[int]) -> tuple[Cited, ...]:
    """The statements at `indices`, as a result cites them."""
    found = ((index + 1, statements[index]) for index in sorted(indices))
    return tuple(Cited(number=n, formula=s.text, note=s.note, start=s.start, end=s.end) for n, s in found)


def contradiction(core: Sequence[Cited]) -> Issue:
    """The issue that statements cannot all be true, at the first of those that it takes."""
    start, end = (core[0].start, core[0].end) if core else (None, None)
    values = {"core": ", ".join(str(one.number) for one in core)}
    return Issue(key="contradiction", values=values, start=start, end=end)
