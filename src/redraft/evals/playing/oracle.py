"""The critic that knows the answer: the upper bound of what any critic could do."""

from collections.abc import Sequence

from redraft.core import Context, Critic, Critique, Draft, Prompt
from redraft.critics import FunctionCritic
from redraft.evals.sample import Sample


def oracle(samples: Sequence[Sample], *, name: str = "oracle") -> Critic:
    """A critic that scores every answer as its sample's scorer does; for marked upper bounds only."""
    scorers = {sample.prompt.id: sample.scorer for sample in samples}

    async def judged(prompt: Prompt, draft: Draft, context: Context) -> Critique:
        score = await scorers[prompt.id].score(draft)
        return Critique(critic=name, kind="verified", score=score.value, reason=score.reason, text=score.text)

    return FunctionCritic(function=judged, name=name, kind="verified")
