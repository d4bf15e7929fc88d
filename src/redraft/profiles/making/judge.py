"""The critic that is another model."""

from dataclasses import asdict

from redraft.core import Critic
from redraft.critics import ComparingJudge, Judge
from redraft.profiles.making.needs import Needs
from redraft.settings.critics import JudgeTable


def make(name: str, table: JudgeTable, needs: Needs) -> Critic:
    """The judge that `table` describes."""
    options = {key: value for key, value in asdict(table).items() if key not in ("model", "compare")}
    judge = ComparingJudge if table.compare else Judge
    return judge(model=needs.open(table.model, "model"), name=name, seed=needs.seed, **options)
