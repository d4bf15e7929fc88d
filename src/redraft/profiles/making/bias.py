"""From the table ``type = "bias"`` to the critic."""

from redraft.core import Critic
from redraft.critics.bias import BiasCritic
from redraft.profiles.making.needs import Needs
from redraft.settings.critics import BiasTable


def make(name: str, table: BiasTable, needs: Needs) -> Critic:
    """The critic that `table` describes; the writing model examines itself where the table names no other.

    Raises:
        Misuse: when it cannot be made.
    """
    model = needs.opened(table.model, "model")
    return BiasCritic(
        model=needs.writer if model is None else model,
        is_writer=model is None,
        variant=table.variant,
        language=table.language,
        max_tokens=table.max_tokens,
        name=name,
        seed=needs.seed,
    )
