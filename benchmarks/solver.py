"""A model whose rates are known: it solves tasks, checks and redrafts as often rightly as it is told to.

Tests put it behind an endpoint, benchmarks ask it in this process.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from redraft.core import Dialect, Draft, Request, Usage, rng_for
from redraft.evals.sample import Sample
from redraft.evals.tasks import Task, TaskScorer, answer_of

_CHECK = re.compile(r"\n\n(?:Do not answer the request above|請不要回答上面的請求)")


@dataclass(frozen=True, kw_only=True)
class World:
    """How good the model is.

    Attributes:
        accuracy: of its drafts, by grade; one number for all grades stands under ``""``.
        sensitivity: of its check.
        specificity: of its check.
        repair_rate: of its redrafts of wrong answers.
        break_rate: of its redrafts of right answers.
        concentration: of the Beta variable that a task's own rate of repair is drawn from; None for one rate for all.
        failing: every so many-th task gets no draft but a refusal; 0 for none.
        delay_s: seconds before each answer.
    """

    accuracy: Mapping[str, float] = field(default_factory=lambda: {"": 0.6})
    sensitivity: float = 0.8
    specificity: float = 0.9
    repair_rate: float = 0.5
    break_rate: float = 0.1
    concentration: float | None = None
    failing: int = 0
    delay_s: float = 0.0

    def accuracy_of(self, grade: str) -> float:
        """The accuracy of drafts of a grade."""
        return self.accuracy.get(grade, self.accuracy.get("", 0.0))


class Solving:
    """What the model answers; every draw is made from the whole request, so the same question has the same answer."""

    def __init__(self, world: World, samples: Sequence[Sample], seed: int = 0) -> None:
        """Solve the tasks of `samples` as well as `world` says."""
        self._world, self._seed = world, seed
        self._tasks: dict[str, Task] = {}
        self._repair_rates: dict[str, float] = {}
        for sample in samples:
            assert isinstance(sample.scorer, TaskScorer)
            self._tasks[sample.prompt.text] = sample.scorer.task
            self._repair_rates[sample.prompt.text] = self._repair_rate(sample.problem)

    def _repair_rate(self, problem: str) -> float:
        mean, concentration = self._world.repair_rate, self._world.concentration
        if concentration is None:
            return mean
        return rng_for(self._seed, problem).betavariate(mean * concentration, (1 - mean) * concentration)

    def text(self, messages: Sequence[Mapping[str, Any]], asked: bytes, number: int) -> str:
        """Answer `number` to a conversation; `asked` are all bytes that tell one request from another."""
        nonce = hashlib.sha256(asked + bytes([number])).hexdigest()[:12]
        chance, world = rng_for(self._seed, nonce).random(), self._world
        content = str(messages[0]["content"])
        check = _CHECK.search(content)
        text, shown = (content, "") if check is None else (content[: check.start()], content[check.end() :])
        task = self._tasks[text]
        if check is not None:
            draft = "\n".join(line.removeprefix("> ") for line in shown.splitlines() if line.startswith("> "))
            passes = chance < (world.specificity if _right(task, draft) else 1 - world.sensitivity)
            verdict = ("通過" if passes else "不通過") if "請" in check[0] else ("pass" if passes else "fail")
            return f"I looked at it ({nonce}).\n{'結論：' if '請' in check[0] else 'Verdict: '}{verdict}"
        drafts = [message["content"] for message in messages if message["role"] == "assistant"]
        if drafts:
            right = chance < (1 - world.break_rate if _right(task, drafts[-1]) else self._repair_rates[text])
        else:
            right = chance < world.accuracy_of(str(task.grade))
        return f"Working {nonce}.\nAnswer: {task.reference if right else f'no idea {nonce}'}"


class SolvingModel:
    """The same in this process, as a `redraft.core.Model`."""

    name = "benchmark/solver"
    dialect: Dialect = "chat"
    window_tokens: int | None = None

    def __init__(self, solving: Solving) -> None:
        """Answer as `solving` does."""
        self._solving = solving

    async def generate(self, request: Request) -> tuple[Draft, ...]:
        """See `redraft.core.Model`."""
        messages = [{"role": message.role, "content": message.text} for message in request.messages]
        asked = msgspec.json.encode([messages, request.seed, request.temperature])
        texts = [self._solving.text(messages, asked, number) for number in range(request.n)]
        usage = Usage(calls=1)
        return tuple(Draft.of(text, by=self.name, usage=usage if i == 0 else Usage()) for i, text in enumerate(texts))


def _right(task: Task, text: str) -> bool:
    answer = answer_of(text)
    return answer is not None and task.verifier.holds(answer)
