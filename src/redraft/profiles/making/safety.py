"""The critic that asks a model whether an answer does harm."""

from dataclasses import asdict

from redraft.core import Critic
from redraft.critics.safety import SafetyCritic
from redraft.profiles.making.needs import Needs
from redraft.settings.critics import SafetyTable


def make(name: str, table: SafetyTable, needs: Needs) -> Critic:
    """The critic of safety that `table` describes; the model that writes judges where it names none."""
    model = needs.writer if table.model is None else needs.open(table.model, "model")
    options = {key: value for key, value in asdict(table).items() if key != "model"}
    return SafetyCritic(model=model, name=name, seed=needs.seed, **options)
