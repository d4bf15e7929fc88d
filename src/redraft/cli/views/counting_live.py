"""Progress of work that can be counted: a bar on a terminal, else a line for each tenth."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.text import Text

from redraft.report.text import counted


class CountingLive:
    """Shows how far the work is, on a console on stderr."""

    def __init__(self, console: Console, *, what: str, on_interrupt: str = "") -> None:
        """Count things of the sort `what`; `on_interrupt` is said when Ctrl-C ends the work."""
        self._console, self._what, self._on_interrupt = console, what, on_interrupt
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._bar = Progress(*columns, console=console, transient=True)
        self._task: TaskID | None = None
        self._tenths = 0

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._console.is_terminal:
            self._bar.stop()
        if self._on_interrupt and kind is not None and issubclass(kind, KeyboardInterrupt):
            self._console.print(Text(self._on_interrupt), soft_wrap=True)

    def show(self, n_done: int, n: int, said: str) -> None:
        """Take notice that `n_done` of `n` are done; `said` is what there is to say so far."""
        if self._console.is_terminal:
            if self._task is None:
                self._task = self._bar.add_task("", total=n)
            self._bar.update(self._task, completed=n_done, description=said)
        elif (tenths := 10 * n_done // n) > self._tenths:
            self._tenths = tenths
            self._console.print(Text(f"{n_done:,} of {counted(n, self._what)}: {said}"))
