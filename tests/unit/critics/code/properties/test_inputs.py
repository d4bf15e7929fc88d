import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from redraft.critics.code.properties.inputs import near, plausible, size_of, smaller

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-99, 99) | st.text(max_size=4) | st.floats(-9, 9),
    lambda inner: (
        st.lists(inner, max_size=4) | st.tuples(inner) | st.dictionaries(st.text(max_size=2), inner, max_size=3)
    ),
    max_leaves=6,
)
EXAMPLES = st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=4)


@given(EXAMPLES)
def test_inputs_near_examples_are_new_plausible_and_the_same_every_time(examples: list[tuple[Any, ...]]) -> None:
    made = near(examples, 12, random.Random(3))
    assert repr(made) == repr(near(examples, 12, random.Random(3)))
    assert len(made) <= 12
    assert not {repr(one) for one in made} & {repr(example) for example in examples}
    assert all(plausible(one, examples) for one in made)


@given(st.tuples(VALUES, VALUES))
def test_smaller_inputs_keep_the_types_of_the_arguments(arguments: tuple[Any, ...]) -> None:
    for one in smaller(arguments):
        assert [type(value) for value in one] == [type(value) for value in arguments]


def test_examples_are_their_own_kind() -> None:
    examples = [([1, 2], [3, 4], 5), ([1], [2], 7)]
    assert plausible(([9], [9], 1), examples)
    assert not plausible(([9], [9, 9], 1), examples)
    assert not plausible(([], [], 1), examples)
    assert not plausible(([9], [9], 0), examples)
    assert not plausible(([9], [9], -1), examples)
    assert not plausible(([9], [9], "x"), examples)


def test_size_is_what_a_reader_looks_at() -> None:
    values = [0, -7, 123, "abcdef", [1, 2, 3], [[1], [2, 3, 4]], {"key": [1, 2, 3, 4]}]
    assert sorted(values, key=size_of) == [0, -7, 123, [1, 2, 3], "abcdef", [[1], [2, 3, 4]], {"key": [1, 2, 3, 4]}]
