"""The critic that is a model and compares a translation with others."""

from dataclasses import asdict

from redraft.core import Critic
from redraft.profiles.making.needs import Needs
from redraft.settings.critics import TranslationCompareTable


def make(name: str, table: TranslationCompareTable, needs: Needs) -> Critic:
    """The critic that `table` describes; without a model of its own it asks the one that writes."""
    from redraft.critics.translation.mqm import TranslationCompare

    options = {key: value for key, value in asdict(table).items() if key != "model"}
    model = needs.opened(table.model, "model") or needs.writer
    return TranslationCompare(model=model, name=name, seed=needs.seed, **options)
