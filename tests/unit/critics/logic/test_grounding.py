"""Puzzles against an oracle that tries every arrangement, and reads expressions by running them as Python."""

import time
from collections.abc import Callable, Mapping
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redraft.critics.logic.arrangement_deciding import Puzzle
from redraft.critics.logic.arrangement_reading import read_declared
from redraft.critics.logic.issues import Faulty
from redraft.critics.logic.sections import split

DECLARATIONS = """# Declarations
days = EnumSort([Mon, Tue, Wed])
cities = EnumSort([Rome, Oslo])
seats = EnumSort([1, 2, 4])
visited = Function([days] -> [cities])
seat = Function([cities] -> [seats])
open = Function([days, cities] -> [bool])
"""


def judged(*constraints: str, options: tuple[str, ...]) -> list[bool | None]:
    text = DECLARATIONS + "# Constraints\n" + "\n".join(constraints) + "\n# Options\n" + "\n".join(options)
    puzzle = read_declared(split(text), None)
    return [one.holds for one in Puzzle(puzzle, time.monotonic() + 20).judge(puzzle.options)]


def refused(*constraints: str) -> str:
    with pytest.raises(Faulty) as failure:
        judged(*constraints, options=("is_sat(visited(Mon) == Rome)",))
    return failure.value.issue.key


def test_an_option_is_asked_whether_it_must_can_or_cannot_be() -> None:
    options = tuple(f"{asked}(visited(Mon) == Rome)" for asked in ("is_valid", "is_sat", "is_unsat"))
    assert judged("visited(Tue) == Rome", options=options) == [False, True, False]
    assert judged("visited(Mon) == Rome", options=options) == [True, True, False]
    assert judged("visited(Mon) == Oslo", options=options) == [False, False, True]


def test_an_exception_is_the_other_way_round() -> None:
    assert judged("visited(Mon) == Oslo", options=("is_exception(is_sat(visited(Mon) == Rome))",)) == [True]


def test_several_things_asked_at_once_have_to_hold_together() -> None:
    assert judged(options=("is_sat(visited(Mon) == Rome, visited(Mon) == Oslo)",)) == [False]
    assert judged("visited(Mon) == Rome", options=("is_valid(visited(Mon) == Rome, visited(Tue) == Rome)",)) == [False]


def test_the_next_of_the_last_is_nothing() -> None:
    after_wednesday = ("is_valid(visited(Wed + 1) != Rome)", "is_sat(visited(Wed + 1) == Rome)")
    assert judged(options=after_wednesday) == [True, False]
    assert judged("visited(Tue) == Oslo", options=("is_valid(visited(Mon + 1) == Oslo)",)) == [True]


def test_things_have_the_order_of_their_set_and_a_distance() -> None:
    assert judged(options=("is_valid(Mon < Tue)", "is_valid(Wed - Mon == 2)", "is_sat(Tue <= Mon)")) == [
        True,
        True,
        False,
    ]


def test_a_value_is_one_of_its_set() -> None:
    assert judged(options=("is_sat(seat(Rome) == 3)", "is_sat(seat(Rome) == 4)")) == [False, True]


