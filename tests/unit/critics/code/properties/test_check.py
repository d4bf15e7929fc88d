import asyncio
import re

from redraft.critics.code.checks import Report
from redraft.critics.code.properties.check import Properties
from redraft.critics.code.testing.trying import Bench
from redraft.sandbox import Limits, shared
from support.code_subjects import subject

BENCH = Bench(runner=shared(), limits=Limits(cpu_s=1.0, wall_s=3.0))
SORTED = "assert f([3, 1, 2]) == [1, 2, 3]\nassert f([5, 4, 9, 7]) == [4, 5, 7, 9]\nassert f([8, 6, 7]) == [6, 7, 8]\n"


def report(code: str, tests: str = SORTED) -> Report:
    return asyncio.run(Properties(BENCH).report(subject(code, tests)))


def test_a_right_program_gets_no_remark() -> None:
    found = report("def f(x):\n    return sorted(x)")
    assert found.findings == ()
    assert found.detail.startswith("8 on ")
    assert found.verdict is None


def test_a_program_that_only_knows_its_examples_is_seen_through() -> None:
    code = (
        "def f(x):\n    known = {(3, 1, 2): [1, 2, 3], (5, 4, 9, 7): [4, 5, 7, 9], (8, 6, 7): [6, 7, 8]}\n"
        "    return known.get(tuple(x), x)"
    )
    found = report(code)
    assert found.findings[0].message.startswith("In every example the result is in ascending order; but f([")
    assert {finding.severity for finding in found.findings} == {"minor"}


def test_lost_items_are_shown_with_a_small_input() -> None:
    found = report("def f(x):\n    return sorted(set(x))")
    assert re.fullmatch(
        r"In every example the result holds the items of argument 1, rearranged; but f\(\[(\d), \1\]\) gives \[\1\]\.",
        found.findings[0].message,
    )


def test_an_exception_that_no_example_raises_is_shown() -> None:
    found = report("def f(x):\n    assert len(set(x)) == len(x)\n    return sorted(x)")
    (finding,) = found.findings
    assert re.match(r"f\(\[(\d), \1\]\) raises AssertionError.*, in line 2, `assert", finding.message)
    assert finding.suggestion == "Check whether this is meant."


def test_chance_and_changed_arguments_are_noticed() -> None:
    numbers = "assert f([1, 2, 3]) == 6\nassert f([4, 5]) == 9\nassert f([7, 1]) == 8\n"
    code = "known = {6: 6}\ndef f(x):\n    if sum(x) not in (6, 9, 8):\n        x.append(0)\n    return sum(x)"
    assert any("argument 1 stays as it was" in finding.message for finding in report(code, numbers).findings)
    code = "import itertools\nn = itertools.count()\ndef f(x):\n    return sum(x) if sum(x) in (6, 9, 8) else next(n)"
    assert any("the same arguments give the same result" in one.message for one in report(code, numbers).findings)


def test_without_two_examples_nothing_is_tried() -> None:
    assert report("def f(x):\n    return x", "assert f(1) == 1").detail == "fewer than two examples"
    assert (
        report("def f(x):\n    while x > 2:\n        pass\n    return x", "assert f(1) == 1\nassert f(2) == 2").findings
        == ()
    )


def test_the_same_draft_gets_the_same_remarks() -> None:
    code = "def f(x):\n    return sorted(set(x))"
    assert report(code) == report(code)
