"""Samples of the embedded model's own worlds, scored by their exact verifiers."""

import random
from dataclasses import dataclass

from redraft.core import Draft, Prompt
from redraft.errors import Misuse
from redraft.evals.embedded.verifier import Problem, verify
from redraft.evals.environments import count, pref
from redraft.evals.environments.splits import Split
from redraft.evals.sample import Sample, Score

WORLDS = ("count", "pref")


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldScorer:
    """The exact verifier of one problem.

    Attributes:
        problem: what was asked.
    """

    problem: Problem
    name: str = "verifier"
    version: str = "1"

    async def score(self, draft: Draft) -> Score:
        """See `redraft.evals.sample.Scorer`."""
        verdict = verify(self.problem, draft.text)
        return Score(right=verdict.passed, value=verdict.score, text=" ".join(verdict.words))


def world_samples(world: str, n: int, *, seed: int, split: Split = Split.TEST) -> tuple[Sample, ...]:
    """Problems drawn as the world draws them, the same one more than once if chance has it so.

    Args:
        world: ``count`` or ``pref``.
        n: how many.
        seed: fixes the draws.
        split: for `count`, which problems; those of ``pref`` are all known, what is hidden is the preference.

    Raises:
        Misuse: when there is no such world.
    """
    rng = random.Random(f"{world} {split} {seed}")  # noqa: S311 - reproducible draws, nothing secret
    if world == "count":
        problems: list[Problem] = list(count.problems(n, rng, split))
    elif world == "pref":
        problems = list(pref.problems(n, rng))
    else:
        raise Misuse(f"no such world: {world!r}; there are {', '.join(WORLDS)}")
    return tuple(
        Sample(
            prompt=Prompt.of(problem.text, id=f"{world}-{seed}-{i:06}"),
            scorer=WorldScorer(problem=problem),
            problem=problem.key,
            groups={"world": world},
        )
        for i, problem in enumerate(problems)
    )
