import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.critics.code.testing.prose import examples_in


def found(text: str, *parameters: str) -> list[tuple[str, str]]:
    cases = examples_in(text, function="f", parameters=parameters, names=frozenset({"g"}))
    return [(case.shown, case.expectation.shown) for case in cases]


@pytest.mark.parametrize(
    "gives",
    [
        "==",
        "=",
        "=>",
        "==>",
        "->",
        "➞",
        "returns",
        "should return",
        "is",
        "gives",
        "# =>",
        "must be",
        "evaluates to",
        "returns:",
    ],
)
def test_a_call_and_its_value_are_an_example(gives: str) -> None:
    assert found(f"For instance f([1, 2], 'a)b') {gives} [3].") == [("f([1, 2], 'a)b')", "[3]")]


def test_calls_and_values_may_go_over_lines() -> None:
    assert found("f([\n  [1],\n  [2]\n], 1) == [(0, 0),\n (1, 0)]") == [("f([[1], [2]], 1)", "[(0, 0), (1, 0)]")]


def test_values_end_where_sentences_do() -> None:
    text = "f(1) returns 16. f(2) returns -1.5, f(3) returns True; f(4) returns 'x' (always)."
    assert found(text) == [("f(1)", "16"), ("f(2)", "-1.5"), ("f(3)", "True")]


@pytest.mark.parametrize(
    "text",
    [
        "f(x) returns 3", "f(1) == 1 + 2", "f(1) == (2)", "f(1) returns the sum", "def f(1) == 2", "h(1) == 2",
        "o.f(1) == 2", "f(1 == 2", "f(1) == [2", "f(1) == 2 if x", "f(1) == x.f", "f(1) == 10 ** 9", ">>> f(1) == 2",
    ],
)  # fmt: skip
def test_what_is_not_certain_is_no_example(text: str) -> None:
    assert found(text) == []


def test_functions_of_the_draft_count_too() -> None:
    assert found("g(1) == 2") == [("g(1)", "2")]


def test_assertions_in_the_prompt_are_examples() -> None:
    text = "It should pass:\n  assert f(1) == 2\n`assert f([1,\n 2]) == 3`\n- assert f(4) is None\nassert that it works"
    assert found(text) == [("f(1)", "2"), ("f([1, 2])", "3"), ("f(4)", "is None")]


def test_examples_that_name_the_parameters() -> None:
    text = (
        "Example 1:\n    Input: nums = [1, 2], k = 3\n    Output: [4]\n\n"
        'For nums = [], k = 0, the result should be "none".\n'
        "**Input:** `nums = [5], k = 1`\n**Output:** `6`\nnums = [1] alone gives nothing, Output: 7"
    )
    assert found(text, "nums", "k") == [("f([1, 2], 3)", "[4]"), ("f([], 0)", "'none'"), ("f([5], 1)", "6")]


def test_contradictions_are_left_out_and_repetitions_count_once() -> None:
    assert found("f(1) == 2\nf(1) returns 2\nf(2) == 3\nf(2) == 4") == [("f(1)", "2")]


@given(
    st.text()
    | st.lists(st.sampled_from(["f(", "g(", ")", "[", "]", "1", "==", " returns ", "'", "n = ", "Output: ", "\n"])).map(
        "".join
    )
)
def test_any_prompt_is_read(text: str) -> None:
    for case in examples_in(text, function="f", parameters=("n",), names=frozenset({"g"})):
        compile(case.call, "call", "eval")


def test_a_function_that_is_asked_for_counts_although_the_draft_lacks_it() -> None:
    asked = "Write two functions, encode(s) that shifts letters and decode(s) that undoes it.\n"
    text = asked + "encode('a') == 'b'\ndecode('b') == 'a'\n"
    cases = examples_in(text, function="", parameters=(), names=frozenset({"encode"}))
    assert [case.shown for case in cases] == ["encode('a')", "decode('b')"]


def test_a_helper_that_explains_a_word_is_no_evidence() -> None:
    text = "Write a function is_prime(n). Remember that mod(5, 2) == 1."
    assert examples_in(text, function="", parameters=(), names=frozenset({"mod", "is_prime"})) == ()
