import asyncio

from redraft.critics.code.testing.splitting import cases_in
from redraft.critics.code.testing.trying import Bench, Trial
from redraft.sandbox import Limits, shared

BENCH = Bench(runner=shared(), limits=Limits(cpu_s=1.0, wall_s=3.0))


def trial(code: str, tests: str) -> Trial:
    return asyncio.run(BENCH.trial(code, cases_in(tests)))


def test_cases_are_met_or_not_one_by_one() -> None:
    done = trial("def f(x):\n    return x", "assert f(1) == 1\nassert f(2) == 3\nassert f(4)")
    assert [one.met for one in done.tried] == [True, False, True]
    assert [one.case.shown for one in done.failed] == ["f(2)"]
    assert done.lacking is None


def test_values_built_upon_plain_data_are_looked_at_again() -> None:
    code = (
        "from collections import namedtuple\nfrom fractions import Fraction\nP = namedtuple('P', 'a b')\n"
        "def f(x):\n    return [P(1, Fraction(x, 2))]"
    )
    done = trial(code, "assert f(4) == [(1, 2)]\nassert f(4) == [(1, 3)]\nassert f(1) == [(1, 0.5)]")
    assert [one.met for one in done.tried] == [True, False, True]
    assert done.tried[1].said == ("f(4) == [(1, 3)]", "list of objects", "[(1, 3)]")


def test_a_module_of_the_standard_library_is_found_at_some_level_or_said_to_lack() -> None:
    done = trial("import sqlite3\ndef f(x):\n    return sqlite3.connect(':memory:').execute('select 1').fetchone()[0]",
                 "assert f(1) == 1")  # fmt: skip
    assert done.lacking is not None or done.tried[0].met


def test_what_needs_packages_is_not_run_without_leave() -> None:
    done = trial("import pytest\ndef f(x):\n    return x", "assert f(1) == 1")
    assert str(done.lacking).startswith("not run: ")
    assert "pytest" in str(done.lacking)


def test_a_case_that_never_ends_leaves_the_others_their_verdict() -> None:
    done = trial("def f(x):\n    while x == 0:\n        pass\n    return x", "assert f(1) == 1\nassert f(0) == 0")
    assert [one.met for one in done.tried] == [True, False]
    assert done.tried[1].outcome.status == "timeout"
