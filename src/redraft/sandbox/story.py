"""What a harness tells about one program, put together into a `Run`; the same for every level.

For each fresh interpreter a level asks a `Story` for the request, passes on line by line what the harness there tells,
and says how the interpreter ended. A test that ends its interpreter costs itself only: those after it are tried in the
next one, which runs the program again first. What is told comes from a program that nobody trusts: its form is checked
and its amount bounded here.
"""

import json
from typing import Any, Literal

from redraft.sandbox.jobs import Level, Limits, Outcome, OutcomeStatus, Program, Raised, Run, Status
from redraft.sandbox.values import decode

Cut = Literal["timeout", "memory", "output", "killed"]
"""How an interpreter ended that did not come to its end."""

_MAX_TOLD = 50_000_000  # characters in all; the largest value that a harness sends has about a million
_MAX_LINES = 20_000  # a harness tells some hundred pieces of output and one outcome for each test
_MAX_TEXT = 600  # characters of a class name or a message; a harness sends 500
_MAX_TEST_OUTPUT = 4_000  # bytes of what one test wrote


_PROGRAM_STATUS: dict[str, Status] = {"finished": "finished", "raised": "raised", "memory": "memory"}
_TEST_STATUS: dict[str, OutcomeStatus] = {"passed": "passed", "failed": "failed", "raised": "raised"}


class Meddled(ValueError):
    """Something was told that no harness tells: the program tried to speak for it."""


