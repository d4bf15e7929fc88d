"""The end of a correction: which draft is returned, and the record of it all."""

from redraft.core import Context, Correction, Decision, Record
from redraft.core.version import VERSION
from redraft.engine.edits import with_edits
from redraft.engine.plan import Run
from redraft.engine.renderers import texts_of
from redraft.errors import NotAccepted


async def record(context: Context, ending: Decision, run: Run) -> Correction:
    """The correction for the caller; its record is handed to the recorder first."""
    context = with_edits(context)
    plan, usage = run.plan, run.spent(context)
    chosen = None if ending.action == "abstain" or context.best is None else context.best.draft
    correction = Correction(
        draft=chosen,
        attempts=context.attempts,
        accepted=ending.action == "accept",
        reason=ending.reason,
        detail=ending.detail,
        usage=usage,
        certificate=None if plan.guarantee is None else plan.guarantee.in_force,
        record_id=run.record_id,
    )
    if plan.recorder is not None:
        await plan.recorder.write(_record_of(context, run, correction))
    run.tell("finished", round=context.rounds, correction=correction)
    if plan.on_exhausted == "raise" and not correction.accepted:
        raise NotAccepted(
            f"no answer to prompt {context.prompt.id!r} was accepted: {ending.reason} ({ending.detail}); "
            'the best one is in `.correction`, or ask for it with on_exhausted="best"',
            correction=correction,
        )
    return correction


def _record_of(context: Context, run: Run, correction: Correction) -> Record:
    strategy = run.plan.strategy
    return Record(
        id=run.record_id,
        created_at=run.created_at,
        context=context,
        decisions=tuple(run.decisions),
        usage=correction.usage,
        settings=run.plan.described()
        | {"prompts": texts_of(context.prompt, strategy.rendering, run.plan.model.dialect)},
        redraft_version=VERSION,
        certificate=correction.certificate,
        resumes=run.resumes,
    )
