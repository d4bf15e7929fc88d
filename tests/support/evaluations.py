"""Small evaluations for tests: prompts whose answers are known, and a model whose answers can be foreseen."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, final

from redraft.core import Dialect, Draft, Prompt, Request, Usage
from redraft.critics import FunctionCritic
from redraft.engine.plan import Plan
from redraft.engine.strategies import InContextAlignment
from redraft.evals.comparing import EvaluationConfig
from redraft.evals.sample import Sample
from redraft.evals.samples import SampleData
from redraft.evals.samples.scorers import Number


@final
class Counting:
    """Writes ``answers[k]`` to the k-th request that holds a prompt's text, the last one again afterwards."""

    name = "test/counting"
    dialect: Dialect = "chat"
    window_tokens = None

    def __init__(self, answers: Callable[[str], Sequence[str]]) -> None:
        self._answers = answers
        self.requests: list[Request] = []

    async def generate(self, request: Request) -> tuple[Draft, ...]:
        self.requests.append(request)
        asked = request.messages[0].text
        answers = self._answers(asked)
        n_before = sum(message.role == "assistant" for message in request.messages)
        first = answers[min(n_before, len(answers) - 1)]
        usage = Usage(calls=1, prompt_tokens=10, completion_tokens=5 * request.n)
        drafts = [Draft.of(first, by=self.name) for _ in range(request.n)]
        return (Draft.of(first, by=self.name, usage=usage), *drafts[1:])


def sums(n: int) -> tuple[Sample, ...]:
    """``n`` sums; the one of ``i`` has the reference ``i + 1000``."""
    return tuple(
        Sample(
            prompt=Prompt.of(f"sum {i}", id=f"s{i}"),
            scorer=Number(reference=str(i + 1000)),
            problem=f"s{i}",
            groups={"half": "even" if i % 2 == 0 else "odd"},
        )
        for i in range(n)
    )


def data_of(samples: Sequence[Sample]) -> SampleData:
    """Samples as if they had been read."""
    return SampleData(
        name="sums", form="plain", sha256="0" * 64, samples=tuple(samples), n_rows=len(samples), n_repeated=0
    )


def wrong_then_right(asked: str) -> Sequence[str]:
    """Every third sum is wrong at first and right when it is written again."""
    number = int(asked.removeprefix("sum "))
    return ("0", str(number + 1000)) if number % 3 == 0 else (str(number + 1000),)


def truthful() -> FunctionCritic:
    """A critic that passes what is at least 1000."""
    return FunctionCritic(function=lambda text: float(int(text) >= 1000), name="truthful", kind="verified")


def config_of(folder: Path, **fields: Any) -> EvaluationConfig:
    """An evaluation of thirty sums by a model that is wrong at first on every third of them."""
    plan = Plan(model=Counting(wrong_then_right), critics=(truthful(),), strategy=InContextAlignment())
    settings: dict[str, Any] = {
        "data": data_of(sums(30)),
        "plan": plan,
        "name": "own",
        "seeds": (0, 1),
        "concurrency": 4,
        "folder": folder,
        "command": "redraft eval sums",
    }
    return EvaluationConfig(**{**settings, **fields})
