"""The critic that proves."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import final

from redraft.core import NOTHING, Context, CriticKind, Critique, Draft, Model, Prompt, Usage
from redraft.critics.logic.drafts import Stated, asked_statement, find_program, options_in, stated_answer, verdict_of
from redraft.critics.logic.formalising import KEPT_AS, decided_again, formalise, kept, kept_before, used
from redraft.critics.logic.given import check_readable
from redraft.critics.logic.judging import Asked, Judgement, judged, judged_by_vote
from redraft.critics.logic.matching import held_against
from redraft.critics.logic.outcome import Outcome
from redraft.critics.logic.settings import Settings
from redraft.critics.logic.votes import Vote, vote
from redraft.critics.logic.wording import Words, details_of
from redraft.critics.logic.workers import check_installed, decide_apart
from redraft.critics.stated import without_comments
from redraft.critics.versions import version_of
from redraft.errors import CriticFailed, Misuse, ModelError
from redraft.prompts import language_of

# Rises when the code changes verdicts: grammar, repairs, semantics.
_CODE = "logic-2"


@final
class LogicCritic:
    """A solver decides what follows, and the draft's answer has to be that.

    The program comes, in this order, from `program`, from ``prompt.metadata["program"]``, from the draft itself (a
    fenced block ```` ```logic ````, bare sections, or JSON), or from `formaliser`. A program that was given decides
    even where the draft brings its own: the draft's program is as much its writer's work as its answer is.

    **What a pass is worth depends on whose program it was.** Nothing compares a program with the prompt but its list of
    options, so that a writer whose program has its conclusion among its premises passes. A pass by the draft's *own*
    program is therefore an opinion of its writer: its score is 1.0, but its kind is ``intrinsic``, and
    ``details["program"]`` says ``the answer's own``. A pass by a program that was given is ``verified``. Failures are
    ``verified`` in both cases: that a program cannot be read, contradicts itself, or refutes the answer, is proven.

    The score is 1.0 when the solver agrees with the answer that the draft states and 0.0 when it does not, or when the
    draft's own program cannot be read, contradicts itself, or has other options than the prompt: from a contradiction
    everything follows, so that nothing is right. Whatever cannot be judged is unscored, with the reason: no program,
    no stated answer, one that is hedged, taken back or stated twice differently, no decision in time, also on whether
    the premises contradict themselves. HTML comments are not read.

    ``prompt.metadata["instances"]`` may hold concrete situations, one to a line (see
    `redraft.critics.logic.instances`), that every program has to get right.

    Args:
        program: the formalisation of every prompt that this critic sees.
        formaliser: a model that formalises the prompt, which it sees without the draft, when there is no program. The
            critique's kind is then ``external``, and more than half of the formalisations have to agree. Critiques
            keep the formalisations, so that later drafts of the prompt are held against them without asking again.
        n_programs: how many formalisations are asked for.
        timeout_s: seconds that one program may take. It is decided in a process of its own, which is killed soon after.
        max_findings: most findings in one critique.
        language: language of the findings; None follows the prompt.
        name: how records and configuration call this critic.

    Raises:
        Misuse: when a number is not above 0, the formaliser does not chat, or `program` cannot be read. One that can
            be read and contradicts itself is not refused; critiques say so.
        MissingExtra: when the solvers are not installed.
    """

    def __init__(
        self,
        *,
        program: str | None = None,
        formaliser: Model | None = None,
        n_programs: int = 1,
        timeout_s: float = 5.0,
        max_findings: int = 20,
        language: str | None = None,
        name: str = "logic",
    ) -> None:
        check_installed()
        numbers = {"n_programs": n_programs, "timeout_s": timeout_s, "max_findings": max_findings}
        for label, number in numbers.items():
            if not number > 0:
                raise Misuse(f"`{label}` must be more than 0, got {number!r}")
        if formaliser is not None and formaliser.dialect != "chat":
            raise Misuse(f"a formaliser has to chat, {formaliser.name!r} speaks the dialect {formaliser.dialect!r}")
        if program is not None:
            check_readable(program, timeout_s)
        self.name = name
        self._program, self._formaliser, self._n_programs = program, formaliser, n_programs
        self._timeout_s, self._max_findings, self._language = timeout_s, max_findings, language
        model = "" if formaliser is None else formaliser.name
        # How often a limit is met depends on it, so that the limit belongs to the version.
        settings = (repr(program), model, str(n_programs), str(timeout_s), str(max_findings), str(language))
        self._version = version_of(("logic", "logic_formalise", "logic_reformalise"), _CODE, *settings)

    @property
    def kind(self) -> CriticKind:
        """``verified``; ``external`` with a formaliser, whose reading of the prompt nothing proves.

        A critique has its own kind: ``intrinsic`` for a pass by the draft's own program.
        """
        return "verified" if self._formaliser is None else "external"

    @property
    def n_calls(self) -> int:
        """Model calls that one prompt takes at most, whatever its drafts: each formalisation may be redrafted once."""
        return 2 * self.n_calls_at_least

    @property
    def n_calls_at_least(self) -> int:
        """Model calls that one prompt takes when every formalisation can be used as it was written.

        One for each; an endpoint that gives several answers to one request counts as a single call.
        """
        return 0 if self._formaliser is None or self._program is not None else self._n_programs

    @property
    def version(self) -> str:
        """Changes with every setting and with the code's verdicts."""
        return self._version

    async def examine(self, prompt: Prompt, draft: Draft, context: Context) -> Critique:
        """Whether what `draft` answers is what follows."""
        words = Words(self._language or language_of(prompt.text))
        options = options_in(prompt.text)
        seen = without_comments(draft.text)
        own = find_program(seen)
        stated = stated_answer(seen, own, options)
        given = self._program if self._program is not None else prompt.metadata.get("program")
        text = given if given is not None else own.text if own is not None else None
        settings = _settings(prompt, options, self._timeout_s)
        if text is None:
            if self._formaliser is None:
                return self._critique(Judgement(reason=words.say("unscored_no_program")), "verified", {}, NOTHING)
            before = kept_before(context, self.name, self.version)
            return await self._by_vote(prompt, self._formaliser, before, stated, options, settings, words)
        program = text + _instances(prompt)
        try:
            outcome = await asyncio.to_thread(decide_apart, program, settings)
        except CriticFailed as failure:
            return self._critique(Judgement(reason=str(failure)), "verified", {}, NOTHING)
        asked = Asked(
            program=program,
            own=own if given is None else None,
            stated=stated,
            options=options,
            timeout_s=self._timeout_s,
            max_findings=self._max_findings,
        )
        judgement = judged(held_against(outcome, options), asked, words)
        # Nothing proves that the writer's own program says what the prompt says, so that a pass by it is an opinion
        # of the writer; that answer and program do not fit together is proven.
        kind: CriticKind = "intrinsic" if given is None and judgement.score == 1.0 else "verified"
        details = {**details_of(outcome), "program": "given" if given is not None else "the answer's own"}
        return self._critique(judgement, kind, details, NOTHING)

    async def _by_vote(
        self,
        prompt: Prompt,
        formaliser: Model,
        before: Sequence[str] | None,
        stated: Stated | None,
        options: Mapping[str, str],
        settings: Settings,
        words: Words,
    ) -> Critique:
        language, extra = self._language or language_of(prompt.text), _instances(prompt)
        try:
            if before is not None:
                formalised = await decided_again(before, settings, extra=extra)
            else:
                formalised = await formalise(prompt, formaliser, self._n_programs, settings, language, extra=extra)
        except (ModelError, CriticFailed) as failure:
            reason = f"{type(failure).__name__}: {failure}"
            unscored = self._critique(Judgement(reason=reason), "external", {"formaliser": formaliser.name}, NOTHING)
            return replace(unscored, failed=isinstance(failure, ModelError))
        outcomes = [held_against(one.outcome, options) for one in formalised]
        result = vote(outcomes, options)
        if result.n_voting == 0:
            why = "; ".join(sorted({_failed(outcome) for outcome in outcomes}))
            judgement = Judgement(reason=words.say("unscored_vote_none", all=str(result.n_all), why=why))
        else:
            judgement = judged_by_vote(result, stated, options, words)
        details = {"formaliser": formaliser.name, **_tally(result), KEPT_AS: kept(formalised)}
        return self._critique(judgement, "external", details, used(formalised))

    def _critique(self, judgement: Judgement, kind: CriticKind, details: Mapping[str, str], usage: Usage) -> Critique:
        return Critique(
            critic=self.name,
            version=self.version,
            kind=kind,
            score=judgement.score,
            reason=judgement.reason,
            unrefuted=judgement.unrefuted,
            text=judgement.text,
            findings=judgement.findings,
            usage=usage,
            details=dict(details),
        )


def _settings(prompt: Prompt, options: Mapping[str, str], timeout_s: float) -> Settings:
    """How programs for this prompt are to be taken."""
    verdicts = [verdict_of(option) for option in options.values()]
    # Where only true and false are to choose from, what does not follow is false.
    closed = bool(options) and set(verdicts) == {"true", "false"}
    return Settings(world="closed" if closed else "open", asked=asked_statement(prompt.text), timeout_s=timeout_s)


def _instances(prompt: Prompt) -> str:
    given = prompt.metadata.get("instances")
    return "" if not given else f"\nInstances:\n{given}"


def _failed(outcome: Outcome) -> str:
    if outcome.reason is not None:
        return outcome.reason
    return next((issue.key for issue in outcome.issues if issue.severity == "major"), outcome.status)


def _tally(result: Vote) -> dict[str, str]:
    votes = ", ".join(f"{answer} {n}" for answer, n in result.tally.items())
    return {"programs": str(result.n_all), "voting": str(result.n_voting), "votes": votes}
