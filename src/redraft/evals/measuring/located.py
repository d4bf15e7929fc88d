"""Whether a critic found the first mistake, and not another one."""

from redraft.core import Critique, Location


def first_finding_within(critique: Critique, mistake: Location) -> bool:
    """Whether the critique's first finding that has a place in the text lies where the first mistake is.

    It does when at least half of its characters are the mistake's: a critic may point at a number where people marked
    the line, or include a label before it, but not at the whole answer.
    """
    spans = [f.location for f in critique.findings if f.location is not None and f.location.kind == "text"]
    if not spans:
        return False
    found = spans[0]
    shared = min(found.end, mistake.end) - max(found.start, mistake.start)
    length = found.end - found.start
    return shared >= 0 if length == 0 else 2 * shared >= length
