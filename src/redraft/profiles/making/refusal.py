"""The critic that reads off its words whether an answer refuses."""

from dataclasses import asdict

from redraft.core import Critic
from redraft.critics.safety.refusal import RefusalCritic
from redraft.profiles.making.needs import Needs
from redraft.settings.critics import RefusalTable


def make(name: str, table: RefusalTable, needs: Needs) -> Critic:
    """The critic of refusals that `table` describes."""
    return RefusalCritic(name=name, **asdict(table))
