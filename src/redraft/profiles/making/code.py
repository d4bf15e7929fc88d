"""The critic that runs an answer's Python."""

from redraft.core import Critic
from redraft.critics.code import CodeCritic
from redraft.profiles.making.needs import Needs, text_of
from redraft.sandbox import Limits
from redraft.settings.critics import CodeTable


def make(name: str, table: CodeTable, needs: Needs) -> Critic:
    """The critic of code that `table` describes.

    Raises:
        Misuse: when the file of tests cannot be read or holds no tests.
    """
    return CodeCritic(
        tests=text_of(table.tests, "the file of tests"),
        tester=needs.opened(table.tester, "tester"),
        packages=table.packages,
        limits=Limits(cpu_s=table.cpu_s, wall_s=table.wall_s, memory_mb=table.memory_mb),
        max_findings=table.max_findings,
        language=table.language,
        name=name,
    )
