"""Whether the Python files of a patch can be parsed, before anything is run."""

import ast
import warnings

from redraft.critics.patch.applying import Patch
from redraft.critics.patch.blocks import Problem


def syntax_problems(patch: Patch) -> tuple[Problem, ...]:
    """One problem for each Python file that is no valid Python with the patch."""
    problems = []
    for source in patch.after:
        if not source.path.endswith((".py", ".pyi")):
            continue
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # an odd escape is no error of syntax
                ast.parse(source.text, filename=source.path)
        except SyntaxError as error:
            line, why = error.lineno or 1, error.msg
        except (RecursionError, MemoryError, ValueError) as error:
            line, why = 1, str(error) or type(error).__name__
        else:
            continue
        block = patch.block_at(source.path, line)
        problems.append(
            Problem(
                kind="syntax",
                values={"path": repr(source.path), "line": str(line), "why": why},
                shown=source.lines[max(0, line - 3) : line + 2],
                start=None if block is None else block.start,
                end=0 if block is None else block.end,
            )
        )
    return tuple(problems)
