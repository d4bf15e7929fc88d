"""The trajectory of a correction in a terminal; what went is red and struck, what came is green.

Without colours the marks are written: ``[-old-]{+new+}``.
"""

from collections.abc import Sequence

from rich.console import Group
from rich.table import Table as Grid
from rich.text import Text

from redraft.core import Critique, Decision, Usage
from redraft.report.marks import Segment, marked_in_words
from redraft.report.story import Step, Story, refused_in_words, sources_in_words
from redraft.report.text import counted, printable

_STYLES = {"same": "", "old": "red strike", "new": "green"}
_LABEL_WIDTH = 14


def trajectory(story: Story, *, colors: bool) -> Group:
    """The whole trajectory: prompt, every attempt with its verdicts and decisions, and the ending.

    Args:
        story: the record as steps.
        colors: whether the terminal shows colours; if not, changes are marked by characters.
    """
    grid = lines()
    for message in story.record.context.prompt.messages:
        grid.add_row("", Text(printable(message.role), style="dim"), Text(printable(message.text), style="bold"))
    for step in story.steps:
        grid.add_row("", "", "")
        add_step(grid, step, colors=colors)
    return Group(grid, Text(), ending(story))


def lines() -> Grid:
    """An empty grid for a trajectory: number, label, content."""
    grid = Grid.grid(padding=(0, 2, 0, 0))
    grid.add_column(justify="right", width=3, style="bold")
    grid.add_column(width=_LABEL_WIDTH, overflow="fold")
    grid.add_column(overflow="fold")
    return grid


def add_step(grid: Grid, step: Step, *, colors: bool) -> None:
    """Add an attempt: its text with the changes marked, what each critic said, and what was decided."""
    add_draft(grid, step.number, step.changes, step.written_from, colors=colors)
    for refused in refused_in_words(step.attempt.draft):
        grid.add_row("", "", Text(printable(refused), style="yellow"))
    for critique in step.attempt.critiques:
        add_critique(grid, critique, passed=step.passes(critique))
    if step.panel is not None:
        add_panel(grid, step.panel, passed=step.attempt.passed)
    if step.admission is not None:
        add_decision(grid, "gate", step.admission)
    if step.decision is not None and step.decision.action in ("redraft", "resample", "consult"):
        add_decision(grid, "next", step.decision)


def add_draft(grid: Grid, number: int, changes: Sequence[Segment], written_from: int | None, *, colors: bool) -> None:
    """Add the text of a draft."""
    label = "draft" if number == 1 else "resample" if written_from is None else f"redraft of {written_from}"
    grid.add_row(str(number), Text(label, style="dim"), changed_text(changes, colors=colors))


def add_critique(grid: Grid, critique: Critique, *, passed: bool | None) -> None:
    """Add what a critic said; `passed` is whether that is a pass."""
    mark, style = ("?", "yellow") if critique.score is None else ("✓", "green") if passed else ("✗", "red")
    said = Text.assemble((f"{mark} ", style))
    if critique.score is None:
        said.append(f"unscored: {printable(critique.reason or '')}", style=style)
    else:
        said.append(f"{critique.score:.2f}", style=f"bold {style}")
        said.append(f"  {printable(critique.text)}")
    said.append(f"  ({critique.kind})", style="dim")
    grid.add_row("", Text(printable(critique.critic), style="dim"), said)
    for finding in critique.findings:
        advice = f" → {finding.suggestion}" if finding.suggestion else ""
        grid.add_row("", "", Text(printable(f"• [{finding.severity}] {finding.message}{advice}")))
        for source in sources_in_words(finding):
            grid.add_row("", "", Text(printable(f"  {source}"), style="dim"))


def add_panel(grid: Grid, verdict: Critique, *, passed: bool | None) -> None:
    """Add what all critics say together: who decided, who was left out and why."""
    mark, style = ("?", "yellow") if verdict.score is None else ("✓", "green") if passed else ("✗", "red")
    said = Text.assemble((f"{mark} ", style))
    if verdict.score is None:
        said.append(f"unscored: {printable(verdict.reason or '')}", style=style)
    else:
        said.append(f"{verdict.score:.2f}", style=f"bold {style}")
    details = "; ".join(f"{name} {words}" for name, words in verdict.details.items())
    said.append(f"  {printable(details)}", style="dim")
    grid.add_row("", Text("together", style="dim"), said)


def add_decision(grid: Grid, who: str, decision: Decision) -> None:
    """Add a decision with its reason."""
    text = Text(f"{decision.action}: ", style="dim")
    text.append(
        printable(f"{decision.reason} · {decision.detail}" if decision.detail else decision.reason), style="dim"
    )
    grid.add_row("", Text(who, style="dim"), text)


def changed_text(changes: Sequence[Segment], *, colors: bool) -> Text:
    """A draft with its changes marked."""
    if not colors:
        return Text(printable(marked_in_words(changes)))
    text = Text()
    for segment in changes:
        text.append(printable(segment.text), style=_STYLES[segment.kind])
    return text


def ending(story: Story) -> Text:
    """One line: which attempt was returned, why, and what it all cost."""
    returned = next((step.number for step in story.steps if step.returned), None)
    what = "no answer" if returned is None else f"attempt {returned} of {len(story.steps)}"
    why = "" if story.ending is None else f" · {story.ending.reason}: {story.ending.detail}"
    accepted = story.ending is not None and story.ending.action == "accept"
    line = Text.assemble(("returned ", "dim"))
    line.append(printable(what + why), style="green" if accepted else "yellow")
    line.append(f" · {cost(story.record.usage)} · record {story.record.id[:12]}", style="dim")
    return line


def cost(usage: Usage) -> str:
    """What was spent, in words; money only where it is known and not nothing."""
    money = f", ${usage.usd:.4f}" if usage.usd else ""
    return f"{counted(usage.calls, 'call')}, {counted(usage.tokens, 'token')}, {usage.seconds:.2f} s{money}"
