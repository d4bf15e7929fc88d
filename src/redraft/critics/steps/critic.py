"""The critic that checks reasoning step by step."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Literal, final

from redraft.core import Context, CriticKind, Critique, Draft, Finding, Location, Prompt
from redraft.critics.stated import without_comments
from redraft.critics.steps.brackets import Brackets
from redraft.critics.steps.calculation import Calculation
from redraft.critics.steps.checker import Checker, Problem, Report
from redraft.critics.steps.count import check_sum
from redraft.critics.steps.deduction import Deduction
from redraft.critics.steps.equations import Equations
from redraft.critics.steps.reasoning import Reasoning, split
from redraft.critics.steps.sorting import Sorting
from redraft.critics.steps.swaps import Swaps
from redraft.critics.versions import version_of
from redraft.errors import Misuse
from redraft.prompts import language_of, load_phrases

MAX_CHARACTERS = 50_000
"""Longer drafts are not checked: reasoning is far shorter, and the bound keeps an examination below a second."""

# The first that knows the form of the prompt decides; equations anywhere are what is left to check.
_CHECKERS: tuple[Checker, ...] = (Calculation(), Brackets(), Sorting(), Swaps(), Deduction(), Equations())
# Rises when the code of a checker changes what it finds.
_CHECKS_VERSION = "checks 4"
_MAX_TEXT, _MAX_SHOWN = 4000, 160

_ADVICE = {"answer": "answer_advice", "quantity": "quantity_advice"}
_Say = Callable[..., str]


@final
class StepsCritic:
    """A verified critic: computes what a chain of reasoning claims and finds the first wrong step.

    The score is 0.0 when a step is wrong; the first wrong step is the first finding. It is 1.0 when the answer was
    computed from the prompt, is the one stated, and no step that was read is wrong: pure calculations, brackets,
    sorting, swaps and orders of things. Everything else is unscored with the reason: that the arithmetic of a word
    problem holds does not say that the right quantities were used; such a draft is `Critique.unrefuted`. A
    number from nowhere is a minor finding then.

    To a prompt of the embedded model's language `count` it speaks in the words of the trace.

    Args:
        max_findings: most findings in one critique; how many more there are is said in its text.
        language: language of the findings; None follows the prompt.
        name: how records and configuration call this critic.

    Raises:
        Misuse: when `max_findings` is not positive.
    """

    def __init__(self, *, max_findings: int = 20, language: str | None = None, name: str = "steps") -> None:
        if max_findings < 1:
            raise Misuse(f"`max_findings` must be 1 or more, got {max_findings!r}; leave it out for 20")
        self.name = name
        self._max_findings, self._language = max_findings, language

    @property
    def kind(self) -> CriticKind:
        """``verified``: steps are computed, not judged."""
        return "verified"

    @property
    def version(self) -> str:
        """Changes with the checkers and the words of their findings."""
        return version_of(("steps",), _CHECKS_VERSION)

    async def examine(self, prompt: Prompt, draft: Draft, context: Context) -> Critique:
        """What computing says about the steps of `draft`."""
        return await asyncio.to_thread(self._examined, prompt.text, draft.text)

    def _examined(self, asked: str, text: str) -> Critique:
        say = _say(self._language or language_of(asked))
        if len(text) > MAX_CHARACTERS:
            return self._unscored(say("too_long", n=f"{len(text):,}", limit=f"{MAX_CHARACTERS:,}"), "none")
        sum_ = check_sum(asked, text)
        if sum_ is not None:
            return self._scored(1.0 if sum_.is_right else 0.0, sum_.words, (), "count")
        reasoning = split(without_comments(text))
        for checker in _CHECKERS:
            report = checker.check(asked, reasoning)
            if report is not None:
                return self._critique(report, reasoning, say, checker.name)
        return self._unscored(say("nothing"), "none")

    def _critique(self, report: Report, reasoning: Reasoning, say: _Say, checker: str) -> Critique:
        if report.problems:
            ordered = sorted(report.problems, key=lambda problem: (problem.start, problem.end))
            findings = tuple(_finding(problem, reasoning, say) for problem in ordered[: self._max_findings])
            return self._scored(0.0, _in_words(findings, len(ordered), say), findings, checker)
        if report.doubt is not None:
            first, second = report.doubt
            return self._unscored(say("unsettled", first=first, second=second), checker)
        if report.proven:
            return self._scored(1.0, say("right"), (), checker)
        key = "only_arithmetic" if checker == Equations.name else "no_answer" if report.n_checked else "nothing"
        values = {} if key == "nothing" else {"n": str(report.n_checked)}
        remarks = tuple(_finding(problem, reasoning, say, severity="minor") for problem in report.remarks)
        return self._unscored(say(key, **values), checker, remarks, unrefuted=report.n_checked > 0)

    def _scored(self, score: float, text: str, findings: tuple[Finding, ...], checker: str) -> Critique:
        return Critique(
            critic=self.name, version=self.version, kind=self.kind, score=score, text=text, findings=findings,
            details={"checked as": checker},
        )  # fmt: skip

    def _unscored(
        self, reason: str, checker: str, findings: tuple[Finding, ...] = (), *, unrefuted: bool = False
    ) -> Critique:
        return Critique(
            critic=self.name, version=self.version, kind=self.kind, reason=reason, unrefuted=unrefuted,
            findings=findings, details={"checked as": checker},
        )  # fmt: skip


def _finding(
    problem: Problem, reasoning: Reasoning, say: _Say, *, severity: Literal["minor", "major"] = "major"
) -> Finding:
    step = reasoning.step_at(problem.start)
    values = {name: _one_line(value) for name, value in problem.values.items()}
    message = say(problem.says, **values)
    if step is not None:
        message = say("in_step", step=str(step.number), problem=message)
    return Finding(
        kind=problem.kind,
        message=message,
        severity=severity,
        location=Location(start=problem.start, end=problem.end),
        suggestion=say(_ADVICE.get(problem.kind, "redo_advice")),
        evidence=tuple(f"{name}: {value}" for name, value in values.items() if name in ("claimed", "computed")),
    )


def _one_line(words: str) -> str:
    """Words of the draft for a message: on one line, and not too long."""
    line = " ".join(words.split())
    return line if len(line) <= _MAX_SHOWN else f"{line[: _MAX_SHOWN - 1]}…"


def _in_words(findings: Sequence[Finding], n_problems: int, say: _Say) -> str:
    """The findings for the next redraft: the first with what to do, then the others, as far as there is room."""
    first, *others = findings
    lines = [say("wrong"), f"- {first.message} {first.suggestion or ''}".rstrip()]
    shown = 1
    room = _MAX_TEXT - sum(map(len, lines))
    for finding in others:
        room -= len(finding.message) + 3
        if room < 0:
            break
        lines += [say("others")] if shown == 1 else []
        lines.append(f"- {finding.message}")
        shown += 1
    if n_problems > shown:
        lines.append(say("more", n=str(n_problems - shown)))
    return "\n".join(lines)


def _say(language: str) -> _Say:
    phrases = load_phrases("steps", language)

    def say(key: str, **values: str) -> str:
        return phrases[key].fill(**{name: value for name, value in values.items() if name in phrases[key].places})

    return say
