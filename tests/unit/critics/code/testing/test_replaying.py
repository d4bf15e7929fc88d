import asyncio

from redraft.critics.code.testing.replaying import Replayed, replayed, shares
from redraft.critics.code.testing.trying import Bench
from redraft.sandbox import Limits, shared

BENCH = Bench(runner=shared(), limits=Limits(cpu_s=1.0, wall_s=3.0))


def replay(code: str, test: str) -> Replayed:
    return asyncio.run(replayed(BENCH, code, test))


def test_a_test_finds_what_the_draft_answers() -> None:
    assert replay("def f(x):\n    return x + 1", "assert f(f(1)) == 3").verdict == "met"
    failed = replay("def f(x):\n    return x", "assert f(f(1)) == 3")
    assert (failed.verdict, failed.said) == ("unmet", ("f(f(1)) == 3", "1", "3"))


def test_what_decides_what_is_asked_next_is_known_by_then() -> None:
    code = "def collatz(n):\n    return n // 2 if n % 2 == 0 else 3 * n + 1"
    assert (
        replay(
            code, "n, rounds = 6, 0\nwhile n != 1:\n    n, rounds = collatz(n), rounds + 1\nassert rounds == 8"
        ).verdict
        == "met"
    )


def test_objects_of_the_draft_keep_their_identity_their_attributes_and_their_items() -> None:
    code = """
class Bag:
    def __init__(self):
        self.items = {}

    def put(self, k, v):
        self.items[k] = v
        return self

    def __len__(self):
        return len(self.items)

    def __getitem__(self, k):
        return self.items[k]

    def __iter__(self):
        return iter(self.items)
"""
    test = """
b = Bag()
assert b.put('a', 1) is b
b.put('c', 2)
assert len(b) == 2
assert b['c'] == 2
assert list(b) == ['a', 'c']
assert b.items == {'a': 1, 'c': 2}
"""
    assert replay(code, test).verdict == "met"


def test_a_draft_that_ends_its_interpreter_or_never_ends_is_unmet() -> None:
    assert replay("import os\ndef f(x):\n    os._exit(0)", "assert f(1) == 1 or True").verdict == "unmet"
    endless = replay("def f(x):\n    while True:\n        pass", "assert f(1) == 1 or True")
    assert (endless.verdict, endless.status) == ("unmet", "timeout")


def test_a_function_of_the_tests_cannot_be_handed_over() -> None:
    done = replay("def f(g):\n    return g(1)", "assert f(lambda x: x) == 1")
    assert done.verdict == "unsure"
    assert "function cannot be handed" in str(done.said)


def test_what_the_draft_prints_is_printed_here() -> None:
    test = (
        "import io, contextlib\nheard = io.StringIO()\nwith contextlib.redirect_stdout(heard):\n    f(2)\n"
        "assert heard.getvalue() == '4\\n'"
    )
    assert replay("def f(x):\n    print(x * x)", test).verdict == "met"


def test_tests_that_look_into_the_interpreter_are_known() -> None:
    assert shares("from unittest.mock import patch\nassert f(1)")
    assert shares("import random\nrandom.seed(1)\nassert f(1)")
    assert not shares("import math\nassert f(1) == math.pi")
