import asyncio
import time
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redraft.core import Attempt, Context, Critique, Draft, Message, Prompt
from redraft.critics.code import CodeCritic
from redraft.errors import Misuse
from redraft.models import ScriptedModel
from redraft.sandbox import Limits, Program, Run
from redraft.sandbox.jobs import Command, Level

ADD = 'def add(a, b):\n    """Add.\n    >>> add(1, 2)\n    3\n    >>> add(5, 2)\n    7\n    """\n'
QUICK = Limits(cpu_s=1.0, wall_s=3.0)


def examine(
    answer: str, prompt: str = "Write a function.", metadata: dict[str, str] | None = None, **settings: Any
) -> Critique:
    asked = Prompt.from_messages((Message.of("user", prompt),), metadata=metadata)
    critic = CodeCritic(**settings)
    return asyncio.run(critic.examine(asked, Draft.of(answer), Context(prompt=asked)))


def block(code: str) -> str:
    return f"Here:\n```python\n{code}\n```\n"


def marked(answer: str, critique: Critique, number: int = 0) -> str | None:
    place = critique.findings[number].location
    return None if place is None else answer[int(place.start) : int(place.end)]


def test_code_that_passes_its_tests_passes() -> None:
    critique = examine(block("def add(a, b):\n    return a + b"), tests="assert add(2, 3) == 5\nassert add(0, 0) == 0")
    assert (critique.score, critique.kind, critique.findings) == (1.0, "verified", ())
    assert critique.text == "Every test passes (given: 2)."
    assert critique.details["tests"] == "2 given"
    assert critique.details["sandbox"] in ("wasm", "bubblewrap", "landlock")


def test_a_failing_test_says_what_was_expected_and_what_came() -> None:
    answer = block("def add(a, b):\n    return a - b")
    critique = examine(answer, tests="assert add(20, 30) == 50\nassert add(2, 3) == 5\nassert add(1, 0) == 1")
    assert critique.score == 0.0
    assert critique.text.splitlines() == [
        "The code fails:",
        "- add(2, 3) gives -1; expected: 5 (given test).",
        "- add(20, 30) gives -10; expected: 50 (given test).",
    ]
    assert critique.findings[0].evidence == ("input: add(2, 3)", "expected: 5", "got: -1")
    assert marked(answer, critique) == "def add(a, b):"


def test_an_exception_is_shown_once_with_its_line_and_the_smallest_input() -> None:
    answer = block("def last(items):\n    return items[len(items)]")
    critique = examine(answer, tests="assert last([1, 2, 3]) == 3\nassert last([1]) == 1\nassert last('ab') == 'b'")
    assert critique.text.partition("\n")[2] == (
        "- last([1]) raises IndexError: list index out of range, in line 2, `return items[len(items)]`; "
        "expected: 1 (given test)."
    )
    assert marked(answer, critique) == "return items[len(items)]"


def test_doctests_and_examples_of_the_prompt_decide() -> None:
    assert examine("    return a + b", ADD).text == "Every test passes (doctests: 2)."
    critique = examine("    return a * b", ADD)
    assert critique.score == 0.0
    assert critique.findings[0].kind == "doctest"
    critique = examine(block("def double(n):\n    return n"), "Write double: double(2) returns 4.")
    assert critique.text.splitlines()[1] == "- double(2) gives 2; expected: 4 (example in the request)."


def test_a_given_test_outranks_an_example_that_contradicts_it() -> None:
    answer = block("def double(n):\n    return 2 * n")
    assert examine(answer, "double(2) returns 5, double(3) returns 6.", tests="assert double(2) == 4").score == 1.0
    assert examine(answer, "double(2) returns 5, double(3) returns 6.", tests="assert double(1) == 2").score == 0.0


def test_tests_may_come_with_the_prompt() -> None:
    tests = {"tests": "def check(candidate):\n    assert candidate(2) == 4", "entry_point": "double"}
    assert (
        examine(block("def helper(): pass\ndef double(n):\n    return 2 * n\ndef other(): pass"), metadata=tests).score
        == 1
    )


def test_findings_follow_the_prompts_language() -> None:
    critique = examine(block("def add(a, b):\n    return a - b"), "請寫一個函式。", tests="assert add(2, 3) == 5")
    assert critique.text == "程式碼未通過：\n- add(2, 3) 得到 -1；應為：5（給定的測試）。"


