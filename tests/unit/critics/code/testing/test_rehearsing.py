import asyncio

from redraft.critics.code.testing.cases import AllMet, Case, Compares
from redraft.critics.code.testing.rehearsing import rehearsed
from redraft.critics.code.testing.trying import Bench
from redraft.sandbox import Limits, shared
from support.code_subjects import subject

BENCH = Bench(runner=shared(), limits=Limits(cpu_s=1.0, wall_s=3.0))
DRAFT = "def f(*arguments):\n    raise SystemExit('the draft is not needed')"


def cases(tests: str, prompt: str = "Write f.", answer: str = "") -> list[Case]:
    return list(asyncio.run(rehearsed(BENCH, subject(DRAFT, tests, prompt=prompt, answer=answer))))


def test_what_a_loop_computes_is_found_without_the_draft() -> None:
    found = cases(
        "import string\nfor n in range(2):\n    word = string.ascii_lowercase[: n + 1]\n"
        "    assert f(word, n) == word[::-1]\n"
    )
    assert [(case.call, case.expectation) for case in found] == [
        ("f('a', 0)", Compares(relation="==", value="a")),
        ("f('ab', 1)", Compares(relation="==", value="ba")),
    ]
    assert [case.arguments for case in found] == [("a", 0), ("ab", 1)]


def test_sides_may_stand_the_other_way_round() -> None:
    (found,) = cases("limit = sum(range(4))\nassert limit > f(1)\n")
    assert found.expectation == Compares(relation="<", value=6)


def test_helpers_of_the_prompt_are_there() -> None:
    prompt = "def encode(s):\n    return s[::-1]\n\n\ndef f(s):\n    '''Decode.'''\n"
    tests = "for word in ('ab', 'cd')[:]:\n    coded = encode(word)\n    assert f(coded) == word\n"
    found = cases(tests, prompt, answer="    return s\n")
    assert [case.call for case in found] == ["f('ba')", "f('dc')"]


def test_arguments_are_those_of_the_moment() -> None:
    found = cases("x = []\nfor n in range(2):\n    x.append(n)\n    assert f(x) == len(x)\n")
    assert [case.call for case in found] == ["f([0])", "f([0, 1])"]


def test_a_test_that_does_more_with_an_answer_stays_as_it_is() -> None:
    for tests in (
        "for n in range(2):\n    assert f(n) + 1 == n\n",
        "for n in range(2):\n    assert f(n) == f(n + 1)\n",
        "for n in range(2):\n    assert f(f(n)) == n\n",
        "for n in range(2):\n    assert f(n=n) == n + 0\n",
        "for n in range(2):\n    assert helper(f(n)) == n\n",
        "for n in range(2):\n    assert f(n)\n",
        "for n in range(2):\n    if n > 7:\n        assert f(n) == n\n",
    ):
        (found,) = cases(tests)
        assert found.expectation == AllMet()


def test_other_cases_are_left_alone() -> None:
    (found,) = cases("assert f(1) == 2")
    assert found.call == "f(1)"
