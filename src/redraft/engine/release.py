"""What is returned in place of the draft: nothing, unless it reaches what a certificate was calibrated for.

The loop searches as it always does; at its end the answer that it found takes the draft's place only with a score that
is certified. So the policy that was calibrated and the policy that runs are one and the same, whatever the strategy.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from redraft.core import Action, Certificate, Context, Decision

if TYPE_CHECKING:
    from redraft.engine.plan import Run

OnVoid = Literal["keep", "uncertified"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarantee:
    """What a redraft must reach before it is returned in place of the draft.

    Attributes:
        certificate: what was certified; None when nothing could be, or when there never was a calibration.
        void: why it does not hold now, in a sentence; None when it does.
        on_void: what is returned while it does not hold: the draft (``keep``), or what the gate alone lets in, without
            a promise (``uncertified``).
    """

    certificate: Certificate | None
    void: str | None = None
    on_void: OnVoid = "keep"

    @property
    def in_force(self) -> Certificate | None:
        """The certificate, if it holds now."""
        return None if self.void is not None else self.certificate


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
        if guarantee.on_void == "uncertified":
            return None
        return Decision(action="keep", reason="certificate_void", detail=guarantee.void)
    if certificate is None:
        return Decision(action="keep", reason="nothing_certified", detail="no score is certified, so the draft stays")
    if score is not None and score >= certificate.threshold:
        return None
    shown = "no score" if score is None else f"{score:g}"
    detail = f"the best redraft has {shown}, and only scores from {certificate.threshold:g} on are certified"
    return Decision(action="keep", reason="not_certified", detail=detail)