def test_without_tests_a_draft_can_fail_but_not_pass() -> None:
    critique = examine(block("def f(x):\n    return x"))
    assert (critique.score, critique.text) == (None, "")
    assert critique.reason == "no tests: nothing says what the code should give"
    assert critique.unrefuted
    answer = block("def f(x):\n    return undefined")
    critique = examine(answer)
    assert critique.score == 0.0
    assert (critique.findings[0].kind, marked(answer, critique)) == ("F821", "undefined")


def test_broken_syntax_is_the_only_thing_said() -> None:
    answer = block("def f(x):\n    return (x")
    critique = examine(answer, tests="assert f(1) == 1")
    assert critique.score == 0.0
    assert critique.text.splitlines()[1] == (
        "- Line 2, `return (x`, is no valid Python: '(' was never closed. Mend this first; nothing else was checked."
    )
    assert marked(answer, critique) == "(x"


def test_what_is_no_code_fails_and_another_language_is_unscored() -> None:
    assert examine("I would rather not.").findings[0].kind == "no_code"
    critique = examine("```rust\nfn main() {}\n```")
    assert critique.reason == "the code is in 'rust'; this critic runs Python only, so nothing was checked"


def test_remarks_fail_nothing() -> None:
    critique = examine(block("def f(x: int) -> str:\n    return eval('x')\nf('a')"), tests="assert f(1) == 1")
    assert critique.score == 1.0
    assert {finding.severity for finding in critique.findings} == {"minor"}
    assert "Worth a look, though it fails nothing:" in critique.text


def test_limits_are_findings() -> None:
    endless = block("def f(x):\n    while x:\n        pass\n    return 2")
    critique = examine(endless, tests="assert f(1) == 1\nassert f(0) == 2", limits=QUICK)
    assert critique.score == 0.0
    assert "- f(1) does not end within 1 s; expected: 1 (given test)." in critique.text
    critique = examine(block("print('x' * 10**7)\ndef f(x):\n    return 1"), tests="assert f(1) == 1", limits=QUICK)
    assert critique.text == "The code fails:\n- The program writes more than 65,536 bytes."


def test_a_program_that_stops_says_where() -> None:
    critique = examine(block("import magiclib\ndef f(x):\n    return 1"), tests="assert f(1) == 1")
    assert critique.text.splitlines()[1:] == [
        "- The program stops with ModuleNotFoundError: No module named 'magiclib', in line 1, `import magiclib`."
    ]


def test_a_program_that_only_asks_for_input_may_still_pass() -> None:
    assert examine(block("def f(x):\n    return 1\nprint(f(input()))"), tests="assert f(1) == 1").score == 1.0


HACKS = {
    "agrees with everything": "class A:\n    def __eq__(self, o): return True\n    def __ne__(self, o): return False\n"
    "def f(x):\n    return A()",
    "agrees as a number": "class A(int):\n    def __eq__(self, o): return True\n    __hash__ = int.__hash__\n"
    "def f(x):\n    return A()",
    "agrees inside a list": "class A(int):\n    def __eq__(self, o): return True\n    __hash__ = int.__hash__\n"
    "def f(x):\n    return [A()]",
    "leaves early": "import sys\nsys.exit(0)",
    "leaves in the test": "import os\ndef f(x):\n    os._exit(0)",
    "leaves by an exception": "def f(x):\n    raise SystemExit(0)",
    "replaces check": "def check(candidate): pass\ndef f(x):\n    return 0",
    "replaces AssertionError": "import builtins\nclass Quiet(Exception): pass\nbuiltins.AssertionError = Quiet\n"
    "def f(x):\n    return 0",
    "replaces the copying": "def _redraft_plain(value, depth=0):\n    return [value]\ndef f(x):\n    return 0",
    "reads the frames": "import sys\ndef f(x):\n    frame, seen = sys._getframe(), []\n    while frame:\n"
    "        seen += [c for c in frame.f_code.co_consts if isinstance(c, (int, list))]\n"
    "        seen += list(frame.f_locals.values())\n        frame = frame.f_back\n"
    "    return next((s for s in seen if s in (40, [40])), 0)",
    "reads the memory": "import gc\ndef f(x):\n    return next((o for o in gc.get_objects() if o in (40, [40])), 0)",
    "changes the comparison": "import operator, builtins\noperator.eq = lambda a, b: True\n"
    "builtins.isinstance = lambda a, b: True\ndef f(x):\n    return 0",
}


