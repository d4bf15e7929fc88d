"""No attack gets out, none disturbs the run after it, nothing of any is left: at each level, as root and as anybody."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from attacks.attack import Attack
from attacks.corpus import ATTACKS
from attacks.storm import Ground, chosen, faults_after, faults_of, ground, looks, program_of
from redraft.sandbox import Run
from redraft.sandbox.native.identity import others_can_read, spare_user

ROOT = Path(__file__).resolve().parents[2]
SLOWEST_S = 240  # on a machine that is busy with all other tests; alone it takes a tenth of that
# A level that is not there may be passed over; one that let something through may not.
NOT_HERE = ("is not installed", "is needed", "install it", "No permissions to create", "Operation not permitted")


class Storm(NamedTuple):
    """A level, and who runs the sandbox: the user of the tests, or somebody else when that is root."""

    level: str
    as_other: bool = False
    as_commands: bool = False


# WebAssembly runs inside the process that asks: it has no user of its own, and no commands.
STORMS = (
    Storm("bubblewrap"),
    Storm("bubblewrap", as_other=True),
    Storm("landlock"),
    Storm("landlock", as_other=True),
    Storm("bubblewrap", as_commands=True),
    Storm("landlock", as_other=True, as_commands=True),
    Storm("wasm"),
)


def name_of(storm: Storm) -> str:
    """The name of a storm in the list of tests."""
    who = "another-user" if storm.as_other else "this-user"
    return f"{storm.level}-as-{who}{'-as-commands' if storm.as_commands else ''}"


def python_for_others() -> str | None:
    """A Python that every user may run, and that runs this code; None when there is none."""
    same = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for path in (sys.executable, shutil.which(same, path=os.defpath), shutil.which(same, path="/usr/local/bin")):
        if path is not None and others_can_read(path) and os.access(path, os.X_OK):
            return path
    return None


def unreachable_for_others() -> str | None:
    """Why an ordinary user cannot run these tests here; None when one can."""
    if os.geteuid() != 0:
        return "the tests do not run as root, so this is what the other test does"
    for folder in (ROOT / "src", ROOT / "tests"):
        if not others_can_read(str(folder)):
            return f"only root can read {str(folder)!r}"
    return None if python_for_others() else f"only root can read {sys.executable!r}, and the system has no such Python"


def started(storm: Storm, cache: str, folder: Path) -> subprocess.Popen[str] | str:
    """A process that lets all attacks loose on one level; or why there can be none."""
    folder.mkdir()
    folder.chmod(0o777)
    installed = [path for path in sys.path if Path(path).name in ("site-packages", "dist-packages")]
    command, paths = [sys.executable], [str(ROOT / "src"), str(ROOT / "tests"), *installed]
    if storm.as_other:
        fault, uid = unreachable_for_others(), spare_user()
        if fault is not None:
            return fault
        command = [
            "setpriv",
            f"--reuid={uid}",
            f"--regid={uid}",
            "--clear-groups",
            "--inh-caps=-all",
            "--bounding-set=-all",
        ]
        command.append(str(python_for_others()))
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "TMPDIR": str(folder),
        "PYTHONPATH": os.pathsep.join(paths),
    }
    environment |= {"XDG_CACHE_HOME": cache}
    environment |= {"HOME": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    command += ["-m", "attacks.storm", storm.level, *(["commands"] if storm.as_commands else [])]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=environment, cwd="/", stdin=pipe, stdout=pipe, stderr=pipe, text=True)


@pytest.fixture(scope="module")
def storms(_cache: str) -> Iterator[dict[Storm, subprocess.Popen[str] | str]]:
    """All storms, side by side; they wait for processes far more than they compute."""
    # Not pytest's own folder, which is closed to other users.
    with tempfile.TemporaryDirectory(prefix="storms-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        running = {storm: started(storm, _cache, folder / name_of(storm)) for storm in STORMS}
        yield running
        for process in running.values():
            if isinstance(process, subprocess.Popen):
                process.kill()
                process.communicate()


@pytest.mark.parametrize("storm", STORMS, ids=name_of)
def test_no_attack_gets_out_or_disturbs_the_next_run_or_leaves_anything(
    storm: Storm, storms: dict[Storm, subprocess.Popen[str] | str]
) -> None:
    process = storms[storm]
    if isinstance(process, str):
        pytest.skip(process)
    told, complaints = process.communicate(timeout=SLOWEST_S)
    assert process.returncode == 0, complaints
    report: dict[str, Any] = json.loads(told.splitlines()[-1])
    if not report["works"] and any(known in report["detail"] for known in NOT_HERE):
        pytest.skip(f"{storm.level}: {report['detail']}")
    assert report["works"], report["detail"]
    assert report["faults"] == []
    assert (report["uid"] == 0) == (os.geteuid() == 0 and not storm.as_other)
    assert report["n_run"] + len(report["refused"]) == len(chosen(as_commands=storm.as_commands))
    # Attacks that need packages are the only ones that a level may turn away.
    assert set(report["refused"]) <= {attack.name for attack in ATTACKS if attack.packages}


def test_there_are_many_attacks_and_each_says_what_it_tries() -> None:
    assert len(ATTACKS) >= 120
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS)
    assert all(attack.tries and attack.code.strip() for attack in ATTACKS)
    for attack in ATTACKS:
        compile(attack.code, attack.name, "exec")


def unconfined(attack: Attack, prepared: Ground) -> Run:
    """What a harmless attack does in a plain process, as a run."""
    code = program_of(attack, prepared.facts).code
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    return Run(level="refuse", status="finished" if done.returncode == 0 else "raised", stdout=done.stdout)


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("secret_file", "it has the secret"),
        ("environment", "it has the secret"),
        ("marker", "it left a file outside"),
        ("checkout", "it got what it wanted"),
        ("tcp", "somebody was reached"),
        ("abstract_socket", "somebody was reached"),
    ],
)
def test_without_a_sandbox_the_same_attack_is_seen_to_succeed(name: str, fault: str) -> None:
    attack = next(one for one in ATTACKS if one.name == name)
    with ground() as prepared:
        run = unconfined(attack, prepared)
        seen = faults_of(attack, run, prepared) + [f"somebody was reached: {call}" for call in prepared.calls]
    assert any(fault in one for one in seen), seen


def test_a_secret_that_was_changed_is_seen() -> None:
    attack = next(one for one in ATTACKS if one.name == "change_outside")
    with ground() as prepared:
        before = looks(prepared.folder / "secret")
        unconfined(attack, prepared)
        assert not (prepared.folder / "secret").exists() or looks(prepared.folder / "secret") != before


def test_a_run_that_another_disturbed_is_seen() -> None:
    good = Run(level="wasm", status="finished", stdout="3.141592653589793 45 [1, 2, 3] True 0\n")
    assert faults_after(good) != []  # its test has no outcome
