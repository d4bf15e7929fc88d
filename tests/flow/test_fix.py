"""`redraft fix` over real HTTP with real tests in the real sandbox: the patch, what was asked, and what is written."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fake_server import Behaviour, FakeServer, serving
from support.command_line import Done, redraft
from support.projects import ADD, CALC, FILES, LARGEST, PYTEST, lay_out, native

BOTH = f"Two faults: a sign, and a start that is too high.\n\n{ADD}\n\n{LARGEST}"
FIXED = CALC.replace("a - b", "a + b").replace("best = 0", "best = values[0]").encode()
CONFIG = """
[models.writer]
model = "m"
base_url = "{url}"
retries = 0

[profiles.default]
model = "writer"
"""


@contextmanager
def endpoint(*replies: str) -> Iterator[FakeServer]:
    """An endpoint that gives these answers to the first request, the second and so on, for a project laid out here."""
    native()
    lay_out(Path.cwd())
    told = [(f"Attempt {n} did not pass", reply) for n, reply in reversed(list(enumerate(replies)))]
    with serving(Behaviour(replies=[*told[:-1], ("Repair the files below", replies[0])])) as server:
        Path("redraft.toml").write_text(CONFIG.format(url=server.url))
        yield server


def fix(*options: str, files: tuple[str, ...] = ("calc.py",), test: str = PYTEST) -> Done:
    return redraft("fix", "--test", test, *options, *files)


def calc() -> bytes:
    return Path("calc.py").read_bytes()


def asked(server: FakeServer) -> list[list[str]]:
    """The roles of each request's messages."""
    return [[message["role"] for message in request["messages"]] for request in server.requests]


def test_the_patch_is_on_stdout_and_nothing_is_written_unasked() -> None:
    with endpoint(BOTH) as server:
        done = fix()
        assert (done.code, calc(), asked(server)) == (0, FILES["calc.py"], [["user"]])
    assert done.out.startswith("--- a/calc.py\n+++ b/calc.py\n")
    for piece in ("before: 1 of 3 tests pass", "after:  3 of 3 tests pass", "passed: attempt 1", "not written: --yes"):
        assert piece in done.err
    subprocess.run(["git", "apply", "-"], input=done.out.encode(), check=True)
    assert calc() == FIXED


def test_yes_writes_it_and_the_tests_pass_then() -> None:
    with endpoint(BOTH):
        assert fix("--yes").err.endswith("written: calc.py\n")
        assert calc() == FIXED
        again = fix("--yes")
    assert (again.code, again.out) == (0, "")
    assert "nothing to repair" in again.err and "3 of 3 tests pass" in again.err


def test_what_the_command_names_in_a_folder_stays_and_is_told() -> None:
    with endpoint(BOTH):
        Path("check.sh").write_text("python -c 'import calc; assert calc.add(1, 2) == 3'")
        done = fix("--diff-only", files=(".",), test="sh check.sh")
    assert done.code == 0
    assert "left as they are, since the test command names them: check.sh" in done.err


def test_tests_that_pass_already_cost_no_call() -> None:
    with endpoint(BOTH) as server:
        Path("calc.py").write_bytes(FIXED)
        done = fix("--json")
        assert (done.code, json.loads(done.out)["green"], server.requests) == (0, True, [])


def test_a_wrong_patch_is_followed_by_a_request_that_shows_it_with_its_verdict() -> None:
    with endpoint(ADD, BOTH) as server:
        done = fix("--yes")
        assert asked(server) == [["user"], ["user", "assistant", "user"]]
        first, second = (request["messages"] for request in server.requests)
    assert (done.code, calc()) == (0, FIXED)
    assert "1 round" in done.err
    assert second[0] == first[0] and second[1]["content"] == ADD
    assert "tests/test_calc.py::test_largest fails." in second[2]["content"]
    assert "> E       assert 0 == -1" in second[2]["content"]


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (f"{ADD}\n\ntests/test_calc.py\n<<<<<<< SEARCH\nx\n=======\n>>>>>>> REPLACE", "is protected"),
        (ADD.replace("calc.py", "../calc.py"), "leads out of the project"),
        (ADD.replace("return a + b", "pass\n    " * 90), "at most 60 are allowed"),
        (ADD.replace("return a + b", "return (a + b"), "is no valid Python"),
    ],
)
def test_a_patch_that_breaks_a_rule_is_refused_and_the_model_is_told(reply: str, told: str) -> None:
    with endpoint(reply, BOTH) as server:
        done = fix("--yes")
        (_, second) = server.requests
    assert told in second["messages"][2]["content"]
    assert (done.code, calc()) == (0, FIXED)
    assert {path: Path(path).read_bytes() for path in FILES} == {**FILES, "calc.py": FIXED}


def test_code_that_skips_the_tests_does_not_win() -> None:
    skipping = "import pytest\n\npytest.skip('later', allow_module_level=True)"
    reply = f'calc.py\n<<<<<<< SEARCH\n"""Sums."""\n=======\n{skipping}\n>>>>>>> REPLACE'
    with endpoint(reply, BOTH) as server:
        done = fix()
        (_, second) = server.requests
    assert "tests/test_calc.py::test_add ran before and does not run now." in second["messages"][2]["content"]
    assert done.code == 0


