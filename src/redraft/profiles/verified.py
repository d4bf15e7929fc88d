"""The critics that run, prove and compute, from their tables of settings."""

from pathlib import Path

from redraft.core import Critic, Model
from redraft.errors import Misuse
from redraft.settings import CodeTable, LogicTable, StepsTable

_MAX_BYTES = 1_000_000


def code_critic(name: str, table: CodeTable, tester: Model | None) -> Critic:
    """The critic of code that `table` describes.

    Raises:
        Misuse: when the file of tests cannot be read or holds no tests.
    """
    # Each critic is imported when it is wanted: most corrections want none of them.
    from redraft.critics.code import CodeCritic
    from redraft.sandbox import Limits

    return CodeCritic(
        tests=_text_of(table.tests, "the file of tests"),
        tester=tester,
        packages=table.packages,
        limits=Limits(cpu_s=table.cpu_s, wall_s=table.wall_s, memory_mb=table.memory_mb),
        max_findings=table.max_findings,
        language=table.language,
        name=name,
    )


def logic_critic(name: str, table: LogicTable, formaliser: Model | None) -> Critic:
    """The critic of logic that `table` describes.

    Raises:
        Misuse: when the file of the formalisation cannot be read.
    """
    from redraft.critics.logic import LogicCritic

    return LogicCritic(
        program=_text_of(table.program, "the formalisation"),
        formaliser=formaliser,
        n_programs=table.n_programs,
        timeout_s=table.timeout_s,
        max_findings=table.max_findings,
        language=table.language,
        name=name,
    )


def steps_critic(name: str, table: StepsTable) -> Critic:
    """The critic of steps that `table` describes."""
    from redraft.critics.steps import StepsCritic

    return StepsCritic(max_findings=table.max_findings, language=table.language, name=name)


def _text_of(path: str | None, what: str) -> str | None:
    if path is None:
        return None
    try:
        with Path(path).open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
        if len(content) > _MAX_BYTES:
            raise Misuse(f"{what} {path!r} is larger than {_MAX_BYTES} bytes; give a smaller file")
        return content.decode("utf-8-sig")
    except OSError as error:
        raise Misuse(f"{what} {path!r} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise Misuse(f"{what} {path!r} is not UTF-8: {error.reason} at byte {error.start}; save it as UTF-8") from error
