"""What a keeper replies is read with care: it stands next to code that nobody trusts."""

import base64
import json
import signal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.sandbox import Command, Limits, Program
from redraft.sandbox.native import messages

LIMITS = Limits(output_bytes=4)


def reply(**changes: Any) -> dict[str, Any]:
    """A reply about a command that ended well."""
    good = {
        "stdout": base64.b64encode(b"12345").decode(),
        "stderr": "",
        "told": base64.b64encode(b'{"event": "prepared"}\n{"event": "x"}\n{"half').decode(),
        "status": 0,
        "limit": None,
        "kept": {"a": base64.b64encode(b"1").decode()},
        "cpu_s": 0.5,
        "memory_bytes": 10,
        "fit": True,
    }
    return good | changes


def test_a_reply_is_read_and_cut_to_its_limits() -> None:
    read = messages.read_reply(reply(), limits=LIMITS)
    assert (read.stdout, read.told, read.kept, read.exit_code) == (b"1234", ('{"event": "x"}',), {"a": b"1"}, 0)
    assert read.is_reusable
    assert read.status == "finished"
    assert read.reason(LIMITS) is None


@pytest.mark.parametrize(
    ("changes", "status", "reason"),
    [
        ({"limit": "wall"}, "timeout", "it ran longer than 10.0 s"),
        ({"limit": "cpu"}, "timeout", "it used more than 5.0 s of processor time"),
        ({"limit": "memory"}, "memory", "it needed more than 256 MiB"),
        ({"limit": "output"}, "output", "it wrote more than 4 bytes"),
        ({"limit": "files"}, "killed", "its files took more than 64 MiB, or there were too many"),
        ({"status": int(signal.SIGSEGV)}, "killed", "SIGSEGV ended it"),
        ({"status": int(signal.SIGXCPU)}, "timeout", "it used more than 5.0 s of processor time"),
        ({"status": 40}, "killed", "signal 40 ended it"),
    ],
)
def test_each_end_has_a_status_and_words_and_ends_the_worker(changes: dict[str, Any], status: str, reason: str) -> None:
    read = messages.read_reply(reply(**changes), limits=LIMITS)
    assert (read.status, read.reason(LIMITS)) == (status, reason)
    assert not read.is_reusable


def test_a_job_that_was_not_begun_says_why() -> None:
    told = base64.b64encode(b'{"event": "unprepared", "reason": "no landlock"}\n').decode()
    assert messages.read_reply(reply(told=told), limits=LIMITS).unprepared == "no landlock"
    assert messages.read_reply({"failed": "no room"}, limits=LIMITS).unprepared == "no room"
    assert messages.read_reply(reply(told=""), limits=LIMITS).unprepared == "it was ended before it began"
    # Once a limit was reached, that is what ended it.
    assert messages.read_reply(reply(told="", limit="wall"), limits=LIMITS).unprepared is None


@given(
    changes=st.dictionaries(
        st.sampled_from(sorted(reply())),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
            max_leaves=5,
        ),
    )
)
def test_any_other_reply_is_refused_in_one_way(changes: dict[str, Any]) -> None:
    try:
        read = messages.read_reply(reply(**changes), limits=LIMITS)
    except messages.BadReply:
        return
    assert len(read.stdout) <= LIMITS.output_bytes
    assert read.cpu_s >= 0.0


def test_the_expected_values_of_a_caller_are_not_in_a_message() -> None:
    job = Program(code="x = 1", stdin="in", files={"a": b"\xff"})
    message = messages.job_message(job, Limits(), python="/p", request={"code": "x = 1"}, n_processes=7)
    assert json.loads(json.dumps(message)) == message
    assert message["argv"] is None
    assert message["rlimits"]["NPROC"] == 7
    assert message["rlimits"]["CORE"] == 0


def test_python_means_the_interpreter_that_runs_this() -> None:
    job = Command(argv=("python", "-m", "python"))
    message = messages.job_message(job, Limits(), python="/p/python3", request=None, n_processes=7)
    assert message["argv"] == ["/p/python3", "-m", "python"]
