"""What a construction is: a network with given weights, the tokens it starts from, and where its answer stands."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from redraft.errors import Misuse
from redraft.theory.constructions.blocks import Network, run, weights
from redraft.theory.constructions.channels import Channels
from redraft.theory.constructions.needs import Needs
from redraft.theory.problems import Floats, GeneralProblems, Problems

P = TypeVar("P", Problems, GeneralProblems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Construction(Generic[P]):
    """Exact weights that carry out gradient steps in context.

    Attributes:
        name: short name, as `redraft lab construct` takes it.
        source: the statement it carries out.
        channels: the layout of its tokens; the channel ``w`` holds the prediction.
        network: the blocks.
        embed: problems -> ``(B, T, width)`` tokens; checks what the construction asks of problems.
        needs: what that is, as data; None for a network that takes anything.
        token_names: number of responses -> names of the tokens, for pictures and tables.
        answer_at: the token at which the prediction is read, counted from the end as Python does.
    """

    name: str
    source: str
    channels: Channels
    network: Network
    embed: Callable[[P], Floats]
    token_names: Callable[[int], tuple[str, ...]]
    needs: Needs | None = None
    answer_at: int = -1

    def predictions(self, problems: P, *, dtype: str = "float64") -> Floats:
        """``(B, d)`` the prediction for each query after the step or steps.

        Args:
            problems: what to run it on.
            dtype: "float64", or "float32" for a test of precision. Masks that fit it cost no digits in either: what is
            not masked loses exactly 0. In float32 logits are off by some 6e-8 of their size. For numbers of size 1, up
            to 32 responses of width 16 and one step, predictions are within 1e-5 with ReLU, and within 2e-5 with SiLU
            and GELU, whose products are rounded twice; further steps stretch errors as far as gradient descent does.

        Raises:
            Misuse: when the problems are not what the construction can take; the message says what to change.
        """
        tokens = self.embed(problems).astype(dtype)
        self._check_range(tokens.dtype)
        return self.answer(run(self.network, tokens))

    def _check_range(self, dtype: np.dtype[np.floating]) -> None:
        """Refuse a precision in which a weight is infinite; deep masks of many steps may be."""
        largest = max((float(np.abs(matrix).max(initial=0)) for matrix in weights(self.network)), default=0.0)
        most = float(np.finfo(dtype).max)
        if largest > most:
            raise Misuse(
                f"{dtype} holds numbers up to {most:.2g}, and the masks of {self.name!r} are {largest:.2g}; run it in "
                "float64, or build with a smaller step_size, fewer steps, or a smaller largest_logit"
            )

    def answer(self, tokens: Floats) -> Floats:
        """``(B, d)`` the prediction that tokens hold."""
        return tokens[:, self.answer_at, self.channels.place("w")]
