"""Running the demo for the command line: live display, tables on stdout, the report in a file."""

import asyncio
import os
from dataclasses import replace
from pathlib import Path

from rich.text import Text

from redraft.cli._output import data_console, print_json, shows_colors, talk, write_line
from redraft.cli.views.correction_live import CorrectionLive
from redraft.cli.views.demo_live import DemoLive
from redraft.cli.views.demo_page import demo_page
from redraft.cli.views.demo_tables import HONESTY, comparisons, table_of
from redraft.engine.loop import correct
from redraft.evals.demo import DemoResult, posed, run_demo
from redraft.models.local import embedded_model
from redraft.report.page import check_writable, write_page
from redraft.report.plots import check_available
from redraft.report.story import story_of
from redraft.report.tables import for_terminal
from redraft.report.terminal import cost, trajectory


def whole(out: Path, *, seed: int, as_json: bool) -> None:
    """Run everything, show it, and write the report to `out`."""
    check_writable(out)
    check_available()
    console = talk()
    console.print(Text(f"Redraft demo · the embedded model, 0.9M parameters · seed {seed}", style="bold"))
    with DemoLive(console) as live:
        result = asyncio.run(run_demo(embedded_model(), seed=seed, on_progress=live.on_progress))
    command = "redraft demo" if seed == 0 else f"redraft demo --seed {seed}"
    write_page(out, demo_page(result, cores=os.cpu_count() or 1, command=command))
    if as_json:
        print_json(result)
    else:
        _show(result)
    usage = result.usage
    console.print(
        Text(
            f"{result.n_corrections:,} corrections, {usage.calls:,} requests, {usage.tokens:,} tokens "
            f"in {usage.seconds:.1f} s; all computed now",
            style="dim",
        )
    )
    console.print(Text.assemble("The report with plots: ", (str(out.resolve()), "bold")), soft_wrap=True)


def one_problem(text: str, *, seed: int, as_json: bool) -> bool:
    """Correct one problem, showing every step while it happens; the answer goes to stdout.

    Returns:
        Whether there is an answer.
    """
    console = talk()
    model = embedded_model()
    prompt, plan, note = posed(text, model, seed=seed)
    if note:
        console.print(Text(note, style="dim"))
    live = CorrectionLive(console, colors=shows_colors(console), threshold=plan.acting_gate.threshold)
    correction = asyncio.run(correct(prompt, replace(plan, observers=(live,))))
    console.print(Text(f"{cost(correction.usage)} · seed {seed}", style="dim"))
    if as_json:
        print_json(correction)
    elif correction.text is not None:
        write_line(correction.text)
    return correction.text is not None


def _show(result: DemoResult) -> None:
    console = data_console()
    for world in result.worlds:
        console.print(for_terminal(table_of(world)))
        for sentence in comparisons(world):
            console.print(Text(f"  {sentence}"))
        console.print()
        console.print(trajectory(story_of(world.example), colors=shows_colors(console)))
        console.print()
    console.print(Text(HONESTY, style="dim"))
