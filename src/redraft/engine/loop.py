"""The correction of one prompt: draft, examine, decide, redraft, record."""

from redraft.core import ENDINGS, Context, Correction, Critique, Draft, Prompt, Record
from redraft.engine.decide import admit, decide, give_up
from redraft.engine.examine import consult, examine, with_further_critique
from redraft.engine.plan import Plan, Run
from redraft.engine.record import record
from redraft.engine.release import for_given, for_prompt, for_resumed, release
from redraft.engine.stops import BudgetSpent
from redraft.engine.write import draft, redraft, taken
from redraft.errors import ModelError


async def correct(prompt: Prompt, plan: Plan, *, given: Draft | None = None) -> Correction:
    """The best answer to `prompt` that `plan` finds, with the reason why it stopped.

    Every end, also a budget, an error or a refusal, returns the standing answer with its reason.

    Args:
        prompt: what is asked.
        plan: who takes part.
        given: an answer that somebody else wrote; it takes the place of the first draft, and no certificate is in force
            for it.

    Raises:
        NotAccepted: only with ``on_exhausted="raise"``, when no answer passed.

    Source: wang2024incontext Sec. 2
    """
    run = Run(for_prompt(plan, prompt) if given is None else for_given(plan))
    run.tell("started", prompt=prompt)
    return await _advance(Context(prompt=prompt), run, given)


async def resume(earlier: Record, critique: Critique, plan: Plan) -> Correction:
    """Goes on from a record whose standing draft was judged further, for example by a person.

    The new critique joins the others; the strategy then decides as if it had been there all along. The result is a
    record of its own that names `earlier` in `Record.resumes`. No certificate is in force for it: what the new critique
    leads to was not calibrated. What a person accepted is returned all the same.

    Raises:
        Misuse: when the record holds no draft to judge.
        NotAccepted: only with ``on_exhausted="raise"``, when no answer passed.
    """
    run = Run(for_resumed(plan, critique), spent_before=earlier.usage, resumes=earlier.id)
    run.tell("started", prompt=earlier.context.prompt)
    return await _advance(with_further_critique(earlier.context, critique, run), run)


async def _advance(context: Context, run: Run, given: Draft | None = None) -> Correction:
    try:
        if not context.attempts:
            drafts = await draft(context, run) if given is None else taken(given, run)
            context = admit(await examine(drafts, context, run), context, run)
        while (decision := decide(context, run)).action not in ENDINGS:
            if decision.action == "consult":
                context = await consult(context, run)
                continue
            drafts = await redraft(context, decision, run)
            context = admit(await examine(drafts, context, run), context, run)
    except (ModelError, BudgetSpent) as error:
        decision = give_up(error, context, run)
    return await record(*release(context, decision, run), run)
