"""The ideal player of `pref` as a model: what perfect use of the rewards would reach."""

from typing import final

from redraft.core import Dialect, Draft, Request, Usage, rng_for
from redraft.evals.environments import pref
from redraft.models.local.language import ANSWER, CRITIQUE


@final
class IdealPlayer:
    """Answers each trace with one sample from the exact posterior over codes."""

    name = "ideal/bayes"
    dialect: Dialect = "trace"
    window_tokens: int | None = None

    async def generate(self, request: Request) -> tuple[Draft, ...]:
        """One posterior sample for each draft asked for."""
        theme, *attempts = request.messages[0].text.removesuffix(ANSWER).split(ANSWER)
        history = []
        for attempt in attempts:
            answer, _, reward_word = attempt.partition(CRITIQUE)
            history.append((tuple(answer.split()), reward_word.strip()))
        rng = rng_for(request.seed or 0, "ideal", request.messages[0].text)
        answers = [" ".join(pref.ideal_answer(theme.strip(), history, rng)) for _ in range(request.n)]
        first, *others = [Draft.of(answer, by=self.name) for answer in answers]
        return (Draft(parts=first.parts, by=first.by, usage=Usage(calls=1)), *others)
