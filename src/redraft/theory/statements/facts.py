"""Other forms of the same step, and how curved the loss is; for one query common to all responses.

All were derived from the definition and hold exactly (tests/unit/theory/statements/test_facts.py).
"""

import numpy as np

from redraft.theory.problems import Floats, Problems
from redraft.theory.statements.gradients import choice_chances


def pair_form(problems: Problems) -> Floats:
    """``(B, d)`` the Plackett-Luce direction as a sum over pairs, each pulling from the worse to the better response.

    ``g = sum_i sum_j p_ij (y_i - y_j)``, over j ranked below i.
    """
    chances = choice_chances(problems)
    differences = problems.responses[:, :, None, :] - problems.responses[:, None, :, :]
    total: Floats = np.einsum("bij,bijy->by", chances, differences)
    return total


def item_shares(problems: Problems) -> Floats:
    """``(B, N)`` how far each response attracts (above 0) or repels: g = sum_j c_j y_j, and the c_j sum to 0.

    ``c_j = 1 - sum of p_ij`` over the stages i that response j was left in: being chosen counts 1, and every time that
    the model would have chosen it counts against it. The worst response is left in all stages, so it repels most.
    """
    shares: Floats = 1 - choice_chances(problems).sum(axis=1)
    return shares


def curvature(problems: Problems) -> Floats:
    """``(B, d, d)`` the Hessian of the Plackett-Luce loss in the prediction W x: four times the summed covariances.

    A covariance has no negative eigenvalue: the loss is convex in the prediction, and so in W.
    """
    chances, responses = choice_chances(problems), problems.responses
    means = chances @ responses
    second = np.einsum("bij,bjy,bjz->byz", chances, responses, responses, optimize=True)
    total: Floats = 4 * (second - np.einsum("biy,biz->byz", means, means))
    return total


def curvature_bound(problems: Problems) -> Floats:
    """``(B,)`` no eigenvalue of `curvature` is larger: (N - 1) D^2, with D the largest distance of two responses.

    A variance on a set of diameter D is at most D^2 / 4. With ``eta |x|^2`` at most 2 over this bound a step brings no
    two predictions further apart, so errors of several steps add up and never grow.
    """
    bound: Floats = (problems.rewards.shape[1] - 1) * diameter(problems) ** 2
    return bound


def diameter(problems: Problems) -> Floats:
    """``(B,)`` D, the largest distance between two responses of a problem."""
    differences = problems.responses[:, :, None, :] - problems.responses[:, None, :, :]
    largest: Floats = np.sqrt((differences**2).sum(axis=-1)).max(axis=(1, 2))
    return largest
