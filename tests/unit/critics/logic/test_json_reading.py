import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.critics.logic.deciding import decide
from redraft.critics.logic.issues import Faulty
from redraft.critics.logic.json_reading import read_json
from redraft.critics.logic.outcome import Outcome
from redraft.critics.logic.settings import Settings

PUZZLE: dict[str, Any] = {
    "variables": {"owl": [1, 2, 3], "crow": {"from": 1, "to": 3}, "light": "bool"},
    "constraints": ["owl < crow", {"formula": "crow != 3", "note": "The crow is not on the right."}],
    "query": {"A": "owl == 1", "B": "owl == 2"},
}


def decided(**changes: Any) -> Outcome:
    return decide(json.dumps({**PUZZLE, **changes}), Settings())


def test_a_puzzle_has_variables_constraints_and_options() -> None:
    outcome = decided()
    assert (outcome.status, outcome.answer, outcome.dialect) == ("decided", "A", "constraints in JSON")
    assert [(cited.number, cited.note) for cited in outcome.core] == [(1, ""), (2, "The crow is not on the right.")]


def test_an_option_may_be_asked_whether_it_can_or_cannot_be() -> None:
    assert decided(query={"A": "light", "B": "owl == 2"}, ask="can").answer == "A"
    assert decided(query={"A": "light", "B": "owl == 2"}, ask="cannot").answer == "B"


def test_a_query_without_letters_is_true_false_or_open() -> None:
    assert decided(query="crow == 2").verdict == "true"
    assert decided(query={"formula": "owl == 2", "note": "In the middle?"}).verdict == "false"
    assert decided(query="light").verdict == "unknown"


def test_instances_test_it_too() -> None:
    assert decided(instances=["possible: light", "given: light then: owl == 1"]).status == "decided"
    outcome = decided(instances=["possible: owl == 3"])
    assert (outcome.status, outcome.issues[0].key) == ("faulty", "instance_possible")


def test_named_values_are_things() -> None:
    outcome = decide(
        '{"variables": {"a": ["red", "dark blue"], "b": ["red", "dark blue"]}, "constraints": ["a != b", "a == red"],'
        ' "query": "b == dark_blue"}',
        Settings(),
    )
    assert outcome.verdict == "true"


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"variables": {}}, "json_shape"),
        ({"variables": {"owl": []}}, "json_shape"),
        ({"variables": {"owl": {"from": 1, "to": 10**9}}}, "json_shape"),
        ({"variables": {"owl": [float("inf")]}}, "json_shape"),
        ({"variables": {"owl": [True]}}, "json_shape"),
        ({"constraints": "owl < crow"}, "json_shape"),
        ({"constraints": [3]}, "json_shape"),
        ({"constraints": ["owl <"]}, "unexpected_end"),
        ({"constraints": ["hawk == 1"]}, "unknown_name"),
        ({"query": None}, "no_query"),
        ({"ask": "should"}, "json_shape"),
        ({"extra": 1}, "json_key"),
    ],
)
def test_what_is_not_as_it_should_be_is_refused(changes: dict[str, Any], key: str) -> None:
    assert [issue.key for issue in decided(**changes).issues] == [key]


@pytest.mark.parametrize("text", ["{", "[" * 100_000, '{"variables": 1' + "0" * 5_000 + "}", "{}", '{"a": \x00}'])
def test_text_that_is_no_puzzle_is_refused(text: str) -> None:
    with pytest.raises(Faulty):
        read_json(text, None)


shapes = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8) | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys((*PUZZLE, "ask", "instances"), shapes)))
def test_any_json_is_read_or_refused(puzzle: dict[str, Any]) -> None:
    with suppress(Faulty):
        read_json(json.dumps({**PUZZLE, **puzzle}), [])