def test_a_partial_repair_is_shown_as_such_and_written_only_when_asked_for() -> None:
    with endpoint(ADD):
        done = fix("--yes", "--rounds", "0")
        assert (done.code, calc()) == (1, FILES["calc.py"])
        assert "+    return a + b" in done.out
        for piece in (
            "after:  2 of 3 tests pass",
            "more tests pass with this patch, but not all",
            "--partial takes it",
        ):
            assert piece in done.err
        done = fix("--yes", "--partial", "--rounds", "0")
    assert (done.code, calc()) == (1, CALC.replace("a - b", "a + b").encode())


def test_when_nothing_helps_the_files_stay_and_nothing_is_printed() -> None:
    with endpoint("I do not know."):
        done = fix("--yes", "--partial", "--rounds", "0")
    assert (done.code, done.out, calc()) == (1, "", FILES["calc.py"])
    assert "no patch makes more tests pass" in done.err


def test_a_file_that_changes_while_the_model_writes_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    with endpoint(BOTH) as server:
        _while_it_answers(server, monkeypatch, lambda: Path("calc.py").write_bytes(FILES["calc.py"] + b"# mine\n"))
        done = fix("--yes")
    assert (done.code, calc()) == (1, FILES["calc.py"] + b"# mine\n")
    assert "'calc.py' was changed on disk" in done.err


def _while_it_answers(server: FakeServer, monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    took = server.took

    def acting(*arguments: object) -> None:
        act()
        took(*arguments)  # type: ignore[arg-type] # passed on as they came

    monkeypatch.setattr(server, "took", acting)


def test_line_ends_the_byte_order_mark_and_permissions_stay() -> None:
    with endpoint(BOTH):
        Path("calc.py").write_bytes(b"\xef\xbb\xbf" + FILES["calc.py"].replace(b"\n", b"\r\n"))
        Path("calc.py").chmod(0o755)
        assert fix("--yes").code == 0
    assert calc() == b"\xef\xbb\xbf" + FIXED.replace(b"\n", b"\r\n")
    assert Path("calc.py").stat().st_mode & 0o777 == 0o755


def test_json_is_one_object_and_the_record_can_be_shown() -> None:
    with endpoint(ADD, BOTH):
        done = fix("--json", "--yes")
        told = json.loads(done.out)
        record = redraft("show", told["record_id"])
    assert (told["green"], told["applied"], told["files"]) == (True, True, ["calc.py"])
    assert told["before"] == {
        "summary": "1 of 3 tests pass, exit code 1",
        "exit_code": 1,
        "sandbox": told["before"]["sandbox"],
        "n_passed": 1,
        "n_tests": 3,
    }
    assert told["diff"].count("\n+    ") == 2 and told["usage"]["calls"] == 2
    assert "✗ 0.77" in record.out and "returned attempt 2 of 2 · passed" in record.out


def test_a_dry_run_runs_the_tests_and_sends_nothing() -> None:
    with endpoint(BOTH) as server:
        done = fix("--dry-run")
        assert server.requests == []
    assert (done.code, calc()) == (0, FILES["calc.py"])
    assert "1 prompt; nothing was sent" in done.out and "at most  4 calls" in done.out


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--yes", "--diff-only"), "give one of them"),
        (("--partial",), "give both"),
        (("--protect", "calc.py"), "'calc.py' is protected by 'calc.py'"),
        (("--model", "embedded"), "cannot write patches"),
        (("--max-lines", "0"), "--max-lines"),
        (("--timeout", "0"), "a limit must be more than 0"),
    ],
)
def test_what_cannot_work_is_said_in_one_line(options: tuple[str, ...], says: str) -> None:
    with endpoint(BOTH) as server:
        done = fix(*options)
        assert (done.code, server.requests) == (2, [])
    assert says in done.err


def on_a_terminal(typed: bytes, *options: str) -> tuple[int, str]:
    """The exit code and all that a user sees who types this."""
    leader, follower = pty.openpty()
    program = [
        sys.executable,
        "-c",
        "from redraft.cli import main; main()",
        "fix",
        "--test",
        PYTEST,
        *options,
        "calc.py",
    ]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TERM": "xterm-256color", "COLUMNS": "100"}
    process = subprocess.Popen(program, stdin=follower, stdout=follower, stderr=follower, env=environment)
    os.close(follower)
    os.write(leader, typed)
    seen = b""
    while piece := _read(leader):
        seen += piece
    os.close(leader)
    return process.wait(), seen.decode()


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 4096)
    except OSError:  # what Linux says when the other side is closed
        return b""


@pytest.mark.parametrize(("typed", "expected"), [(b"y\n", FIXED), (b"\n", FILES["calc.py"])])
def test_on_a_terminal_the_patch_is_shown_in_colours_and_asked_about(typed: bytes, expected: bytes) -> None:
    with endpoint(BOTH):
        code, seen = on_a_terminal(typed)
    assert (code, calc()) == (0, expected)
    assert "Apply this patch? [y/N]" in seen
    assert "\x1b[32m+    return a + b\x1b[0m" in seen and "\x1b[31m-    return a - b\x1b[0m" in seen
