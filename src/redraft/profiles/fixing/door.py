"""The door to a repair: run the tests, ask for a patch, correct it against the tests, and say what came of it."""

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Unpack

from redraft.core import Attempt, Correction, Prompt
from redraft.critics.patch import (
    SUITE_LIMITS,
    Bounds,
    Patch,
    PatchCritic,
    SuiteCommand,
    SuiteRun,
    judged,
    suite_run,
)
from redraft.engine.gates import Best
from redraft.errors import CriticFailed, Misuse
from redraft.profiles.assembly import assemble
from redraft.profiles.choices import Choices
from redraft.profiles.doors import correct
from redraft.profiles.fixing.asking import prompt_for
from redraft.profiles.fixing.project import Project, read_project
from redraft.prompts import language_of
from redraft.sandbox.jobs import Limits, Runner

GREEN = 1.0
"""The score of a patch with which all is well, and the only one that is accepted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """What is to be repaired, by what it is judged, and within which bounds.

    Attributes:
        test: the test command.
        files: the files that may change; a folder stands for the code in it that is no test, is not named by
            `test`, and configures nothing.
        folder: the project's folder; the command runs in a copy of it.
        note: what else the model should know, in the user's words; may be empty.
        protected: patterns of files that must not change, beside the tests.
        max_lines: lines that a patch may change.
        max_files: files that a patch may change; None for all that were named.
        timeout_s: seconds that one run of the tests may take.
        memory_mb: mebibytes of memory that one run may use.
        max_project_mb: mebibytes that the project's files may have together.
    """

    test: str
    files: tuple[Path, ...]
    folder: Path
    note: str = ""
    protected: tuple[str, ...] = ()
    max_lines: int = 60
    max_files: int | None = None
    timeout_s: float = 120.0
    memory_mb: int = SUITE_LIMITS.memory_mb
    max_project_mb: int = 64

    @property
    def limits(self) -> Limits:
        """What one run of the tests may use."""
        n_cores = os.cpu_count() or 1
        return replace(
            SUITE_LIMITS,
            cpu_s=self.timeout_s * n_cores,
            wall_s=self.timeout_s,
            memory_mb=self.memory_mb,
            files_mb=4 * self.max_project_mb,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A repair before any model is asked.

    Attributes:
        repair: what is wanted.
        project: the files as they are.
        before: what the tests say of them.
        critic: who judges patches.
        prompt: what a model is asked; None when the tests pass already.
        score: what the files as they are would score; a patch has to be better.
    """

    repair: Repair
    project: Project
    before: SuiteRun
    critic: PatchCritic
    prompt: Prompt | None
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """What came of a repair; nothing is written yet.

    Attributes:
        begun: what it began with.
        correction: how the patch was found.
        patch: the best patch, if it is better than nothing; None when none is.
        after: what the tests say with it, in a few words; None without a patch.
        green: whether all is well with it.
    """

    begun: Begun
    correction: Correction
    patch: Patch | None
    after: str | None
    green: bool


async def begin(repair: Repair, runner: Runner, *, seed: int = 0) -> Begun:
    """Read the project and run its tests as they are.

    Args:
        repair: what is wanted.
        runner: where tests are run.
        seed: the run's seed.

    Raises:
        Misuse: when the files or the command cannot work: nothing to run, or no test found.
        CriticFailed: when there is no sandbox to run the tests in.
    """
    command = SuiteCommand.of(repair.test)
    project = read_project(
        repair.folder, repair.files, command, protected=repair.protected, max_mb=repair.max_project_mb
    )
    bounds = Bounds(
        paths=project.paths,
        protected=repair.protected,
        run=project.run,
        max_lines=repair.max_lines,
        max_files=repair.max_files,
    )
    before = suite_run(await runner.run(command.job(project.files), repair.limits), command)
    _check_run(before, command)
    _check_tests(before, project, command)
    critic = PatchCritic(
        files=project.files,
        command=command,
        bounds=bounds,
        before=before,
        runner=runner,
        limits=repair.limits,
    )
    score = judged(before, before, command).score
    prompt = None
    if score < GREEN:
        prompt = prompt_for(
            command=command,
            bounds=bounds,
            files=project.files,
            before=before,
            seed=seed,
            language=language_of(repair.note),
            note=repair.note,
        )
    return Begun(repair=repair, project=project, before=before, critic=critic, prompt=prompt, score=score)


