"""The code that a prompt gives: a function to complete, imports, helpers."""

import ast
import re
from dataclasses import dataclass
from functools import lru_cache

from redraft.critics.code.names import names_bound, names_used, needed
from redraft.critics.code.source import Source, after, lines_of, parsed

_FENCED = re.compile(r"^[ \t]*```[ \t]*(?:python|py|python3)?[ \t]*\r?\n(.*?)^[ \t]*```", re.M | re.S | re.I)
_FIRST_LINE = re.compile(r"^(?:def |async def |class |import |from \S+ import |@\w)", re.M)
_Function = ast.FunctionDef | ast.AsyncFunctionDef
# Longer prompts are not searched for code line by line.
_MAX_CHARACTERS = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenCode:
    """What of a prompt is Python.

    Attributes:
        header: code that ends with a function without a body of its own, which an answer may complete; empty if none.
        function: the name of that function; empty when the prompt gives none.
        parameters: names of its parameters without a default.
        docstring: what stands in that function's docstring.
        statements: imports, assignments and finished functions.
        body_indent: the indentation of the function's body.
    """

    header: str = ""
    function: str = ""
    parameters: tuple[str, ...] = ()
    docstring: str = ""
    statements: tuple[ast.stmt, ...] = ()
    body_indent: str = "    "

    def before(self, source: Source) -> Source:
        """`source` behind those statements of the prompt that it uses without having them."""
        tree = parsed(source.code)
        if tree is None or not self.statements:
            return source
        bound = names_bound(*tree.body)
        missing = [node for node in self.statements if not names_bound(node) & bound]
        wanted = needed(missing, names_used(tree))
        return after("\n".join(map(ast.unparse, wanted)), source) if wanted else source


@lru_cache(maxsize=256)
def given_code(text: str) -> GivenCode:
    """The code in a prompt: the prompt itself, its fenced blocks, or what follows its first line of code."""
    if len(text) > _MAX_CHARACTERS:
        return GivenCode()
    for candidate in _candidates(text):
        code, tree = _as_tree(candidate)
        if tree is not None and any(isinstance(node, _Function | ast.Import | ast.ImportFrom) for node in tree.body):
            return _read(code, tree)
    return GivenCode()


def _candidates(text: str) -> list[str]:
    fenced = _FENCED.findall(text)
    if fenced:
        return ["\n".join(fenced), *fenced]
    first = _FIRST_LINE.search(text)
    if first is None:
        return []
    tail = text[first.start() :]
    # Sentences may follow the code: its paragraphs are given up from the end.
    paragraphs = re.split(r"(\n\s*\n)", tail)
    shorter = ["".join(paragraphs[:n]) for n in range(len(paragraphs) - 1, max(0, len(paragraphs) - 20), -1)]
    return [text, tail, *shorter]


def _as_tree(code: str) -> tuple[str, ast.Module | None]:
    """The code with its syntax tree; a header that stands alone gets an empty body, for reading only."""
    tree = parsed(code)
    if tree is None and code.rstrip().endswith(":"):
        return code, parsed(f"{code.rstrip()}\n    pass\n")
    return code, tree


def _read(code: str, tree: ast.Module) -> GivenCode:
    functions = [node for node in tree.body if isinstance(node, _Function)]
    open_ = next((node for node in reversed(functions) if _is_open(node)), None)
    asked = open_ or (functions[-1] if functions else None)
    statements = tuple(node for node in tree.body if node is not open_ and names_bound(node))
    if asked is None:
        return GivenCode(statements=statements)
    arguments = asked.args.posonlyargs + asked.args.args
    ends_with_it = open_ is not None and tree.body[-1] is open_
    header = _without_pass(code, asked) if ends_with_it else ""
    return GivenCode(
        header=header,
        function=asked.name,
        parameters=tuple(argument.arg for argument in arguments[: len(arguments) - len(asked.args.defaults)]),
        docstring=ast.get_docstring(asked, clean=True) or "",
        statements=statements,
        body_indent=" " * asked.body[0].col_offset if asked.body and asked.body[0].col_offset else "    ",
    )


def _is_open(function: _Function) -> bool:
    """Whether nothing but a docstring, ``pass`` or ``...`` stands in it."""
    return all(
        isinstance(node, ast.Pass) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        for node in function.body
    )


def _without_pass(code: str, function: _Function) -> str:
    """The code up to the end of the docstring: ``pass`` and comments after it are places to fill."""
    last = function.body[-1]
    if isinstance(last, ast.Pass) or (isinstance(last, ast.Expr) and getattr(last.value, "value", None) is ...):
        lines = lines_of(code)
        return "".join(lines[: last.lineno - 1]) if last.lineno <= len(lines) else code
    return code
