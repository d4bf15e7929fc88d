import doctest

from hypothesis import given
from hypothesis import strategies as st

from redraft.critics.code.testing.cases import Compares, Prints, Raises
from redraft.critics.code.testing.doctests import doctests_in
from redraft.sandbox import Outcome


def test_values_are_compared_as_values() -> None:
    (case,) = doctests_in("Like this:\n    >>> f(2)\n    [1,   2]\n", "")
    assert (case.call, case.expectation, case.origin) == ("f(2)", Compares(relation="==", value=[1, 2]), "doctest")
    assert (case.function, case.arguments) == ("f", (2,))


def test_what_stands_before_an_example_is_done_before_it() -> None:
    (case,) = doctests_in(">>> import math\n>>> x = [1]\n>>> unused = 3\n>>> f(x)\n1\n", "")
    assert "x = [1]" in case.setup
    assert "unused" not in case.setup
    assert case.call == "_redraft_case()"


def test_exceptions_printing_and_looks_are_understood() -> None:
    error, printed, looks = doctests_in(
        ">>> f(0)\nTraceback (most recent call last):\n  ...\nValueError: no\n\n"
        ">>> print(f(1))\n1\n>>> f(2)\n<Thing at ...>\n",
        "",
    )
    assert error.expectation == Raises(kind="ValueError", message="no", options=doctest.NORMALIZE_WHITESPACE)
    assert isinstance(printed.expectation, Prints)
    assert isinstance(looks.expectation, Prints)
    namespace = {"f": lambda x: [x]}
    assert eval(looks.call, dict(namespace)) == "[2]"


def test_directives_are_followed() -> None:
    shown, error = doctests_in(
        ">>> f(1)  # doctest: +SKIP\n99\n>>> f(2)  # doctest: +ELLIPSIS\n'a...'\n"
        ">>> f(3)  # doctest: +IGNORE_EXCEPTION_DETAIL\nTraceback (most recent call last):\nValueError: x\n",
        "",
    )
    assert isinstance(shown.expectation, Prints)
    assert shown.expectation.met(Outcome(name="0", status="passed", value="'abc'"))
    assert isinstance(error.expectation, Raises)
    assert error.expectation.message is None


def test_an_example_may_state_its_value_in_itself() -> None:
    (case,) = doctests_in(">>> f(2) == 4\n", "")
    assert (case.call, case.expectation) == ("f(2)", Compares(relation="==", value=4))


def test_the_docstring_is_read_where_it_has_examples() -> None:
    assert len(doctests_in('def f():\n    """\n    >>> f()\n    1\n    """\n', ">>> f()\n1\n")) == 1


def test_an_example_written_wrongly_does_not_cost_the_others() -> None:
    found = doctests_in(">>>f(1)\n1\n\n>>> f(2)\n2\n\n>>> this is no code\n3\n", "")
    assert [case.shown for case in found] == ["f(2)"]


def test_the_end_of_a_docstring_is_no_part_of_a_value() -> None:
    (case,) = doctests_in('    >>> f(2)\n    4"""\n', "")
    assert case.expectation == Compares(relation="==", value=4)


@given(st.text() | st.lists(st.sampled_from([">>> ", "f(1)", "\n", "    ", "1", "...", "'''", "\ud800"])).map("".join))
def test_any_text_is_read(text: str) -> None:
    for case in doctests_in(text, ""):
        compile(case.call, "call", "eval")
