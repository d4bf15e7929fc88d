"""The gradient of a ranking loss in the weights, stage by stage.

With ``e_j = y_j - W x_j`` and ``p_ij`` the probability that the model chooses j where i was chosen::

    dL/dW = -2 sum_i q_i ( e_i x_i^T  -  sum over j in R_i of p_ij e_j x_j^T )

With one query for all responses the parts with W cancel, because the p_ij of a stage sum to 1; what is left is
``-2 g x^T`` with ``g = sum_i q_i (y_i - sum_j p_ij y_j)``.

Source: wang2024incontext App. E.
"""

import numpy as np

from redraft.theory.problems import Floats, Problems
from redraft.theory.statements.losses import AnyProblems, Loss, queries_of, residuals, response_scores, stages


def weight_gradient(problems: AnyProblems, *, loss: Loss = "plackett_luce", temperature: float | None = None) -> Floats:
    """``(B, d, d_x)`` the derivative of `ranking_loss` in the weights of each problem; arguments as there."""
    left_over, queries = residuals(problems), queries_of(problems)
    labels, _ = stages(problems.rewards, loss=loss, temperature=temperature)
    chances = choice_chances(problems, loss=loss, temperature=temperature)
    toward = np.einsum("bi,biy,bix->byx", labels, left_over, queries, optimize=True)
    away = np.einsum("bi,bij,bjy,bjx->byx", labels, chances, left_over, queries, optimize=True)
    gradient: Floats = -2 * (toward - away)
    return gradient


def direction(problems: Problems, *, loss: Loss = "plackett_luce", temperature: float | None = None) -> Floats:
    """``(B, d)`` g, where a step moves the prediction when one query is common to all responses.

    A step of size ``eta`` adds ``2 eta |x|^2 g`` to the prediction. Arguments as for `ranking_loss`.
    """
    labels, _ = stages(problems.rewards, loss=loss, temperature=temperature)
    chances = choice_chances(problems, loss=loss, temperature=temperature)
    expected = chances @ problems.responses
    moved: Floats = (labels[..., None] * (problems.responses - expected)).sum(axis=1)
    return moved


def choice_chances(problems: AnyProblems, *, loss: Loss = "plackett_luce", temperature: float | None = None) -> Floats:
    """``(B, N, N)`` p_ij, how probable the model finds response j where response i was chosen; rows sum to 1."""
    _, chosen_from = stages(problems.rewards, loss=loss, temperature=temperature)
    scores = np.where(chosen_from, response_scores(problems)[:, None, :], -np.inf)
    raw = np.exp(scores - scores.max(axis=-1, keepdims=True))
    chances: Floats = raw / raw.sum(axis=-1, keepdims=True)
    return chances