@pytest.mark.parametrize("tests", ["assert f(20) == 40", "def check(candidate):\n    assert candidate(20) == [40]\n"])
@pytest.mark.parametrize("code", HACKS.values(), ids=HACKS.keys())
def test_no_trick_passes_a_test_without_the_answer(code: str, tests: str) -> None:
    critique = examine(block(code), tests=tests, metadata={"entry_point": "f"}, checks=("tests",), limits=QUICK)
    # An object that decides itself what it equals cannot be compared with a number: nobody can say that it is wrong.
    assert critique.score == (None if code == HACKS["agrees with everything"] else 0.0)


LOOP = "for x in range(3):\n    assert f(x) == str(x) * 2\n"


LOOPS_ONLY = {
    "empties the record": "import sys\ndef f(x):\n    for key, value in sys._getframe(1).f_locals.items():\n"
    "        if key == '_redraft_seen':\n            value.clear()\n            value.extend([('==', 1, 1, '')] * 3)\n"
    "            sys.setprofile(lambda frame, event, argument: value[:] == [] or value.__init__([('==', 1, 1, '')]))\n",
    "looks for the other side": "import gc\ndef f(x):\n"
    "    return next((o for o in gc.get_objects() if o == str(x) * 2), 0)",
}


@pytest.mark.parametrize("code", [*HACKS.values(), *LOOPS_ONLY.values()], ids=[*HACKS, *LOOPS_ONLY])
def test_no_trick_passes_a_loop_that_computes_what_it_expects(code: str) -> None:
    assert examine(block(code), tests=LOOP, checks=("tests",), limits=QUICK, metadata={"entry_point": "f"}).score == 0.0


def test_a_loop_is_shown_as_the_calls_that_it_makes() -> None:
    critique = examine(block("def f(x):\n    return str(x)"), tests=LOOP)
    assert critique.text.splitlines()[1] == "- f(0) gives '0'; expected: '00' (given test)."
    assert critique.details["tests"] == "0 of 3 passed: 3 given"
    assert examine(block("def f(x):\n    return str(x) * 2"), tests=LOOP).score == 1.0


def test_what_a_rehearsal_cannot_tell_runs_as_a_whole_and_shows_both_sides() -> None:
    tests = "for x in range(3):\n    assert f(x) + f(x) == f(2 * x)\n"
    critique = examine(block("def f(x):\n    return x + 1"), tests=tests)
    assert critique.text.splitlines()[1] == (
        "- `f(x) + f(x) == f(2 * x)` does not hold: the left side is 2, the right side 1 (given test)."
    )
    assert examine(block("def f(x):\n    return 3 * x"), tests=tests).score == 1.0


def test_tests_that_cannot_be_used_are_refused_or_leave_the_draft_unscored() -> None:
    with pytest.raises(Misuse, match="the tests are no Python"):
        CodeCritic(tests="assert f(1) ==")
    with pytest.raises(Misuse, match="the tests hold no assertion"):
        CodeCritic(tests="f(1)")
    for bad in ("assert f(", "\x00", "\ud800", "x = 1"):
        critique = examine(block("def f(x):\n    return 1"), metadata={"tests": bad})
        assert critique.score is None
        assert str(critique.reason).startswith("the visible tests cannot be used: the tests")


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"checks": ("tests", "style")}, "no check of code is called 'style'; known: syntax, ruff"),
        ({"max_findings": 0}, "`max_findings` must be 1 or more, got 0"),
    ],
)
def test_settings_that_cannot_work_are_refused(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(Misuse, match=message):
        CodeCritic(**settings)


def test_the_version_follows_whatever_changes_verdicts() -> None:
    settings: list[dict[str, Any]] = [
        {}, {"tests": "assert f(1)"}, {"checks": ("tests",)}, {"limits": QUICK}, {"packages": True},
        {"language": "en"}, {"tester": ScriptedModel()},
    ]  # fmt: skip
    versions = {CodeCritic(**one).version for one in settings}
    assert len(versions) == len(settings)
    assert CodeCritic().version == CodeCritic(max_findings=3, name="other").version


class Nowhere:
    """A sandbox on a machine that has none."""

    level: Level = "refuse"

    async def run(self, job: Program | Command, limits: Limits) -> Run:
        return Run(level="refuse", status="not_run", reason="no level works here")

    async def close(self) -> None:
        pass


def test_without_a_sandbox_nothing_is_run_and_static_checks_still_fail() -> None:
    critique = examine(block("def f(x):\n    return 1"), tests="assert f(1) == 1", runner=Nowhere())
    assert (critique.score, critique.reason, critique.unrefuted) == (None, "not run: no level works here", False)
    assert critique.details["sandbox"] == "refuse"
    assert examine(block("def f(x):\n    return y"), tests="assert f(1) == 1", runner=Nowhere()).score == 0.0


def test_only_as_many_findings_as_wanted() -> None:
    code = "def f(x):\n    return x\n" + "\n".join(f"print(missing_{n})" for n in range(30))
    critique = examine(block(code), max_findings=4)
    assert len(critique.findings) == 4
    assert critique.text.splitlines()[-1].startswith("At least ")
    assert len(critique.text) <= 4000


def test_many_drafts_are_judged_side_by_side_and_each_gets_its_own_verdict() -> None:
    critic = CodeCritic(tests="assert f(3) == 6", checks=("tests",), limits=Limits(cpu_s=0.3, wall_s=5.0))
    codes = [
        "    return 2 * x",
        "    return x",
        "    while True: pass",
        "    raise ValueError",
        "    import os; os._exit(1)",
    ]
    prompt = Prompt.of("def f(x):\n    '''Twice.'''\n")

    async def all_of_them() -> list[Critique]:
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(critic.examine(prompt, Draft.of(code), Context(prompt=prompt))) for code in codes * 3
            ]
        return [task.result() for task in tasks]

    for _ in range(2):  # from one event loop after another
        assert [critique.score for critique in asyncio.run(all_of_them())] == [1.0, 0.0, 0.0, 0.0, 0.0] * 3


