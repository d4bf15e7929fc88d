"""A repair from its beginning to a patch, with scripted models and real tests in the real sandbox."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from redraft.core import Context, Dialect, Draft, Prompt
from redraft.errors import CriticFailed, Misuse
from redraft.models import ScriptedModel
from redraft.profiles.fixing import Begun, Repair, Repaired, begin, repaired
from redraft.sandbox import open_sandbox
from support.projects import ADD, FILES, LARGEST, PYTEST, lay_out, native

PROMPT = Prompt.of("Repair it.", id="repair")
BOTH = f"{ADD}\n\n{LARGEST}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return lay_out(tmp_path / "project")


def repair_in(folder: Path, **others: Any) -> Repair:
    return Repair(**{"test": PYTEST, "files": (Path("calc.py"),), "folder": folder, "timeout_s": 20.0, **others})


def begun(folder: Path, **others: Any) -> Begun:
    return asyncio.run(begin(repair_in(folder, **others), native()))


def worked(
    folder: Path, *replies: str, rounds: int = 3, on_exhausted: Any = None, **others: Any
) -> tuple[Repaired, ScriptedModel]:
    """What came of a repair by a model that replies so."""
    model, runner = ScriptedModel(*replies), native()

    async def work() -> Repaired:
        start = await begin(repair_in(folder, **others), runner)
        return await repaired(start, model=model, rounds=rounds, on_exhausted=on_exhausted, store=False)

    return asyncio.run(work()), model


def test_a_right_patch_ends_it_after_one_call(folder: Path) -> None:
    result, model = worked(folder, BOTH)
    assert (result.green, result.after, len(model.asked)) == (True, "3 of 3 tests pass, exit code 0", 1)
    assert result.correction.reason == "passed"
    assert result.patch is not None
    assert result.patch.diff.startswith("--- a/calc.py\n+++ b/calc.py\n@@ ")
    assert (folder / "calc.py").read_bytes() == FILES["calc.py"]


def test_the_second_request_shows_the_first_patch_with_what_the_tests_said_of_it(folder: Path) -> None:
    result, model = worked(folder, ADD, BOTH)
    assert (result.green, len(model.asked), model.n_left) == (True, 2, 0)
    first, second = (request.messages for request in model.asked)
    assert second[: len(first)] == first
    assert [message.role for message in second[len(first) :]] == ["assistant", "user"]
    assert second[-2].text == ADD
    assert "Attempt 1 did not pass its examination (score 0.77 of 1)." in second[-1].text
    assert "tests/test_calc.py::test_largest fails." in second[-1].text


def test_a_partial_repair_is_kept_as_the_best_and_not_called_green(folder: Path) -> None:
    result, _ = worked(folder, "Nothing comes to mind.", ADD, ADD.replace("a + b", "a * b"), rounds=2)
    assert (result.green, result.after) == (False, "2 of 3 tests pass, exit code 1")
    assert result.correction.reason == "rounds_spent"
    assert result.patch is not None
    assert "+    return a + b" in result.patch.diff


def test_a_patch_with_which_no_more_tests_pass_is_none(folder: Path) -> None:
    result, _ = worked(folder, ADD.replace("a + b", "a * b"), "I give up.", rounds=1, on_exhausted="raise")
    assert (result.green, result.patch, result.after) == (False, None, None)


def test_fixing_one_test_while_breaking_another_is_no_progress(folder: Path) -> None:
    swap = "calc.py\n<<<<<<< SEARCH\n    return a + a\n=======\n    return a + a + 1\n>>>>>>> REPLACE"
    result, _ = worked(folder, f"{ADD}\n{swap}", rounds=0)
    assert result.patch is None


def test_a_file_that_cannot_be_imported_is_repaired_too(folder: Path) -> None:
    lay_out(folder, {"calc.py": b"import no_such_module\n" + FILES["calc.py"]})
    drop = "calc.py\n<<<<<<< SEARCH\nimport no_such_module\n=======\n>>>>>>> REPLACE"
    result, _ = worked(folder, f"{drop}\n\n{BOTH}")
    assert (result.begun.before.summary, result.green) == ("0 of 1 tests pass, exit code 2", True)


def test_a_module_that_leaves_the_interpreter_is_repaired_too(folder: Path) -> None:
    lay_out(folder, {"calc.py": b"raise SystemExit\n" + FILES["calc.py"]})
    drop = "calc.py\n<<<<<<< SEARCH\nraise SystemExit\n=======\n>>>>>>> REPLACE"
    result, _ = worked(folder, f"{drop}\n\n{BOTH}")
    assert (result.begun.before.summary, result.green) == ("exit code 3", True)


def test_a_bug_that_never_ends_can_be_repaired(folder: Path) -> None:
    waiting = b"    import time\n\n    while True:\n        time.sleep(1)"
    lay_out(folder, {"calc.py": FILES["calc.py"].replace(b"    return a - b", waiting)})
    ends = ADD.replace("    return a - b", waiting.decode())
    result, _ = worked(folder, f"{ends}\n\n{LARGEST}", timeout_s=10.0)
    assert (result.begun.before.status, result.green) == ("timeout", True)


def test_a_command_that_is_no_pytest_is_judged_by_its_exit_code(folder: Path) -> None:
    command = "python -c 'import calc; assert calc.add(1, 2) == 3'"
    result, _ = worked(folder, ADD, test=command)
    assert (result.begun.before.summary, result.after, result.green) == ("exit code 1", "exit code 0", True)


def test_unittest_is_judged_by_how_many_tests_pass(folder: Path) -> None:
    cases = (
        "import unittest\nimport calc\n\n\nclass TestCalc(unittest.TestCase):\n"
        "    def test_add(self):\n        self.assertEqual(calc.add(1, 2), 3)\n\n"
        "    def test_largest(self):\n        self.assertEqual(calc.largest([-1]), -1)\n"
    )
    lay_out(folder, {"test_unit.py": cases.encode()})
    result, _ = worked(folder, ADD, BOTH, test="python -m unittest")
    assert [attempt.score for attempt in result.correction.attempts] == [pytest.approx(0.7), 1.0]


def test_tests_that_pass_already_leave_nothing_to_ask(folder: Path) -> None:
    fixed = FILES["calc.py"].replace(b"a - b", b"a + b").replace(b"best = 0", b"best = values[0]")
    lay_out(folder, {"calc.py": fixed})
    start = begun(folder)
    assert (start.prompt, start.score, start.before.summary) == (None, 1.0, "3 of 3 tests pass, exit code 0")


@pytest.mark.parametrize(
    ("others", "says"),
    [
        ({"test": "no-such-command --all"}, "was not found in the sandbox"),
        ({"test": "sh -c 'no-such-command'"}, "was not found in the sandbox (sh: "),
        ({"test": f"{PYTEST} -k nothing_is_called_so"}, "runs no test"),
        ({"test": f"{PYTEST} --no-such-option"}, "pytest does not understand"),
        ({"test": "python -m unittest"}, "runs no test"),
        ({"files": (Path("tests/test_calc.py"),)}, "is protected by"),
        ({"files": (Path("checks.py"),), "test": f"{PYTEST} checks.py"}, "'checks.py' holds tests that the command"),
        ({"files": (Path("away.py"),), "test": f"{PYTEST} away.py"}, "'away.py' holds tests that the command"),
        (
            {"files": (Path("one.py"),), "test": f"{PYTEST} -o python_files=*.py -o python_functions=one* one.py"},
            "'one.py' holds tests that the command",
        ),
        ({"files": (Path("check.sh"),), "test": "sh check.sh"}, "'check.sh' is what the test command runs"),
        ({"files": (Path("checks.py"),), "test": "python -m unittest checks"}, "'checks.py' is what the test command"),
    ],
)
def test_what_cannot_work_is_refused_before_a_model_is_asked(folder: Path, others: dict[str, Any], says: str) -> None:
    lay_out(
        folder,
        {
            "checks.py": b"def test_it():\n    assert 0\n",
            "away.py": b"import no_such_module\n",
            "one.py": b"def one_a():\n    assert 0\n",
            "check.sh": b"exit 1\n",
        },
    )
    with pytest.raises(Misuse) as raised:
        begun(folder, **others)
    assert says in str(raised.value)


CHECKS = {
    "check.sh": b"python -c 'import calc; assert calc.add(1, 2) == 3'\n",
    "run_checks.py": b"import calc\n\nassert calc.add(1, 2) == 3\n",
    "checks.py": b"import unittest\nimport calc\n\n\nclass T(unittest.TestCase):\n    def test_add(self):\n"
    b"        self.assertEqual(calc.add(1, 2), 3)\n",
    "Makefile": b"check:\n\tpython run_checks.py\n",
}


@pytest.mark.parametrize(
    ("test", "judging"),
    [
        ("sh check.sh", ["check.sh"]),
        ("python run_checks.py", ["run_checks.py"]),
        ("python -m unittest checks", ["checks.py"]),
        ("make check", ["Makefile", "run_checks.py"]),
    ],
)
def test_what_judges_does_not_change_when_the_whole_folder_may(folder: Path, test: str, judging: list[str]) -> None:
    lay_out(folder, CHECKS)
    start = begun(folder, files=(Path("."),), test=test)
    assert "calc.py" in start.project.paths and start.score < 1
    for path in judging:
        last = CHECKS[path].decode().splitlines()[-1]
        emptied = f"./{path}\n<<<<<<< SEARCH\n{last}\n=======\n>>>>>>> REPLACE"
        critique = asyncio.run(start.critic.examine(PROMPT, Draft.of(emptied), Context(prompt=PROMPT)))
        (finding,) = critique.findings
        assert critique.score == 0.0 and finding.kind in ("protected", "other_file")


def test_the_settings_of_pytest_do_not_change_when_the_whole_folder_may(folder: Path) -> None:
    lay_out(folder, {"pytest.toml": b"[pytest]\nminversion = '9.0'\n"})
    start = begun(folder, files=(Path("."),))
    line = "minversion = '9.0'"
    for option in ("--setup-plan", "--collect-only"):
        reply = f"pytest.toml\n<<<<<<< SEARCH\n{line}\n=======\n{line}\naddopts = ['{option}']\n>>>>>>> REPLACE"
        critique = asyncio.run(start.critic.examine(PROMPT, Draft.of(reply), Context(prompt=PROMPT)))
        assert (critique.score, [finding.kind for finding in critique.findings]) == (0.0, ["protected"])


def test_a_module_with_examples_in_its_docstrings_may_change(folder: Path) -> None:
    lay_out(folder, {"sums.py": b'def one():\n    """\n    >>> one()\n    1\n    """\n    return 2\n'})
    start = begun(folder, files=(Path("sums.py"),), test=f"{PYTEST} --doctest-modules sums.py")
    assert start.prompt is not None


def test_without_a_sandbox_nothing_is_run_and_nobody_asked(folder: Path) -> None:
    with pytest.raises(CriticFailed, match=r"the tests were not run: .* `redraft doctor` shows"):
        asyncio.run(begin(repair_in(folder), open_sandbox("refuse")))


def test_a_model_that_cannot_write_patches_is_refused(folder: Path) -> None:
    traced: Dialect = "trace"
    with pytest.raises(Misuse, match="cannot write patches; name one that can with --model"):
        asyncio.run(repaired(begun(folder), model=ScriptedModel(dialect=traced), store=False))


def test_the_limits_follow_from_what_was_asked_for(folder: Path) -> None:
    limits = repair_in(folder, timeout_s=7.0, memory_mb=300, max_project_mb=10).limits
    assert (limits.wall_s, limits.memory_mb, limits.files_mb) == (7.0, 300, 40)
    assert replace(limits, cpu_s=1.0).cpu_s < limits.cpu_s
