"""Critics whose verdicts a test fixes beforehand, and attempts made of them."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from redraft.core import NOTHING, Attempt, Context, CriticKind, Critique, Draft, Prompt, Usage


class FixedScores:
    """Gives the k-th draft it sees the k-th score; None leaves it unscored, an exception is raised."""

    def __init__(
        self,
        *scores: float | Exception | None,
        kind: CriticKind = "verified",
        name: str = "fixed",
        delay_s: float = 0.0,
        usage: Usage = NOTHING,
    ) -> None:
        self.name, self.version, self.kind = name, "1", kind
        self.seen: list[tuple[str, int]] = []
        self._scores, self._delay_s, self._usage = list(scores), delay_s, usage

    async def examine(self, prompt: Prompt, draft: Draft, context: Context) -> Critique:
        """The next score, with the draft's text in the words."""
        score = self._scores[len(self.seen)]
        self.seen.append((draft.text, len(context.attempts)))
        await asyncio.sleep(self._delay_s)
        if isinstance(score, Exception):
            raise score
        if score is None:
            return Critique(critic=self.name, kind=self.kind, reason="no opinion")
        return Critique(critic=self.name, kind=self.kind, score=score, text=f"judged {draft.text!r}", usage=self._usage)


def attempt(
    text: str, score: float | None, *, threshold: float = 0.5, round: int = 0, kind: CriticKind = "verified"
) -> Attempt:
    """An attempt as the engine would have made it."""
    critique = Critique(critic="fixed", kind=kind, score=score, reason="no opinion" if score is None else None)
    passed = None if score is None else score >= threshold
    draft = Draft.of(text, by="test/writer")
    return Attempt(draft=replace(draft, round=round), critiques=(critique,), verdict=critique, passed=passed)


def context_of(prompt: str | Prompt, attempts: Sequence[Attempt], *, standing: int = 0) -> Context:
    """A context holding `attempts`."""
    context = Context(prompt=Prompt.of(prompt) if isinstance(prompt, str) else prompt)
    for one in attempts:
        context = context.with_attempt(one)
    return context.with_standing(standing) if attempts else context
