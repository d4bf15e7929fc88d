import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.critics.code.testing.cases import AllMet, Close, Compares, IsTrue, Raises
from redraft.critics.code.testing.splitting import MAX_CASES, MalformedTests, cases_in


def calls(tests: str, function: str = "f") -> list[tuple[str, str]]:
    return [(case.shown, case.expectation.shown) for case in cases_in(tests, function=function)]


def test_an_assertion_becomes_a_call_and_what_is_expected_of_it() -> None:
    (case,) = cases_in("assert f([1, 2], 'x') == {'a': 3}")
    assert (case.call, case.setup, case.shown) == ("f([1, 2], 'x')", "", "f([1, 2], 'x')")
    assert case.expectation == Compares(relation="==", value={"a": 3})
    assert (case.function, case.arguments) == ("f", ([1, 2], "x"))


@pytest.mark.parametrize(
    ("assertion", "expectation"),
    [
        ("5 == f(1)", Compares(relation="==", value=5)),
        ("f(1) != 5", Compares(relation="!=", value=5)),
        ("f(1) is None", Compares(relation="is", value=None)),
        ("f(1) in (1, 2)", Compares(relation="in", value=(1, 2))),
        ("3 in f(1)", Compares(relation="contains", value=3)),
        ("f(1) < 3", Compares(relation="<", value=3)),
        ("3 < f(1)", Compares(relation=">", value=3)),
        ("f(1)", IsTrue()),
        ("not f(1)", IsTrue(wanted=False)),
        ("abs(f(1) - 0.33) < 1e-6", Close(value=0.33, absolute=1e-6)),
        ("math.fabs(0.33 - f(1)) <= 1e-6", Close(value=0.33, absolute=1e-6)),
        ("math.isclose(f(1), 0.33, abs_tol=0.1)", Close(value=0.33, absolute=0.1, relative=1e-9)),
        ("f(1) == pytest.approx(0.33)", Close(value=0.33, absolute=1e-12, relative=1e-6)),
        ("f(1) == set([1])", Compares(relation="==", value={1})),
    ],
)
def test_every_form_of_assertion_keeps_its_value_out_of_the_call(assertion: str, expectation: object) -> None:
    (case,) = cases_in(f"assert {assertion}, 'message'")
    assert case.expectation == expectation
    assert case.call == "f(1)"


def test_conjunctions_are_several_cases_and_constants_none() -> None:
    assert calls("assert f(1) == 1 and f(2) == 2\nassert 1, 'prints'") == [("f(1)", "1"), ("f(2)", "2")]


def test_check_is_called_with_the_function_that_is_asked_for() -> None:
    tests = "METADATA = {}\n\ndef check(candidate):\n    assert candidate(1) == 2\n"
    assert calls(tests, "double") == [("double(1)", "2")]


def test_a_check_that_is_called_counts_once() -> None:
    tests = (
        "def check(candidate):\n    assert candidate(1) == 2\n\ndef test_check():\n    check(double)\n\ntest_check()\n"
    )
    assert calls(tests, "other") == [("double(1)", "2")]


def test_functions_for_pytest_are_found_without_being_called() -> None:
    tests = (
        "import pytest\n\ndef test_one():\n    assert f(1) == 2\n\n"
        "@pytest.mark.parametrize('given, wanted', [(1, 2), (2, 4)])\ndef test_more(given, wanted):\n"
        "    assert f(given) == wanted\n\ndef test_raises():\n    with pytest.raises(ValueError):\n        f('x')\n"
    )
    assert calls(tests) == [("f(1)", "2"), ("f(1)", "2"), ("f(2)", "4"), ("f('x')", "raises ValueError")]
    assert cases_in(tests)[-1].expectation == Raises(kind="ValueError")


def test_methods_of_unittest_are_assertions() -> None:
    tests = (
        "import unittest\n\nclass TestF(unittest.TestCase):\n    def test_it(self):\n"
        "        self.assertEqual(f(1), 2)\n        self.assertTrue(f(3), 'message')\n"
        "        self.assertIn(f(1), [2])\n        with self.assertRaises(KeyError):\n            f(None)\n\n"
        "if __name__ == '__main__':\n    unittest.main()\n"
    )
    assert calls(tests) == [("f(1)", "2"), ("f(3)", "True"), ("f(1)", "in [2]"), ("f(None)", "raises KeyError")]


def test_a_test_case_that_prepares_something_runs_as_a_whole() -> None:
    tests = (
        "import unittest\n\nclass TestF(unittest.TestCase):\n    def setUp(self):\n        self.x = 1\n\n"
        "    def test_it(self):\n        self.assertEqual(f(self.x), 2)\n"
    )
    (case,) = cases_in(tests)
    assert case.shown == "TestF.test_it"
    namespace: dict[str, object] = {"f": lambda x: x, "_redraft_plain": lambda value: value}
    exec(case.setup, namespace)
    with pytest.raises(AssertionError, match="1 != 2"):
        eval(case.call, namespace)


def test_loops_over_values_are_unrolled() -> None:
    assert calls("for x, y in [(1, 2), (3, 4)]:\n    assert f(x) == y\n") == [("f(1)", "2"), ("f(3)", "4")]
    assert calls("for x in (1, 2):\n    assert f(x) is True\n") == [("f(1)", "is True"), ("f(2)", "is True")]


def test_names_of_values_are_resolved_on_the_expected_side_alone() -> None:
    (case,) = cases_in("x = [3, 1]\nwanted = [1, 3]\nassert f(x) == wanted\n")
    assert case.expectation == Compares(relation="==", value=[1, 3])
    assert "wanted" not in case.setup
    assert "x = [3, 1]" in case.setup


