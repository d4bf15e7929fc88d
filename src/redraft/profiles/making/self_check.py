"""The critic that is the writing model itself."""

from dataclasses import asdict

from redraft.core import Critic
from redraft.critics import SelfCheck
from redraft.profiles.making.needs import Needs
from redraft.settings.critics import SelfCheckTable


def make(name: str, table: SelfCheckTable, needs: Needs) -> Critic:
    """The check that `table` describes."""
    return SelfCheck(model=needs.writer, name=name, seed=needs.seed, **asdict(table))