class Story:
    """One program on its way through one interpreter or several.

    Args:
        program: what is run.
        limits: what it may use; the level keeps them, here they are named in reasons.
    """

    def __init__(self, program: Program, limits: Limits) -> None:
        self._program, self._limits = program, limits
        self._status: Status | None = None
        self._reason: str | None = None
        self._raised: Raised | None = None
        self._outcomes: list[Outcome] = []
        self._stdout, self._stderr, self._of_test = bytearray(), bytearray(), bytearray()
        self._n_lines = self._n_told = 0
        # About the interpreter that runs now, which began with test number `_first`.
        self._first = -1
        self._past_program = self._ended = self._hopeless = False
        self._last: tuple[Cut, str] | None = None

    def next_request(self) -> dict[str, Any] | None:
        """What to give to the harness of the next interpreter; None when there is nothing left to try."""
        done = len(self._outcomes)
        if self._first >= 0 and (self._hopeless or done == len(self._program.tests)):
            return None
        self._first, self._past_program, self._ended, self._last = done, False, False, None
        return {
            "code": self._program.code,
            "stdin": self._program.stdin,
            "argv": list(self._program.argv),
            "output_bytes": self._limits.output_bytes,
            "tests": [
                {"code": test.code, "call": test.call, "setup": test.setup} for test in self._program.tests[done:]
            ],
        }

    def hear(self, line: str) -> None:
        """Take in one thing that the harness told.

        Args:
            line: a JSON object, one of the events in the docstring of `redraft.sandbox.guest.harness`.

        Raises:
            Meddled: when it is no such event, or none that can come now; end the interpreter then.
        """
        self._n_lines, self._n_told = self._n_lines + 1, self._n_told + len(line)
        if self._n_told > _MAX_TOLD or self._n_lines > _MAX_LINES:
            raise Meddled(f"more was told than a harness tells: {self._n_told} characters in {self._n_lines} lines")
        if self._ended or self._last is not None:
            raise Meddled(f"something was told after the end: {line[:80]!r}")
        try:
            event = json.loads(line)
            self._take(event)
        except Meddled:
            raise
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            raise Meddled(f"what was told has not the form that it should ({error!r}): {line[:80]!r}") from error

    def end(self, cut: Cut | None = None, reason: str | None = None) -> None:
        """Note that the interpreter is gone.

        Args:
            cut: how it ended; None when nobody cut it off, which is well only after its harness told the end.
            reason: how, in words.
        """
        if self._ended:
            return
        cut, reason = self._last or (cut or "killed", reason or "it left the interpreter by force")
        if self._past_program and len(self._outcomes) == len(self._program.tests):
            # Cut off between the last test and the end: a program that tells its own outcomes can be.
            self._reason = self._reason or reason
        elif self._past_program:
            test = self._program.tests[len(self._outcomes)]
            self._add(test.name, "timeout" if cut == "timeout" else "killed")
            self._reason = self._reason or f"test {test.name!r}: {reason}"
        else:
            # Without the program there is nothing to try tests on.
            self._hopeless = True
            if self._status is None:
                self._status, self._reason = cut, reason

    def run(self, level: Level, *, cpu_s: float, wall_s: float, memory_bytes: int | None = None) -> Run:
        """What became of the program; tests that no interpreter came to are *not run*.

        Args:
            level: where it ran.
            cpu_s: processor seconds in all.
            wall_s: seconds from start to end.
            memory_bytes: the most memory it held, if that is known.
        """
        status, reason = self._status, self._reason
        if status is None:
            status, reason = "timeout", "its time was over before it began"
        left = (Outcome(name=test.name, status="not_run") for test in self._program.tests[len(self._outcomes) :])
        return Run(
            level=level,
            status=status,
            reason=reason,
            stdout=self._stdout.decode("utf-8", "replace"),
            stderr=self._stderr.decode("utf-8", "replace"),
            raised=self._raised,
            outcomes=(*self._outcomes, *left),
            cpu_s=cpu_s,
            wall_s=wall_s,
            memory_bytes=memory_bytes,
        )

    def _take(self, event: dict[str, Any]) -> None:
        kind = event["event"]
        if kind == "output":
            self._write(event["stream"], event["latin1"].encode("latin-1"))
        elif kind == "flood":
            name = {"stdout": "stdout", "stderr": "stderr"}[event["stream"]]
            self._last = "output", f"it wrote more than {self._limits.output_bytes} bytes to {name}"
        elif kind == "memory":
            self._last = "memory", self._too_little_memory()
        elif kind == "program" and not self._past_program:
            self._program_ended(event)
        elif kind == "outcome" and self._awaits_outcome(event["index"]):
            self._test_ended(event)
        elif kind == "end" and self._past_program and len(self._outcomes) == len(self._program.tests):
            self._ended = True
        else:
            raise Meddled(f"this cannot be told now: {str(event)[:80]!r}")

    def _write(self, stream: str, data: bytes) -> None:
        if stream not in ("stdout", "stderr"):
            raise Meddled(f"there is no stream {stream!r:.80}")
        if not self._past_program and self._first > 0:
            return  # written before, in the first interpreter
        if stream == "stdout" and self._past_program:
            self._of_test += data[: _MAX_TEST_OUTPUT - len(self._of_test)]
            return
        kept = self._stdout if stream == "stdout" else self._stderr
        kept += data[: max(0, self._limits.output_bytes - len(kept))]

    def _awaits_outcome(self, index: object) -> bool:
        done = len(self._outcomes)
        return self._past_program and done < len(self._program.tests) and index == done - self._first

    def _program_ended(self, event: dict[str, Any]) -> None:
        status = _PROGRAM_STATUS[event["status"]]
        raised = _raised(event["raised"])
        self._past_program = True
        if self._status is None:
            self._status, self._raised = status, raised
            self._reason = self._too_little_memory() if status == "memory" else None

    def _too_little_memory(self) -> str:
        return f"it needed more than {self._limits.memory_mb} MiB"

    def _test_ended(self, event: dict[str, Any]) -> None:
        test = self._program.tests[len(self._outcomes)]
        status = _TEST_STATUS[event["status"]]
        value = decode(event["value"]) if status == "passed" and test.call is not None else None
        raised = None if status == "passed" else _raised(event["raised"])
        if status != "passed" and raised is None:
            raise Meddled("a test that did not pass raised something")
        self._add(test.name, status, value=value, raised=raised, cpu_s=_seconds(event["cpu_s"]))

    def _add(self, name: str, status: OutcomeStatus, **fields: Any) -> None:
        stdout = self._of_test.decode("utf-8", "replace")
        self._of_test = bytearray()
        self._outcomes.append(Outcome(name=name, status=status, stdout=stdout, **fields))


def _raised(told: Any) -> Raised | None:
    if told is None:
        return None
    kind, message, line = told["kind"], told["message"], told["line"]
    if not (isinstance(kind, str) and isinstance(message, str)):
        raise Meddled("an exception is told with texts")
    if line is not None and (not isinstance(line, int) or isinstance(line, bool) or line < 0):
        raise Meddled(f"there is no line {line!r:.80}")
    return Raised(kind=kind[:_MAX_TEXT], message=message[:_MAX_TEXT], line=line)


def _seconds(told: Any) -> float:
    if isinstance(told, int | float) and not isinstance(told, bool) and 0 <= told < float("inf"):
        return float(told)
    raise Meddled(f"no number of seconds: {told!r:.80}")
