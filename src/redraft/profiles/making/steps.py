"""The critic that computes every step again."""

from redraft.core import Critic
from redraft.critics.steps import StepsCritic
from redraft.profiles.making.needs import Needs
from redraft.settings.critics import StepsTable


def make(name: str, table: StepsTable, needs: Needs) -> Critic:
    """The critic of steps that `table` describes."""
    return StepsCritic(max_findings=table.max_findings, language=table.language, name=name)
