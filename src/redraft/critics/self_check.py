"""The model checks its own answer: reasoning first, then a binary verdict."""

from dataclasses import dataclass
from typing import final

from redraft.core import Context, CriticKind, Critique, Draft, Message, Model, Prompt
from redraft.critics.asking import ask, critique_from, cut_off, shown, with_check
from redraft.critics.versions import version_of
from redraft.errors import CriticFailed
from redraft.prompts import boundary_for, language_of, load, quote
from redraft.prompts.trace import score_of, trace_for_feedback


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class SelfCheck:
    """A critic that is the writer itself.

    The model sees the prompt's own messages, so that the endpoint's prefix cache serves them again, and then the draft,
    quoted as another writer's: a model overlooks errors that it takes for its own. It reasons, may locate problems, and
    ends with a verdict. The check is independent of earlier attempts and their verdicts.

    A model of dialect ``trace`` is asked in its trace instead, and its one line of feedback is the critique's text.

    Attributes:
        model: the model that wrote the draft.
        name: how records and configuration call this critic.
        language: language of the check; None follows the prompt.
        max_tokens: bound on the tokens of the check; None leaves it to the endpoint.
        seed: seed of the boundary that the draft is quoted in.

    Source: wang2024incontext Sec. 5; tsui2025bench
    """

    model: Model
    name: str = "self_check"
    language: str | None = None
    max_tokens: int | None = None
    seed: int = 0

    @property
    def asks_every_draft(self) -> bool:
        """True: a forecast counts a call for every draft."""
        return True

    @property
    def kind(self) -> CriticKind:
        """``intrinsic``: the same model that wrote the draft."""
        return "intrinsic"

    @property
    def version(self) -> str:
        """Changes with the model, the language setting and the wording of the check."""
        return version_of(("self_check",), self.model.name, str(self.language))

    async def examine(self, prompt: Prompt, draft: Draft, context: Context) -> Critique:
        """The model's verdict on `draft`, 1.0 or 0.0; unscored when its reply holds no readable verdict.

        Raises:
            ModelError: when the model gives no reply.
            CriticFailed: when the draft cannot be shown to the model.
        """
        if self.model.dialect == "trace":
            return await self._examine_in_trace(prompt, draft)
        reply = await ask(
            self.model,
            with_check(prompt.messages, self._check(prompt, draft)),
            max_tokens=self.max_tokens,
            cache_key=prompt.id,
        )
        return critique_from(reply, draft, critic=self.name, version=self.version, kind=self.kind)

    def _check(self, prompt: Prompt, draft: Draft) -> str:
        answer = shown(draft.parts)
        boundary = boundary_for(self.seed, prompt.id, answer, *(message.text for message in prompt.messages))
        check = load("self_check", self.language or language_of(prompt.text))
        return check.fill(boundary=boundary, draft=quote(answer, boundary))

    async def _examine_in_trace(self, prompt: Prompt, draft: Draft) -> Critique:
        words = draft.text.split()
        # A trace has no quotation marks: a marker inside an answer would end it and let it write its own verdict.
        markers = [word for word in words if word.startswith("<") and word.endswith(">")]
        if markers:
            raise CriticFailed(f"the draft holds the marker {markers[0]!r}, which only the trace itself may write")
        trace = trace_for_feedback(prompt.text, (), " ".join(words))
        messages = (Message.of("user", trace),)
        reply = await ask(self.model, messages, max_tokens=self.max_tokens, cache_key=prompt.id)
        feedback = reply.text.strip()
        score = score_of(feedback)
        reason = None if score is not None else f"the feedback {feedback!r} ends with no verdict{cut_off(reply)}"
        return Critique(
            critic=self.name,
            version=self.version,
            kind=self.kind,
            score=score,
            reason=reason,
            text=feedback,
            usage=reply.usage,
        )
