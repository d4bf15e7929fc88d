import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from redraft.errors import RedraftError
from redraft.theory.experiments.experiment import Findings, Job
from redraft.theory.experiments.running import Progress, all_jobs, run
from unit.theory.experiments import jobs


def test_every_job_runs_once_with_one_thread_and_a_second_run_reuses_all(tmp_path: Path) -> None:
    suite = [jobs.experiment(jobs.square(1), jobs.square(2), jobs.square(3))]
    first = run(suite, tmp_path, processes=2)
    told: list[Progress] = []
    second = run(suite, tmp_path, processes=2, on_progress=told.append)
    assert first[0].findings.words == ("The sum is 14.",)
    assert second == first
    assert [(one.finished, one.reused) for one in told] == [(first[0], True)]
    assert (tmp_path / "squares/checkpoints/n2/runs").read_text() == "x"
    kept = json.loads((tmp_path / "squares/jobs/n2.json").read_text())
    assert kept["outcome"] == {"square": 4, "threads": "1"}


def test_a_shared_job_runs_once_and_before_those_that_need_it(tmp_path: Path) -> None:
    shared = jobs.square(5, group="trained")
    readers = [
        Job(
            group=name,
            name="read",
            function=jobs.read_needed,
            config=("trained/checkpoints/n5",),
            needs=(shared,),
            expected_s=9,
        )
        for name in ("a", "b")
    ]

    def conclude(outcomes: object) -> Findings:
        return Findings(words=(str(outcomes),))

    suite = [jobs.experiment(reader, conclude=conclude, name=reader.group) for reader in readers]
    results = run(suite, tmp_path, processes=2)
    assert [result.findings.words for result in results] == [("{'read': {'found': ['x']}}",)] * 2
    assert [job.key for job in all_jobs(suite)] == ["trained/n5", "a/read", "b/read"]
    assert results[0].shared_cpu_s > 0


def test_what_a_job_refuses_is_said_with_its_name_and_the_rest_is_kept(tmp_path: Path) -> None:
    refused = Job(group="squares", name="no", function=jobs.refuse, config=None, expected_s=0)
    with pytest.raises(RedraftError, match=r"squares/no: `number` must be smaller, got 7; use 3"):
        run([jobs.experiment(jobs.square(2), refused)], tmp_path, processes=1)
    assert (tmp_path / "squares/jobs/n2.json").exists()
    assert not (tmp_path / "squares/result.json").exists()


def test_a_process_that_is_killed_is_named_with_its_code(tmp_path: Path) -> None:
    killed = Job(group="squares", name="big", function=jobs.die, config=None, expected_s=0)
    with pytest.raises(RedraftError, match=r"squares/big: its process ended with code -9"):
        run([jobs.experiment(killed)], tmp_path, processes=1)


def test_ctrl_c_ends_the_workers_and_the_next_run_goes_on(tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    slow = Job(group="squares", name="slow", function=jobs.wait_for, config=str(gate), expected_s=0)
    suite = [jobs.experiment(jobs.square(3), slow)]
    began = tmp_path / "squares/checkpoints/slow/began"

    def interrupt() -> None:
        while not began.exists():
            time.sleep(0.01)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt).start()
    with pytest.raises(KeyboardInterrupt):
        run(suite, tmp_path, processes=1)
    gate.touch()
    told: list[Progress] = []
    (result,) = run(suite, tmp_path, processes=1, on_progress=told.append)
    assert result.findings.words == ("The sum is 10.",)
    assert told[0].n_jobs == 1, "the other job was kept"
    assert (tmp_path / "squares/checkpoints/n3/runs").read_text() == "x"


def test_workers_end_when_the_command_is_killed(tmp_path: Path) -> None:
    never = tmp_path / "never"
    program = (
        "from pathlib import Path\n"
        "from redraft.theory.experiments.experiment import Job\n"
        "from redraft.theory.experiments.running import run\n"
        "from unit.theory.experiments import jobs\n"
        f"job = Job(group='g', name='n', function=jobs.wait_for, config={str(never)!r}, expected_s=0)\n"
        f"run([jobs.experiment(job, name='g')], Path({str(tmp_path)!r}), processes=1)\n"
    )
    paths = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = subprocess.Popen([sys.executable, "-c", program], env=paths, stderr=subprocess.PIPE)
    began = tmp_path / "g/checkpoints/n/began"
    while not began.exists():
        assert command.poll() is None
        time.sleep(0.02)
    command.kill()
    # The worker writes to the same pipe, which is at its end when both are gone; a hang here is the failure.
    command.communicate()


def test_progress_rises_from_nothing_to_everything(tmp_path: Path) -> None:
    told: list[Progress] = []
    run([jobs.experiment(jobs.square(1), jobs.square(3))], tmp_path, processes=1, on_progress=told.append)
    shares = [one.done_s / one.total_s for one in told]
    assert shares == sorted(shares)
    assert (shares[-1], told[-1].n_done) == (1.0, 2)
    assert any("at 3" in said.words for one in told for said in one.running.values())