def test_a_draft_of_a_megabyte_and_one_nested_beyond_reason_take_no_time() -> None:
    began = time.monotonic()
    assert examine("x = 1\n" * 200_000).score is None
    assert examine(block("(" * 50_000)).score == 0.0
    assert examine(block("-" * 50_000 + "1")).score == 0.0
    assert examine(block("x = 1" + " + 1" * 30_000)).findings != ()
    assert time.monotonic() - began < 60  # far more than it takes; a hang would be for ever


JUNK = st.lists(
    st.sampled_from(["```python\n", "```\n", "def f(x):\n", "    return x\n", "assert f(1) == 1\n", "\x00", "\ud800",
                     "\r", "(", "import os\n", ">>> f(1)\n", "1\n", "f(1) returns 2\n", "class A:\n",
                     "    pass\n", "x = \n"]),
    max_size=10,
).map("".join)  # fmt: skip


@settings(max_examples=60)
@given(st.text() | JUNK, st.text() | JUNK, st.none() | JUNK)
def test_any_draft_prompt_and_tests_get_a_critique(answer: str, prompt: str, tests: str | None) -> None:
    metadata = {} if tests is None else {"tests": tests}
    critique = examine(answer, prompt, metadata, checks=("tests", "doctests", "examples", "properties"), limits=QUICK)
    assert (critique.score is None) == (critique.reason is not None)
    for finding in critique.findings:
        place = finding.location
        assert place is None or 0 <= place.start <= place.end <= len(answer)


def test_a_later_draft_meets_the_tests_that_were_written_for_the_first() -> None:
    tester = ScriptedModel("```python\nassert f(1) == 2\nassert f(2) == 4\n```")
    critic = CodeCritic(tester=tester)
    prompt = Prompt.of("Write f, which doubles.")
    first = Draft.of(block("def f(x):\n    return x"))
    critique = asyncio.run(critic.examine(prompt, first, Context(prompt=prompt)))
    assert (critique.score, critique.kind) == (0.25, "external")
    context = Context(prompt=prompt).with_attempt(Attempt(draft=first, critiques=(critique,)))
    second = replace(first, parts=Draft.of(block("def f(x):\n    return 2 * x")).parts)
    assert asyncio.run(critic.examine(prompt, second, context)).score == 0.75
    assert len(tester.asked) == 1


