"""The critic that applies a patch and runs the tests."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from typing import final

from redraft.core import Context, CriticKind, Critique, Draft, Prompt
from redraft.critics.patch.applying import Patch, applied
from redraft.critics.patch.blocks import Problem
from redraft.critics.patch.bounds import Bounds
from redraft.critics.patch.command import SuiteCommand
from redraft.critics.patch.reading import read_reply
from redraft.critics.patch.results import SuiteRun, suite_run
from redraft.critics.patch.syntax import syntax_problems
from redraft.critics.patch.text_file import TextFile
from redraft.critics.patch.verdict import judged
from redraft.critics.patch.words import Words
from redraft.critics.versions import version_of
from redraft.errors import Misuse
from redraft.prompts import language_of
from redraft.sandbox.jobs import Limits, Runner

SUITE_LIMITS = Limits(cpu_s=240.0, wall_s=120.0, memory_mb=2048, output_bytes=1_000_000, processes=256, files_mb=256)
"""What one run of the tests may use, unless said otherwise."""


@final
class PatchCritic:
    """A verified critic: the patch applies, keeps within its bounds, and the tests pass with it.

    A draft is a reply that holds a patch (see `redraft.critics.patch.reading`). The score is 0.0 for a patch that
    cannot be applied or must not be; from 0.1 to 0.5 when a test that passed before fails with it, and from 0.5 to 0.9
    when none does, by the share of tests that pass; 1.0 when the command leaves with 0 and no test that ran before is
    gone or skipped. Without a sandbox the critique is unscored: nothing is run.

    Args:
        files: everything the command needs, by its path below the project's folder; the files that may change among it.
        command: what runs the tests.
        bounds: what a patch may change.
        before: what the command said of the files as they are.
        runner: where it is run.
        limits: what one run may use.
        max_findings: most findings in one critique; how many more there are is said in its text.
        language: language of the findings; None follows the prompt.
        name: how records call this critic.

    Raises:
        Misuse: when a file that may change is not among `files` or no text, or `max_findings` is below 1.
    """

    def __init__(
        self,
        *,
        files: Mapping[str, bytes],
        command: SuiteCommand,
        bounds: Bounds,
        before: SuiteRun,
        runner: Runner,
        limits: Limits = SUITE_LIMITS,
        max_findings: int = 20,
        language: str | None = None,
        name: str = "tests",
    ) -> None:
        if max_findings < 1:
            raise Misuse(f"`max_findings` must be 1 or more, got {max_findings!r}")
        missing = [path for path in bounds.paths if path not in files]
        if missing:
            raise Misuse(f"{missing[0]!r} may change but is not among the files; give its content in `files`")
        self.name = name
        self._files, self._command, self._bounds, self._before = files, command, bounds, before
        self._runner, self._limits = runner, limits
        self._max_findings, self._language = max_findings, language
        self._sources = {path: TextFile.of(path, files[path]) for path in bounds.paths}
        self._version = version_of(("patch",), repr((command, bounds, limits)), _digest(files), repr(before.cases))

    @property
    def kind(self) -> CriticKind:
        """``verified``: the tests are run."""
        return "verified"

    @property
    def version(self) -> str:
        """Changes with the files, the command, its outcome before, the bounds and the limits."""
        return self._version

    def patch_of(self, reply: str) -> Patch:
        """The patch that a reply means; with problems when it cannot be applied or must not be."""
        return applied(read_reply(reply, self._bounds.paths), self._sources, self._bounds)

    async def examine(self, prompt: Prompt, draft: Draft, context: Context) -> Critique:
        """Whether the patch in `draft` makes the tests pass."""
        patch = await asyncio.to_thread(self.patch_of, draft.text)
        problems = patch.problems
        if problems and draft.finish_reason == "length":
            problems = (Problem(kind="cut_off"), *problems)
        # In this thread: how Python warns is set for all of them at once.
        problems = problems or syntax_problems(patch)
        if problems:
            return self._critique(prompt, problems, score=0.0)
        files = {**self._files, **{source.path: source.data for source in patch.after}}
        run = suite_run(await self._runner.run(self._command.job(files), self._limits), self._command)
        details = {"sandbox": run.level, "tests": run.summary}
        if run.status == "not_run":
            reason = f"the tests were not run: {run.reason}"
            return self._critique(prompt, (), score=None, reason=reason, details=details)
        verdict = judged(run, self._before, self._command)
        # A report of the tests says more in fewer words than what the command wrote.
        output = "" if run.cases else run.output
        return self._critique(prompt, verdict.problems, score=verdict.score, output=output, details=details)

    def _critique(
        self,
        prompt: Prompt,
        problems: Sequence[Problem],
        *,
        score: float | None,
        reason: str | None = None,
        output: str = "",
        details: Mapping[str, str] | None = None,
    ) -> Critique:
        words = Words(self._language or language_of(prompt.text), prompt.id)
        kept = problems[: self._max_findings]
        details = details or {}
        n_more = len(problems) - len(kept)
        said = "" if score is None else words.text(kept, n_more, outcome=details.get("tests"), output=output)
        return Critique(
            critic=self.name,
            version=self.version,
            kind=self.kind,
            score=score,
            reason=reason,
            text=said,
            findings=tuple(map(words.finding, kept)),
            details=details,
        )


def _digest(files: Mapping[str, bytes]) -> str:
    hashed = hashlib.sha256()
    for path, data in sorted(files.items()):
        hashed.update(f"{len(path)} {path} {len(data)} ".encode("utf-8", "surrogatepass") + data)
    return hashed.hexdigest()
