"""What a network asks of problems, as data: it is checked before tokens are made, and goes with an exported network.

**How large logits become.** Masks are numbers that are subtracted from logits, so they have to exceed all that logits
differ by, at every step. Before the first step the model's logits ``2 w . y - |y|^2`` lie within
``L_1 = max |y| (|y| + 2 |W x|)`` of 0. A step moves w by ``2 eta |x|^2 g``. Every stage of g adds the difference of two
points of the convex hull of the responses, and the last stage, a choice among one, adds 0; where t responses tie for
the lowest place their t choices add t times the difference of two means that share 1 / t of their weight: as much as
t - 1 differences. So ``|g| <= (N - 1) D``, soft choices included, with ``D <= 2 max |y|``, and before step k::

    |w| <= |W x| + 4 eta |x|^2 (k - 1) (N - 1) max |y|
    L_k  = max |y| (|y| + 2 |W x| + 8 eta |x|^2 (k - 1) (N - 1) max |y|)

Networks whose logits are the squared distances ``|y - w|^2`` themselves have ``L_k = (max |y| + bound of |w|)^2``.
With queries of their own the residuals ``e_j = y_j - W x_j`` move, too: ``|A| <= (N - 1) 2 max |e| max |x|``, and a
step adds ``2 eta A x_j`` to e_j. So it multiplies the largest residual by ``1 + 4 eta (N - 1) max |x|^2`` at most, and
``L_k = max (|y| + |W x|)^2 (1 + 4 eta (N - 1) max |x|^2)^(2 (k - 1))``.

**The limit.** Unless told otherwise a network is built for ``L_1 <= 1000`` and queries of length 1 or less: with these,
``max |y|^2 <= 1000``, and the formulas above give the L_k that its masks are made for. Its last step then refuses
nothing that its first step takes. Deep masks cost no digits: a response that is not masked loses exactly 0.

Source: wang2024incontext App. E (the step, its bound is ours).
"""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from redraft.errors import Misuse
from redraft.theory.constructions.checks import (
    check_distinct,
    check_grades,
    check_positive,
    check_rewards,
    check_shape,
    check_unit_queries,
    mask_depth,
)
from redraft.theory.problems import Floats, GeneralProblems, Problems

Logits = Literal["products", "distances", "residuals"]
"""What logits are: ``2 w . y - |y|^2``; or ``|y - w|^2``; or that, with a query for every response."""

FIRST = 1000.0
"""How large logits may be before the first step, where nothing else is said."""

_STATED: dict[Logits, str] = {
    "products": "|y|^2 + 2 |W x| |y|",
    "distances": "(|y| + |W x|)^2",
    "residuals": "(|y| + |W x|)^2",
}

