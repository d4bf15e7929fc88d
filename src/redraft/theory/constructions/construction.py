"""What a construction is: a network with given weights, the tokens it starts from, and where its answer stands."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from redraft.theory.constructions.blocks import Network, run
from redraft.theory.constructions.channels import Channels
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
        token_names: number of responses -> names of the tokens, for pictures and tables.
        answer_at: the token at which the prediction is read, counted from the end as Python does.
    """

    name: str
    source: str
    channels: Channels
    network: Network
    embed: Callable[[P], Floats]
    token_names: Callable[[int], tuple[str, ...]]
    answer_at: int = -1

    def predictions(self, problems: P, *, dtype: str = "float64") -> Floats:
        """``(B, d)`` the prediction for each query after the step or steps.

        Args:
            problems: what to run it on.
            dtype: "float64", or "float32" for a test of precision.

        Raises:
            Misuse: when the problems are not what the construction can take; the message says what to change.
        """
        return self.answer(run(self.network, self.embed(problems).astype(dtype)))

    def answer(self, tokens: Floats) -> Floats:
        """``(B, d)`` the prediction that tokens hold."""
        return tokens[:, self.answer_at, self.channels.place("w")]