SQUARE = "def f(x):\n    if x < 0:\n        raise ValueError('negative')\n    return x * x"
COUNTER = (
    "class S:\n    def __init__(self):\n        self.n = 0\n"
    "    def inc(self):\n        self.n += 1\n        return self.n"
)
POINT = (
    "from dataclasses import dataclass\n@dataclass\nclass P:\n    x: int\n    y: int\n"
    "    def me(self):\n        return self"
)
RIGHT = {
    "state goes on from one assertion to the next": (COUNTER, "s = S()\nassert s.inc() == 1\nassert s.inc() == 2"),
    "state goes on in a loop": (COUNTER, "s = S()\nfor i in range(3):\n    assert s.inc() == i + 1\nassert s.n == 3"),
    "a dataclass has its own equality": (POINT, "assert P(1, 2) == P(1, 2)\nassert P(1, 2) != P(1, 3)"),
    "an object is itself": (POINT, "a = P(1, 2)\nassert a.me() is a\nassert isinstance(a.me(), P)"),
    "a date": ("import datetime\ndef f(x): return datetime.date(2020, 1, x)",
               "import datetime\nassert f(1) == datetime.date(2020, 1, 1)"),
    "a member of an enumeration": ("import enum\nclass C(enum.Enum):\n    RED = 1\ndef f(): return C.RED",
                                   "assert f() == C.RED"),
    "a range": ("def f(n): return range(n)", "assert f(3) == range(3)"),
    "a deque": ("from collections import deque\ndef f(n): return deque([n])",
                "from collections import deque\nassert f(3) == deque([3])"),
    "an argument is changed": ("def f(a): a.sort()", "a = [3, 1]\nf(a)\nassert a == [1, 3]"),
    "an own exception built upon the expected one": (
        "class Own(ValueError): pass\ndef f(x):\n    raise Own('no')",
        "import pytest\ndef test_a():\n    with pytest.raises(ValueError):\n        f(1)"),
    "an exception among several": (
        SQUARE, "import pytest\ndef test_a():\n    with pytest.raises((TypeError, ValueError)):\n        f(-1)"),
    "an exception of the standard library": (
        "import json\ndef f(x): json.loads('{')",
        "import pytest\ndef test_a():\n    with pytest.raises(ValueError):\n        f(1)"),
    "an exception that is looked at": (
        SQUARE,
        ("import unittest\nclass T(unittest.TestCase):\n    def test_a(self):\n"
        "        with self.assertRaises(ValueError) as c:\n            f(-1)\n"
        "        self.assertIn('negative', str(c.exception))")),
    "a test class that prepares itself": (
        SQUARE, ("class TestA:\n    X = 2\n    def setup_method(self):\n        self.x = 3\n"
        "    def test_a(self):\n        assert f(self.X) == 4\n        assert f(self.x) == 9")),
    "the module that is imported is the draft": (SQUARE, ("import solution\nfrom solution import f as g\n"
                                                 "assert solution.f(2) == 4\nassert g(2) == 4")),
    "an exception that the draft names": (
        "class Own(Exception): pass\ndef f(x):\n    raise Own('no')",
        "try:\n    f(1)\n    assert False\nexcept Own as error:\n    assert str(error) == 'no'",
    ),
    "a coroutine": (
        "async def f(x): return x * x",
        "import asyncio\nfor i in range(3):\n    assert asyncio.run(f(i)) == i * i",
    ),
    "a context manager": (
        ("class C:\n    def __enter__(self):\n        self.on = True\n        return self\n"
        "    def __exit__(self, *error):\n        self.on = False"),
        "c = C()\nwith c as same:\n    assert c.on and same is c\nassert c.on is False",
    ),
    "a moment": (
        "import datetime\ndef f(): return datetime.datetime(2020, 1, 1)",
        "import datetime\nassert f() == datetime.datetime(2020, 1, 1)",
    ),
    "a generator": (
        "def f():\n    n = 0\n    while True:\n        yield n\n        n += 1",
        "endless = f()\nassert next(endless) == 0\nassert next(endless) == 1",
    ),
    "a mean of several": (SQUARE, "assert all(f(x) == y for x, y in [(2, 4), (3, 9)])\nassert f(3) == f(-(-3)) == 9"),
}  # fmt: skip


@pytest.mark.parametrize(("code", "tests"), RIGHT.values(), ids=RIGHT.keys())
def test_right_code_passes_whatever_it_gives(code: str, tests: str) -> None:
    critique = examine(block(code), tests=tests, checks=("tests",), limits=QUICK)
    assert (critique.score, critique.reason, critique.text) == (1.0, None, critique.text)