async def repaired(begun: Begun, **choices: Unpack[Choices]) -> Repaired:
    """Have a model write a patch, corrected until the tests pass or the rounds or the budget are over.

    Args:
        begun: a repair whose tests do not pass.
        **choices: as for `redraft.correct`; critics, gate, threshold and `on_exhausted` are settled by the tests.

    Raises:
        Misuse: when a choice or a setting cannot work, or the model cannot write patches.
        StoreError: when there is a store and it cannot keep the record.
    """
    assert begun.prompt is not None, "the tests pass already: there is nothing to repair"
    correction = await correct(begun.prompt, **chosen(begun, choices))
    best = next((attempt for attempt in correction.attempts if attempt.draft == correction.draft), None)
    patch = None if best is None else _better_than_nothing(best, begun)
    return Repaired(
        begun=begun,
        correction=correction,
        patch=patch,
        after=None if best is None or patch is None else best.critiques[0].details["tests"],
        green=best is not None and best.score == GREEN,
    )


def chosen(begun: Begun, choices: Choices) -> Choices:
    """The choices of a repair: the tests alone judge, and only green is accepted; partial progress stands meanwhile.

    Raises:
        Misuse: when the model cannot write patches.
    """
    # A run that is stopped at its limit must still be reported by the critic itself.
    timeout_s = begun.repair.timeout_s * 1.5 + 30
    repairing: Choices = {
        **choices,
        "critics": [begun.critic],
        "gate": Best(threshold=GREEN),
        "critic_timeout_s": timeout_s,
        "on_exhausted": "best",
    }
    model = assemble(repairing).plan.model
    if model.dialect == "trace":
        raise Misuse(f"model {model.name!r} cannot write patches; name one that can with --model, such as openai/NAME")
    return repairing


def _better_than_nothing(attempt: Attempt, begun: Begun) -> Patch | None:
    """The patch of an attempt with which more tests pass than without it."""
    if attempt.score is None or attempt.score <= begun.score:
        return None
    patch = begun.critic.patch_of(attempt.draft.text)
    return None if patch.problems else patch


def _check_run(before: SuiteRun, command: SuiteCommand) -> None:
    """Refuse a command that says nothing about the files."""
    said = before.output.strip().splitlines()
    last = f" ({said[-1][:200]})" if said else ""
    reason = before.reason or ""
    if before.exit_code in (126, 127) or (before.status == "not_run" and "No such file" in reason):
        raise Misuse(
            f"the test command {command.text!r} was not found in the sandbox{last}; it sees the interpreter that runs "
            "Redraft with its packages, and the system's programs"
        )
    if before.status == "not_run":
        raise CriticFailed(f"the tests were not run: {reason}; `redraft doctor` shows what can run them")
    if command.is_pytest and "No module named pytest" in before.output:
        raise Misuse("the interpreter that runs Redraft also runs the tests; install pytest there: pip install pytest")
    if command.is_pytest and before.exit_code == 4:
        raise Misuse(f"pytest does not understand {command.text!r}{last}; correct the command")
    told = before.cases is not None or before.counts is not None
    if (before.exit_code == 5 and command.is_pytest) or (told and before.exit_code == 0 and not before.n_tests):
        raise Misuse(f"{command.text!r} runs no test{last}; name the tests in the command")


def _check_tests(before: SuiteRun, project: Project, command: SuiteCommand) -> None:
    """Refuse a file that may change and holds tests: they could be changed instead of what they test."""
    settings = (data for path, data in project.files.items() if path.endswith((".toml", ".ini", ".cfg")))
    tries_docstrings = "--doctest" in command.text or any(b"--doctest" in data for data in settings)
    for case in (before.cases or {}).values():
        name = case.id.rpartition("::")[2].partition("[")[0]
        # Its examples have the names of the module and of what is in it, with dots. A file that could not be collected
        # has examples, where those are tried at all, as likely as tests.
        is_doctest = tries_docstrings and (case.is_whole_file or "." in name or name == Path(case.file).stem)
        if case.file in project.paths and not is_doctest:
            raise Misuse(
                f"{case.file!r} holds tests that the command runs ({case.id}), so it must not change; name the files "
                "that hold the fault"
            )
