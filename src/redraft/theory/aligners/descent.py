"""Gradient descent on the examples: what a transformer that aligns in context is said to imitate; all prefixes at once.

The published baseline makes, for every task and every number of examples, a linear model of its own and descends the
ranking loss of those examples with Adam. Here all tasks and prefixes descend together, with the gradient written out:

* The loss of n examples with scores s_1 .. s_n, best reward first, is sum_k log sum_{j >= k} exp(s_j) - s_k. With
  S_k = sum_{j >= k} exp(s_j), its derivative by s_j is exp(s_j) sum_{k <= j} 1 / S_k - 1.
* The examples of a task are sorted once. An example that a prefix does not have yet gets the weight 0 instead of
  exp(s_j), and so drops out of every sum; prefixes differ in their masks alone.
* The score of an example is cos(W x, y), or -||W x - y||^2 with the text's reward; the gradient by W is that by W x,
  times x.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from redraft.core import seed_for
from redraft.errors import Misuse
from redraft.theory.aligners.config import Reward
from redraft.theory.aligners.tasks import Tasks

_BETA1, _BETA2, _EPSILON = 0.9, 0.999, 1e-8  # Adam's defaults, which the released code leaves as they are
_TASKS_AT_ONCE = 128  # a chunk stays inside the cache of one core; larger ones gain nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class DescentConfig:
    """How the linear model descends; the defaults are those of the released code with right rewards.

    Source: wang2024incontext App. C.1, and its released code where the text is silent; kingma2015adam.

    Attributes:
        n_steps: steps of Adam.
        learning_rate: of Adam.
        decays: whether the learning rate falls to 0 along half a cosine; the released code keeps it.
        reward: the score in the loss.
        seed: decides the first weights, uniform in +-1 / sqrt(d) as torch begins a linear layer, new for every prefix.
    """

    n_steps: int = 50
    learning_rate: float = 0.1
    decays: bool = False
    reward: Reward = "cosine"
    seed: int = 0

    def __post_init__(self) -> None:
        """Refuse what cannot descend."""
        if self.n_steps < 0:
            raise Misuse(f"`n_steps` must be 0 or more, got {self.n_steps!r}; 0 shows the first weights")
        if not 0 < self.learning_rate < math.inf:
            raise Misuse(f"`learning_rate` must be above 0, got {self.learning_rate!r}; the released code uses 0.1")
        if self.reward not in ("cosine", "squared"):
            raise Misuse(f"`reward` must be 'cosine' or 'squared', got {self.reward!r}")


def published_steps(redraw_rate: float) -> int:
    """Steps that the released code takes at a redraw rate: the worse the critic, the earlier it stops.

    Args:
        redraw_rate: in [0, 1].
    """
    if not 0 <= redraw_rate <= 1:
        raise Misuse(f"`redraw_rate` must lie in [0, 1], got {redraw_rate!r}")
    return int(50 - 25 * redraw_rate)


def first_weights(tasks: Tasks, seed: int) -> Tensor:
    """``(B, N, d, d)`` the linear models before their descent, one for every task and prefix."""
    n_tasks, n_responses, width = tasks.responses.shape
    device = tasks.responses.device
    generator = torch.Generator(device=device).manual_seed(seed_for(seed, "descent", f"{n_responses} {width}"))
    uniform = torch.rand(n_tasks, n_responses, width, width, generator=generator, device=device)
    return ((2 * uniform - 1) / math.sqrt(width)).to(tasks.responses.dtype)


def descend(tasks: Tasks, config: DescentConfig) -> Tensor:
    """``(B, N, d)`` predictions after descending on the first n examples, n = 0 .. N - 1.

    Fewer than two examples rank nothing: their predictions are those of the first weights.
    """
    weights = first_weights(tasks, config.seed)
    for start in range(0, len(tasks), _TASKS_AT_ONCE):
        chunk = slice(start, start + _TASKS_AT_ONCE)
        examples = SortedExamples.of(tasks.responses[chunk], tasks.rewards[chunk], config.reward)
        # Only prefixes of two and more have a gradient; the others keep their weights.
        _adam(weights[chunk, 2:], tasks.query[chunk], examples, config)
    return torch.einsum("bnij,bj->bni", weights, tasks.query)


def _adam(weights: Tensor, query: Tensor, examples: "SortedExamples", config: DescentConfig) -> None:
    """Descend in place, by the update of `torch.optim.Adam`."""
    mean, square = torch.zeros_like(weights), torch.zeros_like(weights)
    across = query[:, None, None, :]
    for step in range(1, config.n_steps + 1):
        predictions = torch.matmul(weights, query[:, None, :, None])[..., 0]
        gradient = examples.gradient(predictions)[..., None] * across
        mean.lerp_(gradient, 1 - _BETA1)
        square.mul_(_BETA2).addcmul_(gradient, gradient, value=1 - _BETA2)
        rate = config.learning_rate
        if config.decays:
            rate *= (1 + math.cos(math.pi * (step - 1) / config.n_steps)) / 2
        spread = (square.sqrt() / math.sqrt(1 - _BETA2**step)).add_(_EPSILON)
        weights.addcdiv_(mean, spread, value=-rate / (1 - _BETA1**step))


@dataclass(frozen=True, slots=True, kw_only=True)
class SortedExamples:
    """The examples of some tasks, best reward first, and which of them each prefix has.

    Attributes:
        responses: ``(B, N, d)`` sorted; of length 1 where the reward is the cosine.
        squares: ``(B, 1, N)`` their squared lengths.
        taken: ``(B, N - 2, N)`` 1 where a prefix (of 2 .. N - 1 examples) has the example, else 0.
        reward: the score in the loss.
    """

    responses: Tensor
    squares: Tensor
    taken: Tensor
    reward: Reward

    @classmethod
    def of(cls, responses: Tensor, rewards: Tensor, reward: Reward) -> "SortedExamples":
        """Sort ``(B, N, d)`` responses by their ``(B, N)`` rewards."""
        order = rewards.argsort(dim=1, descending=True, stable=True)
        in_order = responses.gather(1, order[..., None].expand_as(responses))
        if reward == "cosine":
            in_order = torch.nn.functional.normalize(in_order, dim=-1)
        sizes = torch.arange(2, rewards.shape[1], device=rewards.device)
        taken = (order[:, None, :] < sizes[None, :, None]).to(responses.dtype)
        squares = in_order.square().sum(-1)[:, None, :]
        return cls(responses=in_order, squares=squares, taken=taken, reward=reward)

    def gradient(self, predictions: Tensor) -> Tensor:
        """``(B, N - 2, d)`` gradient of every prefix's loss by its prediction ``(B, N - 2, d)``."""
        if self.reward == "squared":
            # ||W x||^2 is the same for all examples and cancels in the loss.
            scores = 2 * predictions @ self.responses.mT - self.squares
            return 2 * self.pulls(scores) @ self.responses
        length = predictions.norm(dim=-1, keepdim=True)
        direction = predictions / length
        pull = self.pulls(direction @ self.responses.mT) @ self.responses
        # Only what changes the direction changes a cosine.
        return (pull - (pull * direction).sum(-1, keepdim=True) * direction) / length

    def pulls(self, scores: Tensor) -> Tensor:
        """Derivative of the loss by the scores ``(B, N - 2, N)``."""
        if self.reward == "cosine":  # cosines are small enough for plain exponentials
            return self._plain_pulls(scores)
        highest = torch.where(self.taken > 0, scores, -math.inf).amax(dim=-1, keepdim=True)
        below = (scores - highest).double() * self.taken
        # Squared distances may lie far apart. float64 holds their exponentials down to exp(-700), and a far score is
        # then still counted where only far ones remain; beyond that the sums are made of logarithms, at half the speed.
        if bool((below > -700).all()):
            return self._plain_pulls(below).to(scores.dtype)
        log_weights = torch.where(self.taken > 0, scores, -math.inf)
        log_remaining = log_weights.flip(-1).logcumsumexp(-1).flip(-1)
        log_shares = torch.where(self.taken > 0, -log_remaining, -math.inf).logcumsumexp(-1)
        return torch.where(self.taken > 0, (scores + log_shares).exp() - 1, 0)

    def _plain_pulls(self, scores: Tensor) -> Tensor:
        """The same by exponentials of scores near 0."""
        weights = self.taken * scores.exp()
        remaining = weights.flip(-1).cumsum(-1).flip(-1)
        # Behind the last example of a prefix nothing remains; nothing divides by that 0.
        shares = torch.where(self.taken > 0, 1 / remaining, 0).cumsum(-1)
        return weights * shares - self.taken
