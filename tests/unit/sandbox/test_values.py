"""Values on their way out of a sandbox: plain data arrives as it was, everything else as its looks."""

import json
import math
import sys
from collections import Counter, OrderedDict, UserDict, defaultdict, deque
from contextlib import suppress
from decimal import Decimal
from enum import IntEnum
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.sandbox.guest.harness import encode
from redraft.sandbox.jobs import Opaque
from redraft.sandbox.values import decode

keys = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(st.characters()) | st.binary(),
    lambda inner: st.tuples(inner, inner) | st.frozensets(inner, max_size=3),
    max_leaves=4,
)
values = st.recursive(
    keys | st.complex_numbers(allow_nan=False),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner)
        | st.sets(keys, max_size=3)
        | st.dictionaries(keys, inner, max_size=4)
    ),
    max_leaves=20,
)


def out(value: Any) -> Any:
    """What arrives of a value after its way through JSON."""
    return decode(json.loads(json.dumps(encode(value))))


@given(values)
def test_plain_data_arrives_as_it_was(value: Any) -> None:
    assert out(value) == value
    assert type(out(value)) is type(value)


@given(
    st.lists(st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(categories=["Cs", "L"])))
)
def test_classes_signs_and_lone_surrogates_survive(value: list[Any]) -> None:
    assert repr(out(value)) == repr(value)


@given(st.recursive(st.none() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)))
def test_whatever_json_holds_is_a_value_or_a_clear_error(told: Any) -> None:
    with suppress(ValueError):
        hash(repr(decode(told)))


@pytest.mark.parametrize(
    "told",
    [
        {"S": [{"l": []}]},
        {"d": [[{"l": []}, 1]]},
        {"d": [[1]]},
        {"d": 3},
        {"c": ["0x1p0"]},
        {"o": [1, 2]},
        {"i": "none"},
        {"b": "zz"},
        {"f": "x"},
        {"f": "0x1p99999"},
        {"c": ["0x1p99999", "0x0p0"]},
        {"s": "ff"},
        {"x": 1},
        {},
        [1],
        1.5,
        {"l": [1], "t": [2]},
    ],
)
def test_what_no_harness_made_is_refused(told: Any) -> None:
    with pytest.raises(ValueError):
        decode(told)


def test_members_whose_hashes_were_chosen_to_be_equal_are_refused_at_once() -> None:
    told = [{"i": hex(n * sys.hash_info.modulus)} for n in range(1, 200_000)]
    for value in ({"S": told}, {"F": told}, {"d": [[key, 1] for key in told]}):
        with pytest.raises(ValueError, match="the same hash"):
            decode(value)


def test_a_value_nested_too_deep_is_refused_before_it_exhausts_the_stack() -> None:
    told: Any = 1
    for _ in range(500):
        told = {"l": [told]}
    with pytest.raises(ValueError, match="nested deeper"):
        decode(told)


def test_numbers_that_json_cannot_hold_arrive() -> None:
    large = 7 ** (sys.get_int_max_str_digits() * 2)
    assert out(large) == large
    assert out(-large) == -large
    assert out(math.inf) == math.inf
    assert math.isnan(out(math.nan))
    assert str(out(-0.0)) == "-0.0"


def test_two_halves_of_a_character_are_not_joined_on_the_way() -> None:
    assert len(out("\ud83d\ude00")) == 2


def test_standard_dictionaries_arrive_as_the_dict_that_they_equal() -> None:
    for value in (OrderedDict(a=1), defaultdict(int, a=1), Counter("a")):
        arrived = out(value)
        assert arrived == {"a": 1}
        assert type(arrived) is dict


class Liar(int):
    """Equal to everything, and of another class than it says."""

    __class__ = int  # type: ignore[assignment]  # the lie

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 0


class Raising:
    def __repr__(self) -> str:
        raise SystemExit("leave")


class Wordy:
    def __repr__(self) -> str:
        return "x" * 10_000


class Meta(type):
    """A class that is equal to every class and cannot be hashed."""

    __hash__ = None  # type: ignore[assignment]  # the attack

    def __eq__(cls, other: object) -> bool:
        return True

    @property
    def __name__(cls) -> str:  # type: ignore[override]  # the lie
        raise KeyboardInterrupt


class Strange(metaclass=Meta):
    def __repr__(self) -> str:
        return "strange"


class Color(IntEnum):
    RED = 1


class Point(NamedTuple):
    x: int
    y: int


@pytest.mark.parametrize(
    "value", [Liar(3), Color.RED, Point(1, 2), deque([1]), Decimal(1), UserDict(), object, range(3)]
)
def test_what_only_looks_like_data_arrives_as_its_looks(value: Any) -> None:
    arrived = out(value)
    assert arrived == Opaque(type_name=type(value).__name__, text=repr(value))
    assert arrived != 3


def test_an_opaque_member_does_not_hide_the_others() -> None:
    assert out([1, Liar(3)]) == [1, Opaque(type_name="Liar", text="3")]


def test_looks_that_raise_are_said_to_be_unknown() -> None:
    assert out(Raising()) == Opaque(type_name="Raising", text="<it cannot be shown>")


def test_looks_are_shortened() -> None:
    assert len(out(Wordy()).text) == 500


def test_a_class_with_hostile_equality_and_name_is_seen_through() -> None:
    assert out(Strange()) == Opaque(type_name="Strange", text="strange")
    assert out([Strange()]) == [Opaque(type_name="Strange", text="strange")]


def test_a_value_within_itself_is_named_not_followed() -> None:
    value: list[Any] = [1]
    value.append(value)
    assert out(value) == Opaque(type_name="list", text="<nested deeper than 64>")


def test_a_value_too_large_is_named_not_sent() -> None:
    for value in ([0] * 10**6, "x" * 10**7, b"x" * 10**7, 1 << 10**8, {n: n for n in range(10**5)}):
        assert out(value) == Opaque(type_name=type(value).__name__, text="<larger than 1000000 bytes>")


def test_a_member_that_changes_its_list_while_it_is_shown_does_no_harm() -> None:
    value: list[Any] = []

    class Growing:
        def __repr__(self) -> str:
            value.append(Growing())
            return "growing"

    value += [Growing(), 1]
    assert out(value) == [Opaque(type_name="Growing", text="growing"), 1]
