"""A model that gives prepared answers, for tests, documentation and dry runs. It is strict."""

from collections.abc import Sequence
from dataclasses import replace

from redraft.core import NOTHING, Dialect, Draft, Request, Usage
from redraft.errors import ScriptExhausted


class ScriptedModel:
    """A model that answers with what was prepared, in order, and fails loudly when that runs out.

    Tokens are counted in words, so that budgets can be tried without a tokenizer.

    Args:
        answers: one for each draft asked for: a text, a whole `Draft`, or an exception to raise in its place.
        name: goes into `Draft.by`.
        dialect: how contexts are rendered for it.
        window_tokens: words that prompt and answer may have together; None for no limit. It is told to the caller, who
            has to keep to it.

    Attributes:
        asked: every request so far, in order, also those that were answered by an exception.
    """

    def __init__(
        self,
        *answers: str | Draft | Exception,
        name: str = "scripted/model",
        dialect: Dialect = "chat",
        window_tokens: int | None = None,
    ) -> None:
        self.name = name
        self.dialect: Dialect = dialect
        self.window_tokens = window_tokens
        self.asked: list[Request] = []
        self._answers: Sequence[str | Draft | Exception] = answers
        self._n_given = 0

    @property
    def n_left(self) -> int:
        """Answers that were prepared and not yet given."""
        return len(self._answers) - self._n_given

    async def generate(self, request: Request) -> tuple[Draft, ...]:
        """The next `request.n` prepared answers.

        Raises:
            ScriptExhausted: when fewer are left.
            Exception: the one that was prepared, when its turn comes.
        """
        self.asked.append(request)
        drafts: list[Draft] = []
        for _ in range(request.n):
            if not self.n_left:
                raise ScriptExhausted(
                    f"{self.name} was asked {len(self.asked)} time(s), the last time for {request.n} answer(s), "
                    f"and {len(self._answers)} were prepared; prepare more, or find out why it is asked so often "
                    f"(the last request ended with {request.messages[-1].text[-200:]!r})"
                )
            answer = self._answers[self._n_given]
            self._n_given += 1
            if isinstance(answer, Exception):
                raise answer
            drafts.append(answer if isinstance(answer, Draft) else Draft.of(answer, by=self.name))
        if drafts[0].usage == NOTHING:
            drafts[0] = replace(drafts[0], usage=_words(request, drafts))
        return tuple(drafts)


def _words(request: Request, drafts: Sequence[Draft]) -> Usage:
    """The usage of one call, counted in words."""
    sent = sum(len(message.text.split()) for message in request.messages)
    return Usage(calls=1, prompt_tokens=sent, completion_tokens=sum(len(draft.text.split()) for draft in drafts))
