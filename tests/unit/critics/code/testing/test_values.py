import collections
import decimal
import enum
import fractions
import math
from typing import Any, NamedTuple

import pytest

from redraft.critics.code.testing.values import (
    PLAIN,
    as_source,
    is_opaque,
    same,
    shortened,
    shown_value,
    truth,
)
from redraft.sandbox.jobs import Opaque


def plain(value: object) -> Any:
    namespace: dict[str, Any] = {}
    exec(PLAIN, namespace)  # what runs in the sandbox is ordinary Python
    return namespace["_redraft_plain"](value)


class Agrees(int):
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = int.__hash__


class AgreesFromNothing:
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]  # as Python does it for a class with __eq__


class Colour(enum.IntEnum):
    RED = 1


class Point(NamedTuple):
    x: int
    y: int


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (collections.Counter("aab"), {"a": 2, "b": 1}),
        (collections.OrderedDict(a=1), {"a": 1}),
        (Point(1, 2), (1, 2)),
        (Colour.RED, 1),
        ({"k": {1: 2}.keys()}, {"k": {1}}),
        (decimal.Decimal("2.5"), 2.5),
        (fractions.Fraction(4, 2), 2),
        ([True, None, "x", b"y", 1.5, 2j, frozenset([1])], [True, None, "x", b"y", 1.5, 2j, frozenset([1])]),
    ],
)
def test_what_is_built_upon_plain_data_becomes_plain_data(value: object, expected: object) -> None:
    assert plain(value) == expected
    assert type(plain(value)) is type(expected)


def test_a_value_that_agrees_with_everything_is_taken_apart() -> None:
    assert type(plain(Agrees(3))) is int
    assert not same(plain([Agrees(3)]), [4])
    assert is_opaque(plain(AgreesFromNothing()))
    assert not same(plain(AgreesFromNothing()), 4)
    assert not same(plain([AgreesFromNothing()]), [4])


def test_a_list_that_holds_itself_comes_to_an_end() -> None:
    endless: list[Any] = []
    endless.append(endless)
    assert not same(plain(endless), [])


def test_equality_is_pythons_own() -> None:
    assert same(1, 1.0)
    assert same(True, 1)
    assert not same([1], (1,))
    assert not same(math.nan, math.nan)
    assert not same(Opaque(type_name="map", text="<map>"), Opaque(type_name="map", text="<map>"))


def test_what_is_no_plain_data_counts_as_true() -> None:
    assert truth(Opaque(type_name="map", text="<map>"))
    assert not truth([])


def test_values_are_shown_short_and_on_one_line() -> None:
    assert shown_value([1, "a"]) == "[1, 'a']"
    assert shown_value(list(range(100))).endswith("...]")
    assert len(shown_value("x" * 10_000)) <= 160
    assert shown_value(Opaque(type_name="map", text="<map object>")) == "<map object> (map)"
    assert shown_value([Opaque(type_name="P", text="<P at 0x7f00>")]) == "[<P> (P)]"
    assert shown_value(plain([AgreesFromNothing()])).endswith("(AgreesFromNothing)]")
    assert shown_value(10**5000) == "an integer of about 5001 digits"
    assert shortened("a\n  b") == "a b"


@pytest.mark.parametrize(
    "value",
    [None, True, 3, -1.5, 2j, "x'\n", b"y", [1, (2,), ()], {1, 2}, frozenset(["a"]), {"k": [{}]}, math.inf, -math.inf],
)
def test_the_source_of_a_value_gives_it_again(value: object) -> None:
    assert eval(as_source(value)) == value


def test_the_source_of_nan_gives_nan_and_what_is_no_data_has_none() -> None:
    assert math.isnan(eval(as_source(math.nan)))
    with pytest.raises(ValueError, match="map is no plain data"):
        as_source([map(int, [])])
