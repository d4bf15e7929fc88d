"""Losses of rankings: Plackett-Luce, its first factor (InfoNCE) and its case of two (Bradley-Terry).

The model W scores a response by ``s_j = -|W x_j - y_j|^2``. A ranking model chooses the best response first, then the
best of the rest, and so on; the loss is the negative log-likelihood of the order that the critic's rewards say. Stage i
chooses response i from its set R_i, and counts q_i times::

    L = sum_i  q_i (log( sum of exp(s_j) over j in R_i )  -  s_i)

For Plackett-Luce q_i = 1 and R_i holds every j with r_j <= r_i; the last stage adds 0. Equal rewards choose from the
same set (Breslow's form of ties). InfoNCE is the first stage alone: q_i = 1 for the best response, R_i all of them.
Rewards matter through their order alone, except where labels are soft.

Weights may be complex, so that derivatives can be checked by a complex step.

Source: plackett1975analysis; bradley1952rank; wang2024incontext Sec. 2; breslow1974covariance (ties).
"""

from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from redraft.errors import Misuse
from redraft.theory.problems import Floats, GeneralProblems, Problems

Loss = Literal["plackett_luce", "bradley_terry", "infonce"]
"""Which choices of a ranking count: all, the only one of two responses, or the first."""

AnyProblems = Problems | GeneralProblems


class Stages(NamedTuple):
    """The choices that a loss is made of.

    Attributes:
        labels: ``(B, N)`` q, how far the choice of response i counts.
        chosen_from: ``(B, N, N)`` whether response j is in R_i, the set that response i was chosen from.
    """

    labels: Floats
    chosen_from: npt.NDArray[np.bool_]


def ranking_loss(problems: AnyProblems, *, loss: Loss = "plackett_luce", temperature: float | None = None) -> Floats:
    """``(B,)`` the loss of the weights of each problem, in nats, 0 or more.

    Args:
        problems: with one query each, or with a query for every response.
        loss: "plackett_luce" for the whole ranking, "infonce" for its first choice, "bradley_terry" for two responses.
        temperature: None where the order of the rewards is taken as certain. A number beta makes the label of the first
            choice soft: response j is the best with probability ``softmax_j(beta r_j)``. Not for "plackett_luce".

    Raises:
        Misuse: for "bradley_terry" with more than two responses, and for "plackett_luce" with a temperature.
    """
    scores = response_scores(problems)
    labels, chosen_from = stages(problems.rewards, loss=loss, temperature=temperature)
    top = np.where(chosen_from, scores.real[:, None, :], -np.inf).max(axis=-1)
    raw = np.exp(np.where(chosen_from, scores[:, None, :] - top[..., None], 0))
    log_sums = top + np.log(np.where(chosen_from, raw, 0).sum(axis=-1))
    total: Floats = (labels * (log_sums - scores)).sum(axis=-1)
    return total


def response_scores(problems: AnyProblems) -> Floats:
    """``(B, N)`` what the model thinks of each response: minus its squared distance from the prediction."""
    left_over = residuals(problems)
    scores: Floats = -(left_over * left_over).sum(axis=-1)
    return scores


def residuals(problems: AnyProblems) -> Floats:
    """``(B, N, d)`` what the prediction misses of each response, y_j - W x_j."""
    difference: Floats = problems.responses - np.einsum("byx,bnx->bny", problems.weights, queries_of(problems))
    return difference


def queries_of(problems: AnyProblems) -> Floats:
    """``(B, N, d_x)`` the query of each response."""
    if isinstance(problems, GeneralProblems):
        return problems.queries
    n_problems, n_responses, _ = problems.responses.shape
    return np.broadcast_to(problems.query[:, None, :], (n_problems, n_responses, problems.query.shape[1]))


def stages(rewards: Floats, *, loss: Loss, temperature: float | None = None) -> Stages:
    """The choices that a loss counts, as the rewards say; see `ranking_loss`."""
    if loss == "plackett_luce":
        if temperature is not None:
            raise Misuse(f"the Plackett-Luce loss has no soft labels, got temperature {temperature!r}; leave it out")
        return Stages(np.ones_like(rewards), rewards[:, None, :] <= rewards[:, :, None])
    n_responses = rewards.shape[-1]
    if loss == "bradley_terry" and n_responses != 2:
        raise Misuse(f"Bradley-Terry compares 2 responses, got {n_responses}; use 'plackett_luce' or 'infonce'")
    above = rewards - rewards.max(axis=-1, keepdims=True)
    # Equally good best responses share the label.
    raw = (above == 0).astype(rewards.dtype) if temperature is None else np.exp(temperature * above)
    return Stages(raw / raw.sum(axis=-1, keepdims=True), np.ones((*rewards.shape, n_responses), dtype=bool))
