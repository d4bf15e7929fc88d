import ast
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.critics.code.testing.literals import NotLiteral, literal, literal_in


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("[1, -2, +3.5, 1+2j]", [1, -2, 3.5, 1 + 2j]),
        ("{'a': (1, None), b'b': {True}}", {"a": (1, None), b"b": {True}}),
        ("set([1, 1])", {1}),
        ("frozenset()", frozenset()),
        ("list(range(3))", [0, 1, 2]),
        ("float('inf')", math.inf),
        ("math.pi", math.pi),
        ("[0] * 3 + [1]", [0, 0, 0, 1]),
        ("2 ** 10 - 7 // 2", 1021),
        ("'a' * 3", "aaa"),
    ],
)
def test_values_that_are_written_out_are_read(code: str, value: object) -> None:
    assert literal_in(code) == value


@pytest.mark.parametrize(
    "code",
    [
        "x", "f(1)", "[x]", "9 ** 9 ** 9", "'a' * 10 ** 9", "[0] * 10 ** 9", "list(range(10 ** 9))", "range(3)", "...",
        "1 / 0", "{[1]: 2}", "{**a}", "[1][0]", "1 +", "'\ud800", "open('x')", "int('1' * 9000)", "f'{1}'", "1 << 9",
        "a.inf", "math.inf.x", "[" * 150 + "]" * 150,
    ],
)  # fmt: skip
def test_everything_else_is_refused_at_once(code: str) -> None:
    with pytest.raises(NotLiteral):
        literal_in(code)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.binary() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(PLAIN)
def test_what_repr_writes_is_read_back(value: object) -> None:
    if "inf" not in repr(value):
        assert literal(ast.parse(repr(value), mode="eval").body) == value
