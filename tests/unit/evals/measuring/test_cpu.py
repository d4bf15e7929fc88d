import subprocess
import sys
import time
from pathlib import Path

import pytest

from redraft.evals.measuring.cpu import cpu_s

BUSY = "import sys, time\nwhile time.process_time() < 0.3: pass\nprint('spent', flush=True)\nsys.stdin.read()"


def test_work_in_this_process_counts() -> None:
    before, began = cpu_s(), time.process_time()
    while time.process_time() < began + 0.05:
        pass
    assert cpu_s() - before >= 0.05


def test_sleeping_does_not_count() -> None:
    before = cpu_s()
    time.sleep(0.2)
    assert cpu_s() - before < 0.15


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="only Linux tells what running children took")
def test_a_child_counts_while_it_runs_and_after_it_ended() -> None:
    before = cpu_s()
    with subprocess.Popen(
        [sys.executable, "-c", BUSY], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "spent\n"
        running = cpu_s() - before
        child.communicate("")
    ended = cpu_s() - before
    assert running >= 0.29 and ended >= 0.29
    assert ended < 2 * running + 0.5  # not counted twice