def test_a_name_that_is_used_in_between_is_not_what_it_was() -> None:
    (case,) = cases_in("x = [3, 1]\nf(x)\nassert x == [1, 3]\n")
    assert case.expectation == Compares(relation="==", value=[1, 3])
    assert case.call == "_redraft_case()"
    (case,) = cases_in("w = [1]\nw.append(2)\nassert f(1) == w\n")
    assert case.expectation == AllMet()


def test_a_test_keeps_its_names_to_itself() -> None:
    (case,) = cases_in("def check(candidate):\n    str = 'abc'\n    assert candidate(str) == 3\n", function="f")
    namespace: dict[str, object] = {"f": len, "_redraft_plain": lambda value: value}
    exec(case.setup, namespace)
    assert eval(case.call, namespace) == 3
    assert "str" not in namespace


def test_loops_that_compute_record_both_sides() -> None:
    (case,) = cases_in("for i in range(3):\n    assert f(i) == i * 2, 'twice'\n")
    assert case.expectation == AllMet()
    namespace: dict[str, object] = {"f": lambda x: x + 1, "_redraft_plain": lambda value: value}
    exec(case.setup, namespace)
    assert eval(case.call, namespace) == [
        ("==", 1, 0, "f(i) == i * 2"),
        ("==", 2, 2, "f(i) == i * 2"),
        ("==", 3, 4, "f(i) == i * 2"),
    ]


def test_only_what_a_case_needs_goes_with_it() -> None:
    (case,) = cases_in(
        "import math\nimport os\nBIG = 10 ** 6\ndef helper(x):\n    return math.sqrt(x)\nassert f(helper(4)) == 2\n"
    )
    assert "import math" in case.setup
    assert "os" not in case.setup
    assert "BIG" not in case.setup


@pytest.mark.parametrize("tests", ["", "x = 1", "def check(", "\x00", "\ud800", "assert 1", "(" * 9999])
def test_what_is_no_test_is_refused(tests: str) -> None:
    with pytest.raises(MalformedTests, match="the tests"):
        cases_in(tests)


def test_a_huge_file_of_tests_is_refused_and_never_cut() -> None:
    assert len(cases_in("assert f(1) == 1\n" * 600)) == 600
    with pytest.raises(MalformedTests, match="more than 2,000 assertions"):
        cases_in("assert f(1) == 1\n" * (MAX_CASES + 1))
    with pytest.raises(MalformedTests, match="characters"):
        cases_in("#" * 1_000_000)


@pytest.mark.parametrize(
    ("tests", "named"),
    [
        ("def test_a(tmp_path):\n    assert f(1)\n", "'test_a' takes tmp_path"),
        ("async def test_a():\n    assert await f(1)\n", "'test_a' is async"),
        ("import pytest\n@pytest.fixture\ndef x():\n    return 1\ndef test_a():\n    assert f(1)\n", "'fixture'"),
        ("class TestA(Base):\n    def test_a(self):\n        assert f(1)\n", "'TestA'"),
        ("@patch('x')\ndef test_a(mock):\n    assert f(1)\n", "'patch'"),
        ("@pytest.mark.parametrize('x', VALUES)\ndef test_a(x):\n    assert f(x)\n", "'test_a' takes x"),
    ],
)
def test_no_test_is_dropped_in_silence(tests: str, named: str) -> None:
    with pytest.raises(MalformedTests, match=named):
        cases_in(f"{tests}\ndef test_b():\n    assert f(0) == 0\n")


@pytest.mark.parametrize(
    "marks",
    [
        "@pytest.mark.parametrize('x,y', [pytest.param(1, 2, id='a'), (3, 4)])",
        "@pytest.mark.parametrize(argnames='x,y', argvalues=[(1, 2), (3, 4)])",
        "@pytest.mark.parametrize('x,y', VALUES)",
    ],
)
def test_every_way_to_write_parameters_out_is_read(marks: str) -> None:
    tests = f"VALUES = [(1, 2), (3, 4)]\n{marks}\ndef test_a(x, y):\n    assert f(x) == y\n"
    assert calls(tests) == [("f(1)", "2"), ("f(3)", "4")]


def test_stacked_parameters_are_multiplied() -> None:
    tests = (
        "@pytest.mark.parametrize('x', [1, 2])\n@pytest.mark.parametrize('y', [3, 4])\n"
        "def test_a(x, y):\n    assert f(x, y)\n"
    )
    assert sorted(shown for shown, _ in calls(tests)) == ["f(1, 3)", "f(1, 4)", "f(2, 3)", "f(2, 4)"]


PIECES = st.sampled_from(
    ["assert f(1) == 2\n", "for x in [1, 2]:\n", "    assert f(x)\n", "def test_a():\n", "def check(candidate):\n",
     "    assert candidate(1)\n", "    return\n", "class TestA:\n", "test_a()\n", "check(f)\n",
     "with pytest.raises(E):\n", "    f(1)\n", "x = 1\n", "\x00", "\ud800", "assert ", "1 == 1\n", "not x\n"]
)  # fmt: skip


@given(st.text() | st.lists(PIECES, max_size=12).map("".join))
def test_any_text_is_read_or_refused(tests: str) -> None:
    try:
        found = cases_in(tests, function="f")
    except MalformedTests:
        return
    assert found
    for case in found:
        compile(case.setup, "setup", "exec")
        compile(case.call, "call", "eval")
