"""Problems that constructions are tried on, drawn for a setting."""

from dataclasses import replace

import numpy as np

from redraft.core import seed_for
from redraft.theory.problems import GeneralProblems, Problems, draw_general_problems, draw_problems
from redraft.theory.verification.entries import Setting


def plain(n_problems: int, setting: Setting, seed: int) -> Problems:
    """Problems with one query of length 1 each and distinct rewards around 0."""
    drawn = draw_problems(
        n_problems, n_responses=setting.n_responses, width=setting.width, query_width=setting.query_width,
        min_gap=setting.gap, seed=seed,
    )  # fmt: skip
    # Half of the rewards are below 0: a weight that is used for such ones alone must be seen to matter.
    return replace(drawn, rewards=drawn.rewards - drawn.rewards.mean(axis=1, keepdims=True))


def general(n_problems: int, setting: Setting, seed: int) -> GeneralProblems:
    """Problems with a query of length 1 for every response."""
    drawn = draw_general_problems(
        n_problems, n_responses=setting.n_responses, width=setting.width, query_width=setting.query_width,
        min_gap=setting.gap, seed=seed,
    )  # fmt: skip
    return replace(drawn, rewards=drawn.rewards - drawn.rewards.mean(axis=1, keepdims=True))


def grades(n_problems: int, setting: Setting, seed: int) -> Problems:
    """Problems with whole rewards from 1 to N; in every other one all differ, in the others equal ones are likely."""
    drawn = plain(n_problems, setting, seed)
    n = setting.n_responses
    rng = np.random.default_rng(seed_for(seed, "grades", f"{n_problems} {n} {setting.width}"))
    ranks = np.argsort(np.argsort(drawn.rewards, axis=1), axis=1) + 1.0
    some = rng.integers(1, n + 1, (n_problems, n)).astype(np.float64)
    tied = np.arange(n_problems)[:, None] % 2 == 1
    return replace(drawn, rewards=np.where(tied, some, ranks))
