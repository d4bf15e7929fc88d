from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.critics.logic.expressions import (
    Binder,
    Call,
    Expression,
    Listing,
    Name,
    Number,
    Operation,
    read_expression,
)
from redraft.critics.logic.issues import Faulty, Issue


def shape(expression: Expression) -> str:
    """The tree as text, fully parenthesised, so that tests can be read."""
    match expression:
        case Number(value, _):
            return str(value)
        case Name(text, _):
            return text
        case Call(name, arguments, _):
            return f"{name}({', '.join(map(shape, arguments))})"
        case Listing(items, _):
            return f"[{', '.join(map(shape, items))}]"
        case Binder(name, values, _):
            return f"{name}:{shape(values)}"
        case Operation(operator, parts, _):
            return (
                f"({f' {operator} '.join(map(shape, parts))})" if len(parts) > 1 else f"({operator} {shape(parts[0])})"
            )


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("a + 1 == b", "((a + 1) == b)"),
        ("a - 1 - 2", "((a - 1) - 2)"),
        ("a + 2 * b", "(a + (2 * b))"),
        ("-a < 3", "((negative a) < 3)"),
        ("1 <= a <= 4", "((1 <= a) and (a <= 4))"),
        ("not a == b and c", "((not (a == b)) and c)"),
        ("a == 1 -> b == 2 -> c == 3", "((a == 1) implies ((b == 2) implies (c == 3)))"),
        ("a == 1 || b == 2 && c == 3", "((a == 1) or ((b == 2) and (c == 3)))"),
        ("a = 1 Or b ≠ 2", "((a == 1) or (b != 2))"),
        ("(a + 4) mod 8", "((a + 4) % 8)"),
        ("ForAll([d:days, e:days], f(d) != f(e))", "ForAll([d:days, e:days], (f(d) != f(e)))"),
        ("x == 1.5 # halves", "(x == 3/2)"),
    ],
)
def test_operators_bind_as_in_python(text: str, read: str) -> None:
    assert shape(read_expression(text, 0)) == read


def test_parentheses_are_mended_at_the_end_only_and_reported() -> None:
    repairs: list[Issue] = []
    assert shape(read_expression("And(a, Or(b, c)", 0, repairs)) == "And(a, Or(b, c))"
    assert shape(read_expression("And(a, b))", 0, repairs)) == "And(a, b)"
    assert [issue.key for issue in repairs] == ["repair_unclosed", "repair_unopened"]
    with pytest.raises(Faulty):
        read_expression("And(a, b))", 0)


def test_an_error_says_where_and_what_was_expected() -> None:
    with pytest.raises(Faulty) as failure:
        read_expression("a == == b", 50)
    assert (failure.value.issue.start, failure.value.issue.values["seen"]) == (55, "==")


@pytest.mark.parametrize(
    "text", ["(" * 2_000 + "a", "-" * 3_000 + "a", "not " * 3_000 + "a", "a -> " * 1_500 + "a", "f(" * 900]
)
def test_deep_nesting_is_read_or_refused(text: str) -> None:
    with suppress(Faulty):
        read_expression(text, 0)


@given(st.text("abF([:,])+-*%=<>!&|1. ", max_size=50) | st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(Faulty):
        read_expression(text, 0, [])
