"""Playing problems through the real engine, all at once, and keeping what each attempt was worth."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from redraft.core import Budget, Context, Critic, Decision, Gate, Model, Prompt, Rendering, Strategy, Usage
from redraft.engine import stops
from redraft.engine.gates import Latest
from redraft.engine.loop import correct
from redraft.engine.plan import Plan
from redraft.evals.embedded.verifier import Problem, verify


@dataclass(frozen=True, slots=True, kw_only=True)
class EveryRound:
    """Redrafts a fixed number of times, whatever the verdicts say, so that accuracy by attempt can be measured.

    Attributes:
        n_attempts: attempts in all, at least 1.
        gate: the newest attempt stands: no gate hides what a round did.
        rendering: how the context is shown.
        draft_temperature: of the first attempt.
        redraft_temperature: of the others.
    """

    n_attempts: int
    rendering: Rendering = field(default_factory=Rendering)
    draft_temperature: float | None = 0.0
    redraft_temperature: float | None = 0.7
    gate: Gate = field(default_factory=Latest)
    name: str = "every_round"

    def next(self, context: Context, spent: Usage, budget: Budget) -> Decision:
        """Redraft until there are enough attempts."""
        ending = stops.rounds_spent(context, self.n_attempts - 1)
        return ending or Decision(action="redraft", reason="rounds_left")


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """One problem after its correction.

    Attributes:
        problem: what was asked.
        answers: the text of every attempt, in order.
        passed: whether each attempt was truly right, whatever its critic said.
        scores: true score of each attempt in [0, 1].
        final_passed: whether the answer that was returned is right.
        usage: what it cost.
    """

    problem: Problem
    answers: tuple[str, ...]
    passed: tuple[bool, ...]
    scores: tuple[float, ...]
    final_passed: bool
    usage: Usage


def prompts_of(problems: Sequence[Problem]) -> tuple[tuple[Prompt, ...], Mapping[str, Problem]]:
    """A prompt for each problem, and the problem behind each prompt's id."""
    prompts = tuple(Prompt.of(problem.text, id=f"{i:05d}") for i, problem in enumerate(problems))
    return prompts, {prompt.id: problem for prompt, problem in zip(prompts, problems, strict=True)}


def play(
    problems: Sequence[Problem], *, model: Model, critics: Sequence[Critic], strategy: Strategy, seed: int
) -> list[Played]:
    """Corrects every problem side by side, so that a local model can write in batches; results in order."""
    prompts, _ = prompts_of(problems)
    plan = Plan(model=model, critics=tuple(critics), strategy=strategy, seed=seed)

    async def one(prompt: Prompt, problem: Problem) -> Played:
        correction = await correct(prompt, plan)
        texts = tuple(attempt.draft.text for attempt in correction.attempts)
        if not texts:
            raise RuntimeError(f"prompt {prompt.text!r} got no answer: {correction.reason}: {correction.detail}")
        verdicts = [verify(problem, text) for text in texts]
        return Played(
            problem=problem,
            answers=texts,
            passed=tuple(verdict.passed for verdict in verdicts),
            scores=tuple(verdict.score for verdict in verdicts),
            final_passed=verify(problem, correction.text or "").passed,
            usage=correction.usage,
        )

    async def everyone() -> list[Played]:
        return list(await asyncio.gather(*(one(p, q) for p, q in zip(prompts, problems, strict=True))))

    return asyncio.run(everyone())
