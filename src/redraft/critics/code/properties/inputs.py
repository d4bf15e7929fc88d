"""Arguments near given ones, and smaller ones."""

import random
from collections.abc import Iterator, Sequence
from typing import Any

Arguments = tuple[Any, ...]

_MAX_DEPTH = 20
_SIZED = (str, bytes, list, tuple, set, frozenset, dict)


def near(examples: Sequence[Arguments], n: int, rng: random.Random) -> list[Arguments]:
    """Up to `n` arguments that differ a little from an example, none of them an example itself.

    An argument keeps its type and its kind of content: what was never empty stays filled, what was never negative stays
    so, and new items are items of some example. That keeps most, not all, of them within what a function has to take.
    """
    known = {repr(arguments) for arguments in examples}
    found: list[Arguments] = []
    for _ in range(4 * n):
        if len(found) == n:
            break
        arguments = list(rng.choice(examples))
        place = rng.randrange(len(arguments)) if arguments else 0
        if not arguments:
            break
        seen = [example[place] for example in examples if len(example) > place]
        arguments[place] = _changed(arguments[place], seen, rng)
        if repr(tuple(arguments)) not in known and plausible(tuple(arguments), examples):
            known.add(repr(tuple(arguments)))
            found.append(tuple(arguments))
    return found


def smaller(arguments: Arguments) -> Iterator[Arguments]:
    """Arguments with one of them made smaller, the boldest cuts first."""
    for place, argument in enumerate(arguments):
        for value in _smaller_values(argument, 0):
            yield (*arguments[:place], value, *arguments[place + 1 :])


def plausible(arguments: Arguments, examples: Sequence[Arguments]) -> bool:
    """Whether arguments are of the kinds that the examples show.

    What is never empty, never negative or never 0 in an example has to stay so, and two arguments that are always of
    the same length have to stay that, too.
    """
    for place, argument in enumerate(arguments):
        seen = [example[place] for example in examples if len(example) > place]
        if _traits(argument) not in map(_traits, seen):
            return False
    pairs = [(one, two) for one in range(len(arguments)) for two in range(one)]
    return not any(
        all(_same_length(example, *pair) for example in examples) and not _same_length(arguments, *pair)
        for pair in pairs
    )


def _traits(value: Any) -> tuple[str, int]:
    if isinstance(value, bool) or value is None:
        return type(value).__name__, 0
    if isinstance(value, int | float):
        return type(value).__name__, (value > 0) - (value < 0)
    return type(value).__name__, bool(value) if isinstance(value, _SIZED) else 0


def _same_length(arguments: Arguments, one: int, two: int) -> bool:
    if max(one, two) >= len(arguments):
        return False
    first, second = arguments[one], arguments[two]
    return isinstance(first, _SIZED) and isinstance(second, _SIZED) and len(first) == len(second)


def size_of(value: Any, depth: int = 0) -> float:
    """How much a reader has to look at: items, characters, digits."""
    if depth > _MAX_DEPTH:
        return 0.0
    if isinstance(value, list | tuple | set | frozenset):
        return 1 + sum(size_of(item, depth + 1) for item in value)
    if isinstance(value, dict):
        return 1 + sum(size_of(key, depth + 1) + size_of(item, depth + 1) for key, item in value.items())
    if isinstance(value, str | bytes):
        return 1 + len(value)
    if isinstance(value, bool) or value is None:
        return 1
    # A negative number and a fraction are a little more to read.
    return float(len(repr(value))) + (0.5 if isinstance(value, int | float) and value < 0 else 0)


def _changed(value: Any, seen: list[Any], rng: random.Random) -> Any:
    """A value of the same type."""
    others = [other for other in seen if type(other) is type(value)]
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        numbers = [other for other in others if isinstance(other, int | float)]
        step = rng.choice([1, -1, 2, -2, 10]) if isinstance(value, int) else rng.choice([1.0, -1.0, 0.5, -0.5])
        return max(value + step, min(numbers)) if numbers else value
    if isinstance(value, str):
        return "".join(_rearranged(list(value), [list(other) for other in others], rng))
    if isinstance(value, list | tuple):
        items = _rearranged(list(value), [list(other) for other in others], rng)
        return items if isinstance(value, list) else tuple(items) if _alike(value) else value
    if isinstance(value, dict) and len(value) > 1:
        kept = list(value.items())
        kept.pop(rng.randrange(len(kept)))
        return dict(kept)
    return value


def _alike(items: Sequence[Any]) -> bool:
    """Whether all items are of one type: a tuple of several is a record, whose places mean something."""
    return len({type(item) for item in items}) <= 1


def _rearranged(items: list[Any], seen: list[list[Any]], rng: random.Random) -> list[Any]:
    shortest = min((len(other) for other in seen), default=len(items))
    pool = [item for other in seen for item in other]
    match rng.randrange(5):
        case 0 if len(items) > max(shortest, 1):
            items.pop(rng.randrange(len(items)))
        case 1 if items:
            place = rng.randrange(len(items))
            items.insert(place, items[place])
        case 2 if pool and items:
            items[rng.randrange(len(items))] = rng.choice(pool)
        case 3:
            items.reverse()
        case _:
            rng.shuffle(items)
    return items


def _smaller_values(value: Any, depth: int) -> Iterator[Any]:
    if depth > 3:
        return
    if isinstance(value, str):
        yield from ("".join(items) for items in _fewer(list(value)))
    elif isinstance(value, list | tuple):
        kind = type(value)
        yield from (kind(items) for items in _fewer(list(value)))
        for place, item in enumerate(value[:8]):
            for less in _smaller_values(item, depth + 1):
                yield kind([*value[:place], less, *value[place + 1 :]])
    elif isinstance(value, dict):
        for key in list(value)[:12]:
            yield {other: item for other, item in value.items() if other != key}
    elif isinstance(value, int) and not isinstance(value, bool) and value not in (0, 1):
        sign = 1 if value > 0 else -1
        yield from dict.fromkeys((0, 1, sign * (abs(value) // 2), value - sign))
    elif isinstance(value, float) and value not in (0.0, 1.0):
        yield from (0.0, 1.0, float(int(value)) if abs(value) < 1e15 else 1.0)


def _fewer(items: list[Any]) -> Iterator[list[Any]]:
    """Either half, then all but one."""
    if len(items) > 1:
        yield items[: len(items) // 2]
        yield items[len(items) // 2 :]
    for place in range(min(len(items), 12)):
        yield items[:place] + items[place + 1 :]
