"""What is returned in place of the draft: nothing, unless it reaches what a certificate was calibrated for.

The loop searches as it always does; at its end the answer that it found takes the draft's place only with a score that
is certified. So the policy that was calibrated and the policy that runs are one and the same, whatever the strategy.

What was not calibrated is not certified: a prompt with other options and a correction that somebody judged further have
no certificate in force, and an answer that a critic failed to judge never replaces the draft under one.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from redraft.core import PERSON, Action, Attempt, Certificate, Context, Critique, Decision, Prompt

if TYPE_CHECKING:
    from redraft.engine.plan import Plan, Run

OnVoid = Literal["keep", "uncertified"]

NO_OPTIONS = "{}"
"""A prompt's options, as `options_of` writes them, when the caller fixed none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarantee:
    """What a redraft must reach before it is returned in place of the draft.

    Attributes:
        certificate: what was certified; None when nothing could be, or when there never was a calibration.
        void: why it does not hold now, in a sentence; None when it does.
        on_void: what is returned while it does not hold: the draft (``keep``), or what the gate alone lets in, without
            a promise (``uncertified``).
        options: those of the prompts that were calibrated on, each as `options_of` writes them; a prompt with others
            has no certificate.
    """

    certificate: Certificate | None
    void: str | None = None
    on_void: OnVoid = "keep"
    options: tuple[str, ...] = (NO_OPTIONS,)

    @property
    def in_force(self) -> Certificate | None:
        """The certificate, if it holds now."""
        return None if self.void is not None else self.certificate


def options_of(prompt: Prompt) -> str:
    """What the caller of a prompt fixed, as JSON with sorted keys; the seed, which only decides the draws, left out."""
    chosen: Mapping[str, Any] = {name: value for name, value in prompt.options.items() if name != "seed"}
    return json.dumps(chosen, sort_keys=True, ensure_ascii=False, default=str)


def for_prompt(plan: "Plan", prompt: Prompt) -> "Plan":
    """The plan as it may run for this prompt: with options that were not calibrated, without its certificate."""
    guarantee, options = plan.guarantee, options_of(prompt)
    if guarantee is None or options in guarantee.options:
        return plan
    calibrated = " or ".join(guarantee.options)
    return _without_certificate(plan, f"the prompt has the options {options}, and those calibrated were {calibrated}")


def for_resumed(plan: "Plan", critique: Critique) -> "Plan":
    """The plan as it may go on with a record that was judged further: without its certificate.

    Nothing was judged further when it was calibrated, so whatever follows is another way of answering.
    """
    return _without_certificate(plan, f"{critique.critic} judged further, which was not calibrated")


def for_given(plan: "Plan") -> "Plan":
    """The plan as it may go on from a draft that somebody else wrote: without its certificate.

    The calibration counted the writer's own drafts.
    """
    return _without_certificate(plan, "the draft was given, and those calibrated were the model's own")


def _without_certificate(plan: "Plan", why: str) -> "Plan":
    if plan.guarantee is None or plan.guarantee.void is not None:
        return plan
    void = f"the certificate does not hold here: {why}"
    return replace(plan, guarantee=replace(plan.guarantee, void=void))


class Released(NamedTuple):
    """What is returned, and why the correction ended."""

    context: Context
    ending: Decision


def release(context: Context, ending: Decision, run: "Run") -> Released:
    """The context whose standing attempt may be returned, and the ending that goes with it."""
    guarantee = run.plan.guarantee
    if run.plan.on_exhausted == "draft" and ending.action != "accept" and context.attempts:
        context = context.with_standing(0)
    if guarantee is None or context.best is None or context.standing == 0 or ending.action == "abstain":
        return Released(context, ending)
    kept = _kept(context, guarantee)
    if kept is None:
        return Released(context, ending)
    context = context.with_standing(0)
    if ending.action == "ask":  # the work waits for a person all the same
        return Released(
            context, run.note("decided", replace(ending, detail=f"{ending.detail}; {kept.detail}"), context)
        )
    action: Action = "accept" if context.attempts[0].passed else "keep"
    return Released(context, run.note("decided", replace(kept, action=action), context))


def _kept(context: Context, guarantee: Guarantee) -> Decision | None:
    """Why the draft stays; None when the redraft may take its place."""
    assert context.best is not None
    score, certificate = context.best.score, guarantee.certificate
    if guarantee.void is not None:
        if guarantee.on_void == "uncertified" or _wanted_by_a_person(context):
            return None
        return Decision(action="keep", reason="certificate_void", detail=guarantee.void)
    if certificate is None:
        return Decision(action="keep", reason="nothing_certified", detail="no score is certified, so the draft stays")
    if missing := failed_critic(context.attempts):
        detail = f"critic {missing.critic} gave no judgement ({missing.reason}), and nothing is certified without it"
        return Decision(action="keep", reason="not_certified", detail=detail)
    if score is not None and score >= certificate.threshold:
        return None
    shown = "no score" if score is None else f"{score:g}"
    detail = f"the best redraft has {shown}, and only scores from {certificate.threshold:g} on are certified"
    return Decision(action="keep", reason="not_certified", detail=detail)


def failed_critic(attempts: Sequence[Attempt]) -> Critique | None:
    """The first critique of these attempts that its critic failed to give; None when every critic did its part.

    A critic that is slower than it was, or away, leaves the others to decide alone, which answer is returned and what
    is tried next: not what was calibrated. As any failure keeps the draft, failing more often breaks no more.
    """
    return next((given for attempt in attempts for given in attempt.critiques if given.failed), None)


def _wanted_by_a_person(context: Context) -> bool:
    """Whether a person accepted what stands, or rejected the draft, of which nothing is then left to protect."""
    standing = context.best
    assert standing is not None

    def judged(attempt: Attempt) -> bool:
        return any(given.critic == PERSON and given.score is not None for given in attempt.critiques)

    draft = context.attempts[0]
    return (judged(standing) and standing.passed is True) or (judged(draft) and draft.passed is False)
