"""The demo while it runs: a line for each way of answering, filling up."""

from types import TracebackType
from typing import Self

from rich.console import Console, Group
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from redraft.core import Record
from redraft.evals.demo import Progress
from redraft.evals.demo.arms import World, arms_of
from redraft.report.text import percent

_BAR_WIDTH = 24
TITLES: dict[World, str] = {
    "count": "count · reach a number with three others; the critic is the model itself",
    "pref": "pref · find a hidden preference; the critic is a reward from outside",
}


class DemoLive:
    """Shows the progress of a demo on a terminal; on anything else it prints a line for each finished arm."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._arms: dict[tuple[World, str], Progress] = {}
        self._latest: Record | None = None
        self._live = Live(console=console, get_renderable=self._shown, refresh_per_second=8, transient=True)

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._console.is_terminal:
            self._live.stop()

    def on_progress(self, progress: Progress) -> None:
        """Take notice of one more answered problem."""
        self._arms[progress.arm.world, progress.arm.name] = progress
        played = progress.latest
        if played.right[-1] and not played.right[0]:
            self._latest = played.record
        if progress.n_done == progress.n and not self._console.is_terminal:
            right = percent(progress.n_right / progress.n)
            self._console.print(Text(f"{progress.arm.world}: {progress.arm.name}: {right} of {progress.n} right"))

    def _shown(self) -> Group:
        pieces: list[Table | Text] = []
        for world in dict.fromkeys(world for world, _ in self._arms):
            grid = Table.grid(padding=(0, 2, 0, 0))
            grid.add_column(width=30)
            grid.add_column(width=_BAR_WIDTH)
            grid.add_column(justify="right", width=18)
            for arm in arms_of(world):
                progress = self._arms.get((world, arm.name))
                if progress is not None:
                    # Of all problems, so that it only rises: those that need few attempts are done first.
                    right = f"{percent(progress.n_right / progress.n)} right"
                    bar = ProgressBar(total=progress.n, completed=progress.n_done, width=_BAR_WIDTH)
                    grid.add_row(Text(arm.name), bar, Text(right, style="bold"))
            pieces += [Text(TITLES[world], style="bold"), grid, Text()]
        if self._latest is not None:
            pieces.append(_in_one_line(self._latest))
        return Group(*pieces)


def _in_one_line(record: Record) -> Text:
    """A correction that just repaired its draft: the answers one after the other."""
    line = Text(no_wrap=True, overflow="ellipsis")
    line.append("just now  ", style="dim")
    line.append(record.context.prompt.text, style="bold")
    for i, attempt in enumerate(record.context.attempts):
        line.append("  →  " if i else "   ", style="dim")
        line.append(attempt.draft.text, style="green" if i == record.context.standing else "red")
    return line
