"""What may hold of every call of a function, and what does hold in all examples."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from redraft.critics.code.properties.observing import Observation
from redraft.critics.code.testing.values import is_opaque, same

_SIZED = (str, list, tuple, set, frozenset, dict, bytes)
_ITEMS = (str, list, tuple, set, frozenset)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invariant:
    """One property.

    Attributes:
        key: the phrase ``property_KEY``.
        value: what the phrase names: a type, or the number of an argument; empty for nothing.
        holds: whether it holds of a call that gave a value; None when the call has no say in it.
    """

    key: str
    value: str = ""
    holds: Callable[[Observation], bool | None]


def invariants_of(examples: Sequence[Observation]) -> list[Invariant]:
    """The properties that hold in all `examples`, of which at least two have a say."""
    found = []
    for invariant in _candidates(examples):
        said = [invariant.holds(example) for example in examples]
        if all(verdict is not False for verdict in said) and sum(verdict is True for verdict in said) >= 2:
            found.append(invariant)
    return found


def _candidates(examples: Sequence[Observation]) -> Iterator[Invariant]:
    types = {type(example.value) for example in examples}
    if len(types) == 1 and not any(is_opaque(example.value) for example in examples):
        only = types.pop()
        yield Invariant(key="type", value=only.__name__, holds=lambda seen: type(seen.value) is only)
    yield Invariant(key="same_again", holds=lambda seen: same(seen.value, seen.again))
    yield Invariant(key="not_negative", holds=_not_negative)
    yield Invariant(key="ascending", holds=lambda seen: _ordered(seen.value, descending=False))
    yield Invariant(key="descending", holds=lambda seen: _ordered(seen.value, descending=True))
    for place in range(max((len(example.arguments) for example in examples), default=0)):
        yield from _about_argument(place)


def _about_argument(place: int) -> Iterator[Invariant]:
    def on(check: Callable[[Any, Any], bool | None]) -> Callable[[Observation], bool | None]:
        return lambda seen: check(seen.value, seen.arguments[place]) if place < len(seen.arguments) else None

    number = str(place + 1)
    yield Invariant(key="permutation", value=number, holds=on(_is_permutation))
    yield Invariant(key="length", value=number, holds=on(lambda value, given: _compare_lengths(value, given) == 0))
    yield Invariant(key="shorter", value=number, holds=on(_not_longer))
    yield Invariant(key="subset", value=number, holds=on(_is_subset))
    yield Invariant(key="unchanged", value=number, holds=lambda seen: _unchanged(seen, place))


def _not_negative(seen: Observation) -> bool | None:
    value = seen.value
    return value >= 0 if isinstance(value, int | float) and not isinstance(value, bool) else None


def _ordered(value: Any, *, descending: bool) -> bool | None:
    # Two items are in one order or the other anyway.
    if not isinstance(value, list) or len(value) < 3:
        return None
    try:
        return value == sorted(value, reverse=descending)
    except TypeError:
        return None


def _compare_lengths(value: Any, given: Any) -> int | None:
    if not isinstance(value, _SIZED) or not isinstance(given, _SIZED):
        return None
    return len(value) - len(given)


def _not_longer(value: Any, given: Any) -> bool | None:
    gap = _compare_lengths(value, given)
    return None if gap is None else gap <= 0


def _is_permutation(value: Any, given: Any) -> bool | None:
    if not isinstance(value, _ITEMS) or not isinstance(given, _ITEMS) or type(value) is not type(given):
        return None
    items, others = _counted(value), _counted(given)
    return None if items is None or others is None else items == others


def _is_subset(value: Any, given: Any) -> bool | None:
    if not isinstance(value, list | tuple | set) or not isinstance(given, _ITEMS) or not value:
        return None
    items, others = _counted(value), _counted(given)
    return None if items is None or others is None else not items.keys() - others.keys()


def _counted(items: Any) -> Counter[str] | None:
    # Items may be lists, which have no hash; their looks tell them apart well enough.
    try:
        return Counter(map(repr, items))
    except ValueError:  # an integer with more digits than Python prints
        return None


def _unchanged(seen: Observation, place: int) -> bool | None:
    if place >= len(seen.arguments) or not isinstance(seen.arguments[place], list | dict | set):
        return None
    return place < len(seen.after) and same(seen.after[place], seen.arguments[place])
