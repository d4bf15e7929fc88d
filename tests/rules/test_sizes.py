"""Files and functions stay small: what is on the reading path most of all."""

import ast

from rules.repository import PACKAGE, functions, judge, relative, source_files
from rules.test_reading_order import reading_order

MAX_LINES, MAX_READING_PATH_LINES, MAX_FUNCTION_LINES, MAX_STRATEGY_LINES = 500, 300, 60, 100
# Offenders that stand for a reason. Only shorter.
LONG_FILES: dict[str, int] = {}
LONG_FUNCTIONS = frozenset(
    {
        "src/redraft/cli/run.py:command",  # its signature declares twenty options; what it does fits on half a screen
    }
)


def limit_of(name: str, reading_path: set[str]) -> int:
    """The most lines a file may have, by its place."""
    if name in LONG_FILES:
        return LONG_FILES[name]
    if name.startswith("src/redraft/engine/strategies/"):
        return MAX_STRATEGY_LINES
    return MAX_READING_PATH_LINES if name.removeprefix("src/redraft/") in reading_path else MAX_LINES


def long_functions(tree: ast.AST) -> list[str]:
    """Names of functions longer than the limit; the loop has a limit of its own (test_reading_order)."""
    return [f.name for f in functions(tree) if (f.end_lineno or 0) - f.lineno + 1 > MAX_FUNCTION_LINES]


def test_files_are_within_their_limits() -> None:
    path = set(reading_order(ast.get_docstring(ast.parse((PACKAGE / "__init__.py").read_text())) or ""))
    lengths = {relative(p): len(p.read_text().splitlines()) for p in source_files()}
    offenders = [name for name, n in lengths.items() if n > limit_of(name, path)]
    assert judge(offenders, n_checked=len(lengths), floor=2) == []
    assert [name for name, n in LONG_FILES.items() if lengths.get(name, 0) <= MAX_LINES] == []


def test_functions_are_within_their_limit() -> None:
    loop = PACKAGE / "engine" / "loop.py"
    trees = {relative(p): ast.parse(p.read_text()) for p in source_files() if p != loop}
    offenders = [f"{name}:{function}" for name, tree in trees.items() for function in long_functions(tree)]
    assert judge(offenders, allowed=LONG_FUNCTIONS, n_checked=len(trees), floor=2) == []


def test_limits_tighten_towards_the_reading_path() -> None:
    assert limit_of("src/redraft/cli/demo.py", {"engine/loop.py"}) == 500
    assert limit_of("src/redraft/engine/loop.py", {"engine/loop.py"}) == 300
    assert limit_of("src/redraft/engine/strategies/none.py", set()) == 100


def test_a_long_function_is_seen() -> None:
    body = "\n".join("    x = 1" for _ in range(60))
    assert long_functions(ast.parse(f"def short():\n    pass\n\ndef long():\n{body}\n")) == ["long"]
