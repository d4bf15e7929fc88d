"""Training an aligner for the command line: progress on stderr, a table beside the baselines on stdout."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.text import Text

from redraft.cli._output import data_console, print_json, talk
from redraft.cli.views.counting_live import CountingLive
from redraft.errors import MissingExtra
from redraft.report.tables import Column, Row, Table, for_terminal
from redraft.report.text import counted

if TYPE_CHECKING:
    from redraft.theory.aligners.config import TrainingConfig
    from redraft.theory.aligners.evaluation import Evaluation
    from redraft.theory.aligners.metrics import Curve, Mean
    from redraft.theory.aligners.training import Trained

SHOWN = (2, 5, 10, 15)
"""Numbers of examples at which the curve is shown."""


_PUBLISHED = "published transformer"


class StoppedBetweenSteps(KeyboardInterrupt):
    """Ctrl-C, after the step under way was done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What the flags say; None where nothing was said and the recipe decides.

    Attributes:
        tokens: which recipe.
        paper_size: the published one.
        aligner: fields of `AlignerConfig`.
        tasks: fields of `TaskConfig`.
        training: fields of `TrainingConfig`.
    """

    tokens: str | None
    paper_size: bool
    aligner: dict[str, Any]
    tasks: dict[str, Any]
    training: dict[str, Any]


def trained(chosen: Chosen, *, out: Path | None, device: str, n_threads: int, n_held_out: int, as_json: bool) -> None:
    """Train, judge and show.

    Raises:
        Misuse: when the flags make no network, the device cannot be used, or the folder holds something else.
        MissingExtra: when torch is not installed.
    """
    try:
        from redraft.theory.aligners.checkpoints import write_result
        from redraft.theory.aligners.evaluation import evaluate, result_of
        from redraft.theory.aligners.looking import check_device
        from redraft.theory.aligners.training import Progress, train, use_threads
    except ModuleNotFoundError as error:
        raise MissingExtra(f"the lab needs {error.name}; install it with: pip install 'redraft[theory]'") from error
    config = config_of(chosen)
    check_device(device)
    use_threads(n_threads)
    console = talk()
    reached = 0
    try:
        with interrupted_between_steps() as is_interrupted, CountingLive(console, what="step") as live:

            def show(progress: Progress) -> None:
                nonlocal reached
                live.show(progress.step, progress.n_steps, f"loss {progress.loss:.3f}")
                reached = progress.step
                if is_interrupted():
                    raise StoppedBetweenSteps

            done = train(config, out, device=device, on_progress=show)
    except StoppedBetweenSteps:
        kept = "nothing is kept without --out" if out is None else f"kept in {str(out)!r}; the same command goes on"
        console.print(Text(f"stopped after step {reached:,} of {config.steps:,}; {kept}"), soft_wrap=True)
        raise
    evaluation = evaluate(
        done,
        n_tasks=n_held_out,
        on_progress=lambda name: console.print(Text(f"judging on {n_held_out:,} held-out tasks: {name}", style="dim")),
    )
    result = result_of(done, evaluation, device=device)
    if out is not None:
        write_result(out, result)
        console.print(Text(f"written: {out.resolve()}", style="dim"), soft_wrap=True)
    if as_json:
        print_json(result)
        return
    shown = data_console()
    shown.print(for_terminal(table_of(config, evaluation)))
    for sentence in sentences(done, evaluation):
        shown.print(Text(sentence), soft_wrap=True)


@contextmanager
def interrupted_between_steps() -> Iterator[Callable[[], bool]]:
    """Take Ctrl-C as a wish that is granted after the step under way; a second one ends the work at once.

    Half a step leaves weights and optimizers that belong to no step, from which nothing can go on.
    """
    wished = False

    def wish(number: int, frame: object) -> None:
        nonlocal wished
        wished = True
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, wish)
    try:
        yield lambda: wished
    finally:
        signal.signal(signal.SIGINT, before)


def config_of(chosen: Chosen) -> "TrainingConfig":
    """The recipe, with what the flags replace.

    Raises:
        Misuse: when a value cannot be.
    """
    from redraft.theory.aligners.config import paper_size, small

    recipe = paper_size() if chosen.paper_size else small("interleaved" if chosen.tokens == "interleaved" else "packed")
    aligner = replace(recipe.aligner, **_said({"tokens": chosen.tokens}))
    return replace(
        recipe,
        aligner=replace(aligner, **_said(chosen.aligner)),
        tasks=replace(recipe.tasks, **_said(chosen.tasks)),
        **_said(chosen.training),
    )


def table_of(config: "TrainingConfig", evaluation: "Evaluation") -> Table:
    """The aligner's errors above those of the baselines, and the published transformer where it can be compared."""
    from redraft.theory.aligners.published import curve

    about_it = ""
    rows = [Row(("this aligner", *_cells(evaluation.aligner)), strong=True)]
    if config.tasks.noise == "released" and evaluation.redraw_rate == 0:
        published = curve("transformer", 0.0)
        points = [published.at(n) for n in SHOWN]
        rows.append(Row((_PUBLISHED, *(f"{p.cosine:.3f} ± {p.error:.3f}" for p in points), "", "")))
        about_it = (
            f"; {_PUBLISHED}: as printed, from {published.n_tasks} other tasks, its ± estimated (none was printed)"
        )
    rows += [Row((name, *_cells(one))) for name, one in evaluation.baselines.items()]
    last = SHOWN[-1]
    heads = [*(Column(f"1 - cos, n={n}") for n in SHOWN), Column(f"squared, n={last}"), Column(f"ranking, n={last}")]
    return Table(
        title=f"Errors after n examples on {evaluation.n_tasks:,} held-out tasks ({config.tasks.noise} noise)",
        columns=(Column("rule", "left"), *heads),
        rows=tuple(rows),
        note="± one standard error over tasks; ranking is the Plackett-Luce loss in nats with cosine rewards, lower is "
        f"better everywhere{about_it}",
    )


def sentences(done: "Trained", evaluation: "Evaluation") -> list[str]:
    """What the table does not say."""
    said = [
        f"{counted(len(done.losses), 'step')} in {done.cpu_s:.1f} processor seconds, last loss {done.losses[-1]:.3f}."
    ]
    if done.config.loss == "ranking" and done.config.reward == "cosine":
        value, error = evaluation.regret
        said.append(
            f"Its ranking loss lies {value:.4f} ± {error:.4f} nats above the least possible on the same tasks (mean of "
            "the prefixes of 2 and more examples)."
        )
    return said


def _cells(curve: "Curve") -> list[str]:
    return [*(_cell(curve.cosine[n]) for n in SHOWN), _cell(curve.squared[SHOWN[-1]]), _cell(curve.ranking[SHOWN[-1]])]


def _cell(mean: "Mean") -> str:
    # Rounded first, so that no error that is 0 shows a sign.
    return f"{round(mean.value, 3) + 0.0:.3f} ± {mean.error:.3f}"


def _said(flags: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in flags.items() if value is not None}
