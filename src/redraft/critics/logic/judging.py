"""The judgement of a draft: what its program says against what it states; pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import get_args

from redraft.core import Finding, Location
from redraft.critics.logic.drafts import Found, Stated, plain, verdict_of
from redraft.critics.logic.issues import Issue
from redraft.critics.logic.outcome import Outcome, Verdict
from redraft.critics.logic.votes import Vote
from redraft.critics.logic.wording import Words, evidence_of, summed_up
from redraft.critics.stated import Doubt


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A score with findings, or the reason why there is none.

    Attributes:
        score: 1.0 when the solver agrees with the stated answer, 0.0 when it does not; None when that is open.
        reason: why there is no score.
        unrefuted: whether the program allows the stated answer among others.
        findings: problems, in order of appearance.
        text: the judgement in words.
    """

    score: float | None = None
    reason: str | None = None
    unrefuted: bool = False
    findings: tuple[Finding, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a judgement needs to know beside the outcome.

    Attributes:
        program: the text of the program that was decided.
        own: where the program stands in the draft; None when it was given apart.
        stated: the answer that the draft states; None when none could be read.
        options: answers to choose from, by letter; empty when the prompt names none.
        timeout_s: how long the solver was given.
        max_findings: most findings to keep.
    """

    program: str
    own: Found | None
    stated: Stated | None
    options: Mapping[str, str]
    timeout_s: float
    max_findings: int


def judged(outcome: Outcome, asked: Asked, words: Words) -> Judgement:
    """What a decided, faulty or undecided program makes of a draft."""
    offset = None if asked.own is None else asked.own.start
    findings = [words.finding(_with_core(issue, outcome, words), asked.program, offset) for issue in outcome.issues]
    if outcome.status == "faulty":
        return _faulty(findings, asked, words)
    if asked.stated is not None and asked.stated.doubt is not None:
        return _unscored(_unsettled(asked.stated.doubt, words), findings, asked, words)
    if outcome.status == "undecided":
        return _undecided(outcome, findings, asked, words)
    answer = outcome.answer
    assert answer is not None, "a decided outcome has an answer"
    if asked.stated is None:
        return _unscored(words.say("unscored_no_answer"), findings, asked, words)
    said, found = plain(asked.stated.value, asked.options), plain(answer, asked.options)
    if found == "unknown" and asked.options and "unknown" not in map(verdict_of, asked.options.values()):
        return _unscored(words.say("unscored_unknown"), findings, asked, words)
    # A letter whose option nobody knows says nothing about a conclusion.
    possible = [plain(choice.letter, asked.options) for choice in outcome.choices] or get_args(Verdict)
    if said not in possible:
        return _unscored(words.say("unscored_option", stated=words.answer(said)), findings, asked, words)
    core = words.cited(outcome.core)
    if said == found:
        heading = words.say("agreed_core" if core else "agreed", answer=words.answer(found), core=core)
        kept = _kept(findings, asked)
        return Judgement(score=1.0, findings=kept, text=summed_up(heading, kept, len(findings) - len(kept), words))
    return _refuted(_contradicted(outcome, asked.stated, said, found, words), findings, asked, words)


def judged_by_vote(result: Vote, stated: Stated | None, options: Mapping[str, str], words: Words) -> Judgement:
    """What several formalisations of the prompt make of a draft's answer."""
    if stated is None:
        return Judgement(reason=words.say("unscored_no_answer"))
    if stated.doubt is not None:
        return Judgement(reason=_unsettled(stated.doubt, words))
    if result.answer is None:
        tally = ", ".join(f"{words.answer(answer)} {n}" for answer, n in result.tally.items())
        return Judgement(reason=words.say("unscored_vote_split", tally=tally))
    said = plain(stated.value, options)
    if said == result.answer:
        return Judgement(score=1.0, text=words.say("agreed", answer=words.answer(result.answer)))
    message = words.say(
        "contradicted_vote",
        stated=words.answer(said),
        answer=words.answer(result.answer),
        n=str(result.n_for),
        all=str(result.n_all),
    )
    finding = Finding(
        kind="contradicted",
        message=message,
        location=Location(start=stated.start, end=stated.end),
        suggestion=words.say("answer_advice"),
    )
    return Judgement(
        score=0.0, findings=(finding,), text=summed_up(words.say("decided_otherwise"), [finding], 0, words)
    )


def _unsettled(doubt: Doubt, words: Words) -> str:
    return words.say("unscored_unsettled", first=doubt.first, second=doubt.second)


def _with_core(issue: Issue, outcome: Outcome, words: Words) -> Issue:
    """A contradiction names its statements in natural language, not by number alone."""
    if issue.key != "contradiction" or not outcome.core:
        return issue
    return replace(issue, values={"core": words.cited(outcome.core)})


def _kept(findings: list[Finding], asked: Asked) -> tuple[Finding, ...]:
    """As many findings as are wanted, the major ones before notes."""
    ranked = sorted(findings, key=lambda finding: finding.severity == "minor")
    return tuple(ranked[: asked.max_findings])


def _faulty(findings: list[Finding], asked: Asked, words: Words) -> Judgement:
    kept = _kept(findings, asked)
    text = summed_up(words.say("faulty"), kept, len(findings) - len(kept), words)
    if asked.own is None:
        # The draft's writer cannot mend a program that somebody else gave.
        return Judgement(reason=words.say("unscored_given_faulty", why=kept[0].message), text=text)
    return Judgement(score=0.0, findings=kept, text=text)


def _unscored(reason: str, findings: list[Finding], asked: Asked, words: Words) -> Judgement:
    kept = _kept(findings, asked)
    text = summed_up(words.say("noted"), kept, len(findings) - len(kept), words) if kept else ""
    return Judgement(reason=reason, findings=kept, text=text)


def _undecided(outcome: Outcome, findings: list[Finding], asked: Asked, words: Words) -> Judgement:
    """No score, unless several options are right and the stated one is none of them: whichever was meant, not that."""
    right = [choice.letter for choice in outcome.choices if choice.holds]
    stated = asked.stated
    reason = words.say(f"unscored_{outcome.reason}", seconds=f"{asked.timeout_s:g}")
    if outcome.reason != "several_options" or stated is None:
        return _unscored(reason, findings, asked, words)
    refuted = next((choice for choice in outcome.choices if choice.letter == stated.value and not choice.holds), None)
    if refuted is None:
        return replace(_unscored(reason, findings, asked, words), unrefuted=stated.value in right)
    message = words.say("contradicted_several", stated=stated.value, right=", ".join(right))
    if refuted.core:
        message += " " + words.say("refuted_option", stated=stated.value, core=words.cited(refuted.core))
    return _refuted(_finding(message, stated, evidence_of(refuted.core), words), findings, asked, words)


def _refuted(finding: Finding, findings: list[Finding], asked: Asked, words: Words) -> Judgement:
    every = [finding, *findings]
    kept = _kept(every, asked)
    text = summed_up(words.say("decided_otherwise"), kept, len(every) - len(kept), words)
    return Judgement(score=0.0, findings=kept, text=text)


def _contradicted(outcome: Outcome, stated: Stated, said: str, found: str, words: Words) -> Finding:
    core = outcome.core
    if outcome.choices:
        refuted = next((c for c in outcome.choices if c.letter == stated.value), None)
        if not core and refuted is not None and refuted.core:
            core = refuted.core
            message = " ".join(
                (
                    words.say("contradicted_option", stated=words.answer(said), answer=words.answer(found)),
                    words.say("refuted_option", stated=stated.value, core=words.cited(core)),
                )
            )
            return _finding(message, stated, evidence_of(core), words)
        key = "contradicted_option"
    else:
        key = "contradicted_unknown" if found == "unknown" else "contradicted"
    key += "_core" if core else ""
    message = words.say(key, stated=words.answer(said), answer=words.answer(found), core=words.cited(core))
    return _finding(message, stated, evidence_of(core), words)


def _finding(message: str, stated: Stated, evidence: tuple[str, ...], words: Words) -> Finding:
    return Finding(
        kind="contradicted",
        message=message,
        location=Location(start=stated.start, end=stated.end),
        suggestion=words.say("answer_advice"),
        evidence=evidence,
    )
