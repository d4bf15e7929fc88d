"""Tests that decide whether an answer was right after all. Nothing that steers a correction may see them."""

from dataclasses import dataclass
from typing import final

from redraft.core import Context, Draft, Prompt
from redraft.critics.code import CodeCritic
from redraft.sandbox import Limits, Runner

_LIMITS = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenScore:
    """What hidden tests say of an answer; a scorer's word, not a critique.

    Attributes:
        solved: whether every test passes; None when that could not be found out.
        reason: why not; None when it could.
        sandbox: level at which the code ran; empty when it did not get that far.
        evidence: what failed, in words, for those who read results; it quotes tests.
        tests: how many passed, in words.
        cpu_ms: processor milliseconds in the sandbox; None when it did not get that far.
    """

    solved: bool | None
    reason: str | None
    sandbox: str
    evidence: tuple[str, ...]
    tests: str
    cpu_ms: float | None


@final
class HiddenTests:
    """The reference of a sample: a scorer that is no critic and cannot be made one by accident.

    It has no ``examine`` and cannot be called, and its one method takes names that no critic function has, so that
    `redraft.critics.as_critic` refuses the object and the method alike. The tests go into no `Prompt`, no metadata and
    no ``repr``.

    Args:
        tests: Python source of the tests.
        function: the function that ``check(candidate)`` is meant for; empty when the tests name it themselves.
        runner: the sandbox; None for the one that is shared.
        limits: what a program with all its tests may use.

    Raises:
        Misuse: when the tests are no tests.
    """

    __slots__ = ("_critic", "_function")

    def __init__(
        self, tests: str, *, function: str = "", runner: Runner | None = None, limits: Limits = _LIMITS
    ) -> None:
        self._function = function
        # The scorer borrows what running and comparing take; the critic inside never leaves it.
        self._critic = CodeCritic(
            tests=tests, checks=("tests",), runner=runner, limits=limits, language="en", name="hidden"
        )

    def __repr__(self) -> str:
        return f"HiddenTests(function={self._function!r})"

    async def scored(self, *, asked: Prompt, answer: Draft) -> HiddenScore:
        """Whether `answer` passes.

        Args:
            asked: what was asked; the header of a function that the answer completes is read from it.
            answer: what was answered.
        """
        labels = {"entry_point": self._function} if self._function else {}
        prompt = Prompt.from_messages(asked.messages, id=asked.id, metadata=labels)
        critique = await self._critic.examine(prompt, answer, Context(prompt=prompt))
        return HiddenScore(
            solved=None if critique.score is None else critique.score >= 0.5,
            reason=critique.reason,
            sandbox=critique.details.get("sandbox", ""),
            evidence=tuple(finding.message for finding in critique.findings),
            tests=critique.details.get("tests", ""),
            cpu_ms=float(critique.details["cpu_ms"]) if "cpu_ms" in critique.details else None,
        )
