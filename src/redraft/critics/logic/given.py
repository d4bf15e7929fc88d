"""A program that was given is read before anybody is asked: one that cannot be read judges no draft."""

from redraft.critics.logic.settings import Settings
from redraft.critics.logic.wording import Words
from redraft.critics.logic.workers import decide_apart
from redraft.errors import CriticFailed, Misuse

# What is wrong with these programs is what they say; they can be read, and what they say may depend on the prompt.
_READABLE = frozenset({"contradiction", "instance_possible", "instance_impossible", "instance_given"})
# Whoever makes a critic does not wait for a proof; what could not be read in time is found out with the first draft.
_LONGEST_S = 1.0
_MOST_SHOWN = 3


def check_readable(program: str, timeout_s: float) -> None:
    """Make sure that a program can be read, in a worker and within a second and a moment.

    Args:
        program: what was given.
        timeout_s: seconds that one program may take.

    Raises:
        Misuse: when it cannot be read, with the lines.
    """
    try:
        outcome = decide_apart(program, Settings(timeout_s=min(timeout_s, _LONGEST_S)))
    except CriticFailed:  # no worker could be started: every critique will say so
        return
    unreadable = [issue for issue in outcome.issues if issue.severity == "major" and issue.key not in _READABLE]
    if outcome.status != "faulty" or not unreadable:
        return
    words = Words("en")
    problems = [words.finding(issue, program, None).message for issue in unreadable[:_MOST_SHOWN]]
    n_more = len(unreadable) - len(problems)
    listed = " ".join(problems).removesuffix(".") + (f" (and {n_more} more)" if n_more else "")
    raise Misuse(f"`program` cannot be read: {listed}; mend it, or leave it out so that each draft brings its own")
