"""The critic that is a model and marks the errors of a translation."""

from dataclasses import asdict

from redraft.core import Critic
from redraft.profiles.making.needs import Needs
from redraft.settings.critics import MqmTable


def make(name: str, table: MqmTable, needs: Needs) -> Critic:
    """The critic that `table` describes; without a model of its own it asks the one that writes."""
    from redraft.critics.translation.mqm import MqmCritic

    options = {key: value for key, value in asdict(table).items() if key != "model"}
    model = needs.opened(table.model, "model") or needs.writer
    return MqmCritic(model=model, name=name, seed=needs.seed, **options)
