"""Measures of a construction: its error against gradient descent, and what is left of it without one of its weights."""

from dataclasses import replace

import numpy as np

from redraft.theory.constructions.blocks import Network, steps
from redraft.theory.constructions.construction import Construction
from redraft.theory.problems import Problems, draw_problems
from redraft.theory.statements.descent import descend
from redraft.theory.verification.breaking import Weight, without_each

STEP_SIZE = 0.1


def worst_error(
    construction: Construction[Problems], problems: Problems, n_steps: int = 1, dtype: str = "float64", **how
):
    """The largest error of any number of any prediction."""
    expected = descend(problems, STEP_SIZE, n_steps, **how).predictions
    return float(np.abs(construction.predictions(problems, dtype=dtype) - expected).max())


def two_sided(n_problems: int, *, n_responses: int, width: int, query_width: int = 5, **how) -> Problems:
    """Problems whose rewards lie above 0, around it, or below: the query, whose own is 0, may come first or last."""
    problems = draw_problems(n_problems, n_responses=n_responses, width=width, query_width=query_width, **how)
    kind, rewards = np.arange(n_problems) % 3, problems.rewards
    shift = np.choose(kind, [np.zeros(n_problems), rewards.mean(axis=1), rewards.max(axis=1) + 1])
    return replace(problems, rewards=problems.rewards - shift[:, None])


def marks(construction: Construction[Problems], network: Network, problems: Problems) -> float:
    """How far any mask of any response is from 0 and from 1, after any block."""
    mask = construction.channels.place("m")
    held = [step.tokens[:, 1:-1, mask] for step in steps(network, construction.embed(problems))]
    return max(float(np.minimum(np.abs(m), np.abs(m - 1)).max()) for m in held)


def idle(construction: Construction[Problems], problems: Problems, *, masks: bool) -> list[Weight]:
    """Weights without which all predictions stay as they were, and all masks of responses 0 or 1."""
    intact = construction.predictions(problems)

    def harmless(network: Network) -> bool:
        moved = np.abs(replace(construction, network=network).predictions(problems) - intact).max()
        return bool(moved <= 1e-6) and not (masks and marks(construction, network, problems) > 1e-6)

    # A network without one of its weights may go to infinity; that is a difference as well.
    with np.errstate(over="ignore", invalid="ignore"):
        return [weight for weight, network in without_each(construction.network) if harmless(network)]
