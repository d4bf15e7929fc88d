import ast
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from redraft.critics.code.parsing import tree_of

LONG = "\n".join(f"def f{n}(x):\n    return [x + {n}, (x, {n})] if x else {{'a': x}}" for n in range(200))


def test_code_is_read_as_a_module_or_as_an_expression() -> None:
    assert ast.unparse(tree_of("x=1")) == "x = 1"
    assert isinstance(tree_of("f(1)", mode="eval").body, ast.Call)
    with pytest.raises(SyntaxError):
        tree_of("x =")


def test_threads_that_parse_at_once_do_not_disturb_each_other() -> None:
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            assert [len(tree.body) for tree in pool.map(tree_of, [LONG] * 64)] == [200] * 64
    finally:
        sys.setswitchinterval(interval)
