"""What critics would have the writer know before it writes: it goes into the prompt, where every record shows it."""

from redraft.core import Prompt
from redraft.engine.plan import Plan


async def instructed(prompt: Prompt, plan: Plan) -> Prompt:
    """The prompt with the instructions of the critics that have some, such as a person's preferences.

    A critic with a coroutine method ``instructed(prompt)`` is asked for the prompt as its writer should see it. Writers
    that do not chat know no instructions.

    Raises:
        ModelError: when a critic has to ask somebody, such as an embedder, and gets no answer.
    """
    if plan.model.dialect != "chat":
        return prompt
    for critic in plan.critics:
        # A calibrated critic stands around the one that knows.
        instruct = getattr(getattr(critic, "critic", critic), "instructed", None)
        if instruct is not None:
            prompt = await instruct(prompt)
    return prompt
