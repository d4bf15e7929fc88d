"""Reading Python as a syntax tree, from several threads at once."""

import ast
from typing import Literal, overload

_TRIES = 50


@overload
def tree_of(code: str, mode: Literal["exec"] = "exec") -> ast.Module: ...
@overload
def tree_of(code: str, mode: Literal["eval"]) -> ast.Expression: ...
def tree_of(code: str, mode: Literal["exec", "eval"] = "exec") -> ast.Module | ast.Expression:
    """What `ast.parse` gives, also while another thread parses.

    Before Python 3.13 the depth that `ast.parse` counts belongs to the interpreter and not to the thread: when two
    threads take turns, one of them gets a `SystemError` for code that is fine (CPython issue 106905).

    Raises:
        SyntaxError, ValueError, RecursionError, MemoryError, OverflowError: as `ast.parse` does.
    """
    for _ in range(_TRIES):
        try:
            return ast.parse(code, mode="eval") if mode == "eval" else ast.parse(code)
        except SystemError:
            continue
    raise MemoryError("the parser was disturbed by other threads again and again")
