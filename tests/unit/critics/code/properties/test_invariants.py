from typing import Any

from redraft.critics.code.properties.invariants import invariants_of
from redraft.critics.code.properties.observing import Observation
from redraft.sandbox import Opaque


def seen(value: Any, *arguments: Any, again: Any = None, after: tuple[Any, ...] | None = None) -> Observation:
    same_again = value if again is None else again
    return Observation(arguments=arguments, value=value, again=same_again, after=arguments if after is None else after)


def keys(*examples: Observation) -> set[str]:
    return {f"{one.key} {one.value}".strip() for one in invariants_of(examples)}


def test_a_sort_has_the_properties_of_a_sort() -> None:
    found = keys(seen([1, 2, 3], [3, 1, 2]), seen([0, 5, 9, 9], [9, 0, 9, 5]))
    assert found == {
        "type list",
        "same_again",
        "ascending",
        "permutation 1",
        "length 1",
        "shorter 1",
        "subset 1",
        "unchanged 1",
    }


def test_a_property_needs_two_examples_that_have_a_say() -> None:
    assert "ascending" not in keys(seen([1, 2, 3], [3]), seen([1, 2], [4]))
    assert "not_negative" in keys(seen(0, 1), seen(2.5, 1))


def test_one_example_against_it_is_enough() -> None:
    assert "not_negative" not in keys(seen(1, 1), seen(2, 1), seen(-1, 1))
    assert not any(key.startswith("type") for key in keys(seen(1, 1), seen(None, 1)))
    assert "unchanged 1" not in keys(seen(1, [1]), seen(1, [2], after=([],)))
    assert "same_again" not in keys(seen(1, 1), seen(2, 1, again=3))


def test_what_did_not_come_out_has_no_properties() -> None:
    opaque = Opaque(type_name="map", text="<map>")
    assert keys(seen(opaque, 1), seen(opaque, 2)) == set()


def test_huge_integers_and_things_without_order_do_no_harm() -> None:
    keys(seen([10**5000], [10**5000]), seen([10**5000], [10**5000]))
    keys(seen([1, "a", None], [1]), seen([{}, [], 1], [1]))
