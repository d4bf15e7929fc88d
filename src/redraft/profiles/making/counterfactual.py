"""From the table ``type = "counterfactual"`` to the critic."""

from dataclasses import asdict

from redraft.core import Critic
from redraft.critics.bias import CounterfactualCritic
from redraft.profiles.making.needs import Needs
from redraft.settings.critics import CounterfactualTable


def make(name: str, table: CounterfactualTable, needs: Needs) -> Critic:
    """The critic that `table` describes; it asks the model that writes.

    Raises:
        Misuse: when it cannot be made.
    """
    return CounterfactualCritic(model=needs.writer, name=name, **asdict(table))
