"""Tests that a model writes from the prompt alone; the draft is never shown to it."""

import ast
import re
from dataclasses import dataclass, replace

from redraft.core import NOTHING, Context, Finding, Message, Model
from redraft.critics.asking import ask
from redraft.critics.code.checks import Report, Subject
from redraft.critics.code.properties.observing import is_name, observe
from redraft.critics.code.properties.shrinking import shrunk
from redraft.critics.code.source import parsed
from redraft.critics.code.testing.cases import Case
from redraft.critics.code.testing.findings import findings_of
from redraft.critics.code.testing.splitting import MalformedTests, cases_in
from redraft.critics.code.testing.trying import Bench, Trial, Tried
from redraft.critics.code.testing.values import as_source, shortened
from redraft.critics.verdicts import reply_of
from redraft.errors import ModelError
from redraft.prompts import boundary_for, load, quote

MAX_TESTS = 20
"""Of the tests that a model wrote as many are tried, in its order."""

KEPT_AS = "written_tests"
"""The detail of a critique that keeps them, so that the next draft of the same prompt meets the same tests."""

_FENCED = re.compile(r"^[ \t]*```[^\n]*\n(.*?)(?:^[ \t]*```|\Z)", re.M | re.S)


@dataclass(frozen=True, slots=True)
class WrittenTests:
    """A noisy check: tests of a model. See `Check`.

    They never outweigh a test that was given or stands in the prompt: beside such tests what they find is minor. Alone
    they give a share: of ``n`` tests ``k`` passed, ``(k + 1) / (n + 2)``, which says little where few were written.
    """

    tester: Model
    bench: Bench
    context: Context
    critic: str

    async def report(self, subject: Subject) -> Report:
        """What fails of them, and the share that passes where no other test decides."""
        before, usage = _kept_before(self.context, self.critic), NOTHING
        if before is None:
            try:
                reply = await ask(self.tester, _request(subject), max_tokens=None, cache_key=subject.prompt.id)
            except ModelError as error:
                return Report(check="written", undecided=f"no tests: the tester failed: {error}", detail="not written")
            usage = reply.usage
        source = _source(reply_of(reply.text)) if before is None else before
        known = {case.shown for case in subject.cases}
        cases = [case for case in _cases(source, subject.function) if case.shown not in known][:MAX_TESTS]
        kept = ((KEPT_AS, source),)
        if not cases:
            reason = "no tests: the tester wrote none that can be used"
            return Report(check="written", undecided=reason, detail="none", usage=usage, kept=kept)
        trial = await self.bench.trial(subject.source.code, cases)
        lacking = trial.lacking
        if lacking is not None:
            return Report(check="written", undecided=lacking, detail=lacking, usage=usage, kept=kept)
        n_passed = len(cases) - len(trial.failed)
        share = (n_passed + 1) / (len(cases) + 2)
        alone = not subject.cases
        findings = findings_of(trial, subject, self.bench.limits, minor=not (alone and share < 0.5))
        smallest = await self._smallest(trial, subject)
        return Report(
            check="written",
            findings=tuple(_with_smaller(finding, smallest, subject) for finding in findings),
            share=share if alone else None,
            detail=f"{n_passed} of {len(cases)} passed",
            kept=(*kept, ("sandbox", trial.run.level)),
            tests=subject.say("n_written", n=f"{n_passed}/{len(cases)}"),
            usage=usage,
        )

    async def _smallest(self, trial: Trial, subject: Subject) -> tuple[str, str] | None:
        """The smallest case that raises, and a smaller call that raises the same; None where there is none.

        What a smaller input should give instead nobody knows; that it should not raise the test makes likely.
        """
        raising = [one for one in trial.failed if one.outcome.raised is not None and one.case.arguments]
        if not raising:
            return None
        one = min(raising, key=lambda failed: failed.case.size)
        least = await self._least(one, subject)
        return None if least == one.case.shown else (one.case.shown, least)

    async def _least(self, one: Tried, subject: Subject) -> str:
        raised, case = one.outcome.raised, one.case
        if raised is None or case.arguments is None or not is_name(case.function):
            return case.shown
        seen = await observe(self.bench, subject.source.code, case.function, [case.arguments])
        if not seen or seen[0].raised is None:
            return case.shown
        least = await shrunk(
            seen[0],
            lambda other: (
                other.raised is not None and (other.raised.kind, other.raised.line) == (raised.kind, raised.line)
            ),
            lambda inputs: observe(self.bench, subject.source.code, case.function, inputs),
            like=[case.arguments],
        )
        return f"{case.function}({', '.join(map(as_source, least.arguments))})"


def _with_smaller(finding: Finding, smallest: tuple[str, str] | None, subject: Subject) -> Finding:
    """The finding of the smallest case that raises, with the smaller call."""
    if smallest is None or f"input: {smallest[0]}" not in finding.evidence:
        return finding
    return replace(finding, suggestion=subject.say("smaller", call=shortened(smallest[1])))


def _kept_before(context: Context, critic: str) -> str | None:
    """The tests that were written for an earlier draft."""
    for attempt in context.attempts:
        for critique in attempt.critiques:
            if critique.critic == critic and KEPT_AS in critique.details:
                return critique.details[KEPT_AS]
    return None


def _request(subject: Subject) -> tuple[Message, ...]:
    asked = subject.prompt.text
    boundary = boundary_for(0, subject.prompt.id, asked)
    text = load("code_tests", subject.language).fill(
        boundary=boundary, request=quote(asked, boundary, label="request"), n=str(MAX_TESTS)
    )
    return (Message.of("user", text),)


def _source(reply: str) -> str:
    """The test statements of a reply: its blocks, or else its lines that begin with ``assert``."""
    code = "\n".join(_FENCED.findall(reply)) or "\n".join(
        line.strip() for line in reply.splitlines() if line.lstrip().startswith("assert ")
    )
    if parsed(code) is not None:
        return code
    # One broken line must not cost the others: each that parses by itself is kept.
    return "\n".join(line for line in code.splitlines() if line.startswith("assert ") and parsed(line) is not None)


def _cases(source: str, function: str) -> list[Case]:
    try:
        cases = cases_in(source, function=function, origin="written")
    except MalformedTests:
        return []
    return [case for case in cases if not function or _names(case, function)]


def _names(case: Case, function: str) -> bool:
    tree = parsed(f"{case.setup}\n{case.call}")
    return tree is not None and any(isinstance(n, ast.Name) and n.id == function for n in ast.walk(tree))
