"""From the text of a program to its outcome; runs in a worker (`workers`), since some programs never end.

The stages: `sections`; then by dialect a parser, a check of its symbols, and a solver. Nothing is ever run: programs
are read by the parsers of this package, and what reaches a solver is built from their trees.
"""

import time
from dataclasses import replace

from redraft.critics.logic.fol_program import decide_fol
from redraft.critics.logic.issues import Faulty, Issue
from redraft.critics.logic.outcome import Outcome
from redraft.critics.logic.puzzle_program import decide_puzzle
from redraft.critics.logic.rules_program import decide_rules
from redraft.critics.logic.sections import split
from redraft.critics.logic.settings import Settings


def decide(text: str, settings: Settings) -> Outcome:
    """What becomes of a program.

    Args:
        text: the program, untrusted.
        settings: how it is to be taken.
    """
    began_s = time.process_time()
    try:
        outcome = _decided(text, settings)
    except Faulty as failure:
        outcome = Outcome(status="faulty", issues=(failure.issue,))
    return replace(outcome, cpu_ms=(time.process_time() - began_s) * 1000, issues=_ordered(outcome.issues))


def _decided(text: str, settings: Settings) -> Outcome:
    deadline_s = time.monotonic() + settings.timeout_s
    repairing = settings.repairing
    if text.lstrip().startswith("{"):
        return decide_puzzle("json", text, deadline_s=deadline_s, repairing=repairing)
    sections = split(text)
    if "declarations" in sections or "options" in sections:
        return decide_puzzle("declarations", sections, deadline_s=deadline_s, repairing=repairing)
    if "variables" in sections or "constraints" in sections:
        return decide_puzzle("variables", sections, deadline_s=deadline_s, repairing=repairing)
    if "facts" in sections or "rules" in sections:
        return decide_rules(sections, world=settings.world, asked=settings.asked, repairing=repairing)
    return decide_fol(sections, deadline_s=deadline_s, repairing=repairing)


def _ordered(issues: tuple[Issue, ...]) -> tuple[Issue, ...]:
    """The issues in order of appearance, those that concern the whole program last."""
    return tuple(sorted(issues, key=lambda issue: (issue.start is None, issue.start or 0)))
