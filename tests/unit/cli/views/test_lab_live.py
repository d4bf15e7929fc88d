import io

import pytest
from rich.console import Console

from redraft.cli.views.lab_live import LabLive
from redraft.theory.experiments.experiment import Findings, Result
from redraft.theory.experiments.running import Progress
from redraft.theory.experiments.workers import Told


def progress(done_s: float, **more: object) -> Progress:
    running = {"trained/packed-seed1": Told(0.5, "step 500 of 1,000")}
    return Progress(done_s=done_s, total_s=10.0, n_done=int(done_s), n_jobs=10, running=running, **more)  # type: ignore[arg-type]  # named fields


RESULT = Result(name="curve", title="", answers="", findings=Findings(words=()), cpu_s=12.3, shared_cpu_s=0, version="")


def test_a_log_gets_a_line_for_each_tenth_and_each_result() -> None:
    said = io.StringIO()
    with LabLive(Console(file=said, width=120), on_interrupt="go on with the same command") as live:
        for done_s in (0.5, 1.0, 1.4, 3.2, 10.0):
            live.show(progress(done_s))
        live.show(progress(10.0, finished=RESULT))
        live.show(progress(10.0, finished=RESULT, reused=True))
    assert said.getvalue().splitlines() == [
        "10 %: 1 of 10 jobs",
        "30 %: 3 of 10 jobs",
        "100 %: 10 of 10 jobs",
        "curve: done, 12 s of its own processor time",
        "curve: was there",
    ]


def test_ctrl_c_is_answered_with_how_to_go_on() -> None:
    said = io.StringIO()
    with (
        pytest.raises(KeyboardInterrupt),
        LabLive(Console(file=said, width=120), on_interrupt="go on with the same command"),
    ):
        raise KeyboardInterrupt
    assert said.getvalue() == "go on with the same command\n"


def test_a_terminal_sees_what_every_worker_does() -> None:
    said = io.StringIO()
    console = Console(file=said, width=120, force_terminal=True, color_system=None)
    with LabLive(console, on_interrupt="") as live:
        live.show(progress(2.0))
        live.show(progress(3.0))
    assert "trained/packed-seed1: step 500 of 1,000" in said.getvalue()