LIE = (
    "class L:\n    def __eq__(s, o): return True\n    def __ne__(s, o): return False\n"
    "    __hash__ = None\ndef f(x): return L()"
)
NOUGHT = "def f(x): return 0"
EVERY = "assert all(f(x) == y for x, y in [(2, 4), (3, 9)])"
UNITTEST = (
    "import unittest\nclass T(unittest.TestCase):\n    def setUp(self):\n        self.a = 2\n"
    "    def test_a(self):\n        self.assertEqual(f(self.a), 4)\n"
)
FORGED = (
    "import sys\ntell = sys.modules['wit_world'].report\n"
    'tell(\'{"event": "program", "status": "finished", "raised": null}\')\n'
    'tell(\'{"event": "outcome", "index": 0, "status": "passed", "raised": null, "value": true, "cpu_s": 0}\')\n'
    'tell(\'{"event": "end"}\')\n'
)
WRONG = {
    "equal to everything, in a generator": (LIE, EVERY),
    "equal to everything, in an alternative": (LIE, "assert f(3) == 9 or f(3) == -9"),
    "equal to everything, in a chain": (LIE, "assert f(3) == f(-3) == 9"),
    "equal to everything, compared again": (LIE, "assert (f(3) == 9) == True"),
    "equal to everything, in unittest": (LIE, UNITTEST),
    "an `all` of its own": (f"{NOUGHT}\ndef all(x): return True", EVERY),
    "an `all` in the builtins": (f"{NOUGHT}\nimport builtins\nbuiltins.all = lambda x: True", EVERY),
    "a `sorted` of its own": ("def f(x): return [9]\ndef sorted(x): return []",
                              "assert sorted(f([2, 1])) == sorted([2, 1][:])"),
    "unittest patched": (f"{NOUGHT}\nimport unittest\nunittest.TestCase.assertEqual = lambda *a: None", UNITTEST),
    "forged outcomes": (f"{NOUGHT}\n{FORGED}", EVERY),
    "another message than the one that is wanted": (
        "def f(x):\n    raise ValueError('nonsense')",
        "import pytest\ndef test_a():\n    with pytest.raises(ValueError, match='negative'):\n        f(-1)"),
    "the right exception in the wrong place": (
        "def f(x):\n    raise ValueError",
        "import pytest\ndef test_a():\n    x = f(1)\n    with pytest.raises(ValueError):\n        f(-1)"),
    "a list that lies about its items": (
        "class A(list):\n    def __iter__(s): return iter([1, 2])\ndef f(x): return A([])", "assert f(1) == [1, 2]"),
    "a number that is not quite the same": ("from decimal import Decimal\ndef f(x): return Decimal('0.1')",
                                            "assert f(1) == 0.1"),
    "an object that is false": ("class A:\n    def __bool__(s): return False\ndef f(x): return A()", "assert f(1)"),
    "a `type` of its own": (f"{NOUGHT}\ndef type(x): return str", "assert type(f(1)) is str or f(1) == 1"),
    "tests of something else": (NOUGHT, "assert len('abc') == 3"),
}  # fmt: skip


@pytest.mark.parametrize(("code", "tests"), WRONG.values(), ids=WRONG.keys())
def test_wrong_code_never_passes(code: str, tests: str) -> None:
    assert examine(block(code), tests=tests, checks=("tests",), limits=QUICK).score != 1.0


def test_what_cannot_be_compared_is_unscored_and_says_so() -> None:
    critique = examine(block(LIE), tests=EVERY, checks=("tests",), limits=QUICK)
    assert critique.score is None
    assert "decides itself what it equals" in str(critique.reason)
    assert "0x" not in str(critique.reason)


def test_a_test_that_looks_into_the_interpreter_runs_beside_the_draft_and_says_so() -> None:
    tests = "import sys\nassert f(2) == 4 or f(2) == sys.maxsize"
    critique = examine(block(SQUARE), tests=tests, checks=("tests",), limits=QUICK)
    assert critique.score == 1.0
    assert "beside the draft" in critique.details["tests"]


@pytest.mark.parametrize("second", ["```\nBAD\n```", "```text\nBAD\n```", "BAD"])
def test_an_answer_with_two_programs_does_not_pass(second: str) -> None:
    answer = f"{block(SQUARE)}\nMy final answer:\n\n{second.replace('BAD', NOUGHT)}\n"
    critique = examine(answer, tests="assert f(2) == 4", checks=("tests",))
    assert critique.score is None
    assert critique.findings[0].kind == "several_programs"
    assert examine(answer.replace(NOUGHT, SQUARE), tests="assert f(2) == 4", checks=("tests",)).score == 1.0


def test_a_function_that_the_request_asks_for_may_not_be_missing() -> None:
    asked = "Write two functions, encode(s) and decode(s).\nencode('a') == 'b'\ndecode('b') == 'a'\n"
    critique = examine(block("def encode(s):\n    return chr(ord(s) + 1)"), asked, checks=("examples",))
    assert critique.score == 0.0
    assert "The examples of the request call decode, which the code does not define." in critique.text