# A bound of 1e250 is above every problem's logits, and still a number when it is multiplied.
_LARGEST_POWER = 250 * math.log(10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What a network was built for.

    Attributes:
        n_responses: N; the most there may be where `fewer` says so.
        width: d.
        query_width: d_x.
        step_size: eta.
        n_steps: k.
        largest_logit: how large logits may be at any step; None for what grows from 1000 before the first.
        logits: what they are.
        gap: the smallest distance of two rewards; 0 where they must only differ, None where they may be equal.
        largest_reward: how far rewards may be from 0.
        n_grades: rewards are whole numbers from 1 to this; None where they may be any.
        unit_queries: whether queries must have length 1.
        fewer: whether problems may have fewer responses.
        equal_remedy: what to do about rewards that are too near.
    """

    n_responses: int
    width: int
    query_width: int
    step_size: float
    n_steps: int
    largest_logit: float | None = None
    logits: Logits = "products"
    gap: float | None = None
    largest_reward: float = math.inf
    n_grades: int | None = None
    unit_queries: bool = False
    fewer: bool = False
    equal_remedy: str = "build with a gap no larger than the real one (any above 0 will do), or use `graded` for ties"

    @property
    def logit_limit(self) -> float:
        """How large logits may be at any step.

        Raises:
            Misuse: when it is not above 0, or so many steps can grow beyond all numbers.
        """
        if self.largest_logit is not None:
            check_positive("largest_logit", self.largest_logit, remedy="leave it out for one that fits the steps")
            return self.largest_logit
        moved, n_moves = 4 * self.step_size * (self.n_responses - 1), self.n_steps - 1
        if self.logits == "products":
            return FIRST * (1 + 2 * moved * n_moves)
        if self.logits == "distances":
            return FIRST * (1 + moved * n_moves) ** 2
        power = 2 * n_moves * math.log1p(moved)
        if power > _LARGEST_POWER:
            raise Misuse(
                f"residuals can grow by a factor of {1 + moved:g} in each of {self.n_steps} steps, more than numbers "
                "can hold; build with a smaller step_size, or fewer steps"
            )
        return FIRST * math.exp(power)

    def mask_depth(self, temperature: float = 0.0) -> float:
        """B, what a masked key loses, for a network with this beta; 0 for one that does not read rewards."""
        reward = self.largest_reward if temperature else 0.0
        return mask_depth(temperature=temperature, largest_reward=reward, largest_logit=self.logit_limit)

    def check(self, problems: Problems | GeneralProblems) -> None:
        """Refuse problems that the network was not built for.

        Raises:
            Misuse: naming the value and what to build instead.
        """
        got = problems.rewards.shape[1]
        if self.fewer and got > self.n_responses:
            raise Misuse(
                f"the network has positions for {self.n_responses} responses, got {got}; build with n_responses={got}"
            )
        wanted = None if self.fewer else self.n_responses
        check_shape(problems, n_responses=wanted, width=self.width, query_width=self.query_width)
        check_rewards(problems, self.largest_reward)
        if self.unit_queries:
            check_unit_queries(problems.query)
        if self.n_grades is not None:
            check_grades(problems.rewards, self.n_grades)
        if self.gap is not None:
            check_distinct(problems, gap=self.gap, remedy=self.equal_remedy)
        self._check_logits(problems)

    def _check_logits(self, problems: Problems | GeneralProblems) -> None:
        first, last = (
            float(logit_reach(problems, logits=self.logits, step_size=self.step_size, n_steps=k).max())
            for k in (1, self.n_steps)
        )
        # What a limit was made from may be missed by rounding when it is computed again.
        limit = self.logit_limit
        if last <= limit * (1 + 1e-9):
            return
        if first > limit * (1 + 1e-9):
            raise Misuse(
                f"{_STATED[self.logits]} must be {limit:g} or less, got {first:g}; "
                f"build with largest_logit={above(last)}, or use smaller units"
            )
        raise Misuse(
            f"after {self.n_steps - 1} of {self.n_steps} steps {_STATED[self.logits]} must be {limit:g} or "
            f"less, and can be {last:.4g} (it is {first:.4g} before the first); build with "
            f"largest_logit={above(last)}, a smaller step_size or fewer steps, or use smaller units"
        )


def logit_reach(problems: Problems | GeneralProblems, *, logits: Logits, step_size: float, n_steps: int) -> Floats:
    """``(B,)`` no logit of the model can be further from 0 at any of the steps; see above.

    Args:
        problems: to run on.
        logits: what they are.
        step_size: eta.
        n_steps: k; with 1 what they are bounded by before the first step.
    """
    lengths = np.linalg.norm(problems.responses, axis=-1)
    widest = lengths.max(axis=1)
    n_moves = (n_steps - 1) * (problems.rewards.shape[1] - 1)
    if isinstance(problems, GeneralProblems):
        predicted = np.linalg.norm(np.einsum("byx,bnx->bny", problems.weights, problems.queries), axis=-1)
        residual = (lengths + predicted).max(axis=1)
        square = np.square(problems.queries).sum(axis=-1).max(axis=1)
        # A bound that is too large to be a number is infinite: such problems are refused.
        with np.errstate(over="ignore"):
            stretch = (1 + 4 * step_size * (problems.rewards.shape[1] - 1) * square) ** (2 * (n_steps - 1))
            grown: Floats = residual**2 * stretch
        return grown
    square = np.square(problems.query).sum(axis=1)
    model = np.linalg.norm(problems.prediction, axis=1) + 4 * step_size * square * n_moves * widest
    largest: Floats = widest * (widest + 2 * model) if logits == "products" else (widest + model) ** 2
    return largest


def above(value: float) -> str:
    """A short number that is a little larger, to be typed."""
    return f"{1.01 * value:.4g}"
