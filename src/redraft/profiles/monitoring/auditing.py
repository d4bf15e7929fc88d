"""Labels for the audit from a critic that decides by running, proving or looking up."""

from dataclasses import dataclass

from redraft.core import Context, Critic, Draft, Record
from redraft.errors import CriticFailed, Misuse
from redraft.profiles.monitoring.labels import Labelling
from redraft.profiles.monitoring.summaries import is_changed
from redraft.profiles.monitoring.watch import Watch

_PASSES = 0.5
"""Score of a verified critic from which a draft is right: it gives 1 and 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """What a critic made of one record.

    Attributes:
        record_id: the record's id.
        labelling: what became of its labels; None when it could not tell.
        why: why it could not; empty when it could.
    """

    record_id: str
    labelling: Labelling | None
    why: str = ""


async def audit_by(critic: Critic, record: Record, watch: Watch) -> Audited:
    """Label a record by what a verified critic finds of its first draft and of its answer.

    Raises:
        Misuse: when the critic is not verified, or took part in the correction: whatever it let pass there it would
            call right again, so that nothing would ever be broken.
    """
    if critic.kind != "verified":
        raise Misuse(
            f"critic {critic.name!r} is {critic.kind}: opinions are no labels; audit with a critic that decides by "
            "running, proving or looking up, or ask a person"
        )
    took_part = {given.critic for attempt in record.context.attempts for given in attempt.critiques}
    if critic.name in took_part:
        raise Misuse(
            f"critic {critic.name!r} took part in the correction {record.id!r}: what it let pass it would call right "
            "again; audit with another one, or ask a person"
        )
    if not record.context.attempts or record.context.best is None:
        raise Misuse(f"record {record.id!r} holds no draft to label: it ended before one was written")
    drafts = [record.context.attempts[0].draft]
    drafts += [record.context.best.draft] if is_changed(record) else []
    labels = []
    for draft in drafts:
        found = await _is_right(critic, record, draft)
        if isinstance(found, str):
            return Audited(record_id=record.id, labelling=None, why=found)
        labels.append(found)
    by = f"critic {critic.name}, version {critic.version}"
    done = await watch.label(record, draft_right=labels[0], returned_right=labels[-1], by=by)
    return Audited(record_id=record.id, labelling=done)


async def _is_right(critic: Critic, record: Record, draft: Draft) -> bool | str:
    """Whether the critic finds the draft right, or why it cannot tell."""
    try:
        critique = await critic.examine(record.context.prompt, draft, Context(prompt=record.context.prompt))
    except CriticFailed as error:
        return str(error)
    return str(critique.reason) if critique.score is None else critique.score >= _PASSES
