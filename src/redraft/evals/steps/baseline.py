"""What the critic of steps has to beat: a critic of equality chains in a few lines.

It knows nothing of prompts, names, units or rounding: every line is split at its equals signs, and the sides that are
plain calculations must have one value.
"""

import ast
import operator
import re
from collections.abc import Callable

from redraft.core import Critique, Finding, Location

_LINE = re.compile(r"^(?:\d{1,4}\. )?([^\n]+)", re.MULTILINE)
_PLAIN = re.compile(r"[\d\s()+*-]{1,300}")
_APPLY: dict[type[ast.operator], Callable[[int, int], int]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
}  # fmt: skip


def chain_critique(text: str) -> Critique:
    """The verdict on a chain: its first line with two plain sides of different values is wrong."""
    for line in _LINE.finditer(text):
        sides = [side.strip(" .") for side in line[1].partition("So the answer")[0].split("=")]
        values = {value for side in sides if _PLAIN.fullmatch(side) and (value := _value(side)) is not None}
        if len(values) > 1:
            finding = Finding(message="the sides differ", location=Location(start=line.start(1), end=line.end()))
            return Critique(critic="equality_chains", kind="verified", score=0.0, findings=(finding,))
    return Critique(critic="equality_chains", kind="verified", score=1.0)


def _value(side: str) -> int | None:
    try:
        return _computed(ast.parse(side, mode="eval").body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # what Python's parser says to brackets that differ
        return None


def _computed(node: ast.expr) -> int:
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        return node.value
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        value = _computed(node.operand)
        return -value if isinstance(node.op, ast.USub) else value
    if isinstance(node, ast.BinOp) and type(node.op) in _APPLY:
        return _APPLY[type(node.op)](_computed(node.left), _computed(node.right))
    raise ValueError(f"not plain: {ast.dump(node)[:60]}")
