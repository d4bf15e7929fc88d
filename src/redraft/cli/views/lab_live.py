"""A run of experiments while it goes on: a bar over all work, what each worker does, and each result as it comes."""

from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.text import Text

from redraft.report.text import counted

if TYPE_CHECKING:
    from redraft.theory.experiments.running import Progress as Made


class LabLive:
    """Shows a run on a terminal; on anything else it prints a line for each tenth and each result."""

    def __init__(self, console: Console, *, on_interrupt: str) -> None:
        """Show on `console`; `on_interrupt` is said when Ctrl-C ends the run."""
        self._console, self._on_interrupt = console, on_interrupt
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
        self._bar = Progress(*columns, console=console, transient=True)
        self._tasks: dict[str, TaskID] = {}
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
        if kind is not None and issubclass(kind, KeyboardInterrupt):
            self._console.print(Text(self._on_interrupt), soft_wrap=True)

    def show(self, made: "Made") -> None:
        """Take notice of how far the run is."""
        if made.finished is not None:
            how = "was there" if made.reused else f"done, {made.finished.cpu_s:.0f} s of its own processor time"
            self._console.print(Text(f"{made.finished.name}: {how}"), soft_wrap=True)
            return
        share = made.done_s / made.total_s if made.total_s else 1.0
        words = f"{made.n_done} of {counted(made.n_jobs, 'job')}"
        if self._console.is_terminal:
            self._update("", words, share)
            for key in [key for key in self._tasks if key and key not in made.running]:
                self._bar.remove_task(self._tasks.pop(key))
            for key, said in made.running.items():
                self._update(key, f"{key}: {said.words}", said.share)
        elif (tenths := int(10 * share)) > self._tenths:
            self._tenths = tenths
            self._console.print(Text(f"{10 * tenths} %: {words}"))

    def _update(self, key: str, words: str, share: float) -> None:
        if key not in self._tasks:
            self._tasks[key] = self._bar.add_task(words, total=1.0)
        self._bar.update(self._tasks[key], completed=share, description=words)
