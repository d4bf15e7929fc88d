"""The critic that proves what an answer states, or refutes it."""

from redraft.core import Critic
from redraft.critics.logic import LogicCritic
from redraft.profiles.making.needs import Needs, text_of
from redraft.settings.critics import LogicTable


def make(name: str, table: LogicTable, needs: Needs) -> Critic:
    """The critic of logic that `table` describes.

    Raises:
        Misuse: when the file of the formalisation cannot be read.
    """
    return LogicCritic(
        program=text_of(table.program, "the formalisation"),
        formaliser=needs.opened(table.formaliser, "formaliser"),
        n_programs=table.n_programs,
        timeout_s=table.timeout_s,
        max_findings=table.max_findings,
        language=table.language,
        name=name,
    )