def test_a_function_of_a_function_is_looked_up() -> None:
    constraints = ("seat(Rome) == 4", "visited(Mon) == Rome")
    assert judged(*constraints, options=("is_valid(seat(visited(Mon)) == 4)", "is_valid(seat(visited(Tue)) == 4)")) == [
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("constraint", "key"),
    [
        ("visited(Mon) == Mon", "never_equal"),
        ("visited(Mon) == 3", "compared_sorts"),
        ("visited(Mon)", "not_a_truth"),
        ("visited(Rome) == Rome", "wrong_argument"),
        ("visited(Mon, Tue) == Rome", "arity"),
        ("visited(Paris) == Rome", "unknown_name"),
        ("Adjacent(Mon, Tue)", "unknown_function"),
        ("Implies(open(Mon, Rome), open(Tue, Rome), open(Wed, Rome))", "unknown_function"),
        ("ForAll([d:weeks], open(d, Rome))", "unknown_set"),
        ("ForAll([d], open(d, Rome))", "binder_form"),
        ("ForAll([d:int], open(d, Rome))", "endless_binder"),
        ("open(Mon, Rome) < open(Tue, Rome)", "compared_truths"),
        ("open(Mon, Rome) + 1 == 2", "truth_as_number"),
        ("visited(Mon) * 2 == 4", "thing_as_number"),
        ("seat(Rome) * seat(Oslo) == 4", "product_of_unknowns"),
        ("seat(Rome) % 0 == 4", "divided_by"),
        ("[Mon, Tue] == Mon", "misplaced_list"),
        (
            "ForAll([a:days, b:days, c:days, d:days, e:days, f:days, g:days, h:days, i:days, j:days], a == b)",
            "too_large",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_reason(constraint: str, key: str) -> None:
    assert refused(constraint) == key


DAYS, CITIES = ["Mon", "Tue", "Wed"], ["Rome", "Oslo"]


def tried(constraints: list[str], option: str) -> tuple[bool, bool]:
    """Whether an option can be true, and whether it must be, by trying all arrangements."""
    found = []
    for cities, seats in product(product(CITIES, repeat=3), product((1, 2, 4), repeat=2)):
        visited, seat = dict(zip(DAYS, cities, strict=True)), dict(zip(CITIES, seats, strict=True))
        names: Mapping[str, object] = {
            "visited": visited.__getitem__,
            "seat": seat.__getitem__,
            **{name: name for name in (*DAYS, *CITIES)},
            "And": lambda *parts: all(parts),
            "Or": lambda *parts: any(parts),
            "Not": lambda part: not part,
            "Implies": lambda left, right: not left or right,
            "Xor": lambda left, right: left != right,
            "over": over(visited, seat),
        }
        if all(eval(python(text), dict(names)) for text in constraints):
            found.append(bool(eval(python(option), dict(names))))
    return any(found), all(found)


def over(visited: Mapping[str, str], seat: Mapping[str, int]) -> Callable[[str], list[bool]]:
    return lambda city: [visited[day] == city for day in DAYS]


def python(text: str) -> str:
    """The same in Python: a quantifier over days is one over a list."""
    for name, function in (("ForAll", "all"), ("Exists", "any"), ("Count", "sum")):
        for city in CITIES:
            text = text.replace(f"{name}([d:days], visited(d) == {city})", f"{function}(over({city!r}))")
    return text


simple = st.one_of(
    st.builds("visited({}) == {}".format, st.sampled_from(DAYS), st.sampled_from(CITIES)),
    st.builds("seat({}) {} {}".format, st.sampled_from(CITIES), st.sampled_from(["==", "<", ">="]), st.integers(0, 5)),
    st.builds(
        "seat({}) + {} != seat({})".format, *[st.sampled_from(CITIES), st.integers(0, 3), st.sampled_from(CITIES)]
    ),
    st.builds("seat(visited({})) > {}".format, st.sampled_from(DAYS), st.integers(0, 4)),
    st.builds("Count([d:days], visited(d) == {}) >= {}".format, st.sampled_from(CITIES), st.integers(0, 3)),
    st.builds("{}([d:days], visited(d) == {})".format, st.sampled_from(["ForAll", "Exists"]), st.sampled_from(CITIES)),
)
conditions = st.recursive(
    simple,
    lambda inner: (
        st.builds("{}({}, {})".format, st.sampled_from(["And", "Or", "Implies", "Xor"]), inner, inner)
        | st.builds("Not({})".format, inner)
    ),
    max_leaves=3,
)


@settings(max_examples=40)
@given(st.lists(conditions, max_size=3), conditions)
def test_options_hold_as_trying_all_arrangements_says(constraints: list[str], option: str) -> None:
    can, must = tried(constraints, option)
    assert judged(*constraints, options=(f"is_sat({option})", f"is_valid({option})")) == [can, must]
