"""The environments' exact verifiers as critics, right on purpose or wrong on purpose."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, final

from redraft.core import Context, CriticKind, Critique, Draft, Prompt, rng_for
from redraft.evals.environments import count, pref, safe
from redraft.evals.environments.count import CountProblem
from redraft.evals.environments.pref import PrefProblem
from redraft.evals.environments.safe import SafeProblem
from redraft.evals.environments.verdict import Verdict
from redraft.models.local.language import FAIL, PASS, REWARD_WORDS

Problem = PrefProblem | CountProblem | SafeProblem

_VERIFIERS: Final[Mapping[type, Callable[[Any, tuple[str, ...]], Verdict]]] = {
    PrefProblem: pref.verify,
    CountProblem: count.verify,
    SafeProblem: safe.verify,
}


def verify(problem: Problem, answer: str) -> Verdict:
    """The true verdict on an answer to ``problem``."""
    return _VERIFIERS[type(problem)](problem, tuple(answer.split()))


def _levels(problem: Problem) -> tuple[str, ...]:
    """The last words a critique of this family can have, from the worst to the best."""
    return REWARD_WORDS if isinstance(problem, PrefProblem) else (FAIL, PASS)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Verifier:
    """A critic that knows the answer, with two knobs to spoil it.

    Attributes:
        problems: the problem behind each prompt id; references live here, not in the prompt.
        flip_rate: share of the verdicts that are replaced by a wrong one, drawn evenly among the wrong ones.
        redraw_rate: share of the verdicts that are replaced by a random one, drawn evenly among all.
        seed: decides which.
        name: how records call it.
    """

    problems: Mapping[str, Problem]
    flip_rate: float = 0.0
    redraw_rate: float = 0.0
    seed: int = 0
    name: str = "verifier"
    version: str = "1"

    @property
    def kind(self) -> CriticKind:
        """``verified`` when it is right, ``external`` when it was spoilt."""
        return "verified" if self.flip_rate == self.redraw_rate == 0 else "external"

    async def examine(self, prompt: Prompt, draft: Draft, context: Context) -> Critique:
        """The verdict in the words of the trace; its working, if any, is always true."""
        problem = self.problems[prompt.id]
        verdict = self._spoilt(problem, verify(problem, draft.text), prompt.id, draft.round)
        return Critique(
            critic=self.name, version=self.version, kind=self.kind, score=verdict.score, text=" ".join(verdict.words)
        )

    def _spoilt(self, problem: Problem, true: Verdict, prompt_id: str, round: int) -> Verdict:
        levels = _levels(problem)
        rng = rng_for(self.seed, prompt_id, "verifier", str(round))
        flip, redraw = rng.random() < self.flip_rate, rng.random() < self.redraw_rate
        if flip:
            word = rng.choice([level for level in levels if level != true.words[-1]])
        elif redraw:
            word = rng.choice(levels)
        else:
            return true
        score = levels.index(word) / (len(levels) - 1)
        return replace(true, words=(*true.words[:-1], word), score=score, passed=score == 1)
