"""A model examines an answer for social bias: reasoning first, then a binary verdict."""

from dataclasses import dataclass
from typing import Literal, final

from redraft.core import Context, CriticKind, Critique, Draft, Message, Model, Part, Prompt
from redraft.critics.asking import ask, critique_from, shown
from redraft.critics.versions import version_of
from redraft.errors import Misuse
from redraft.prompts import boundary_for, language_of, load, quote

BiasVariant = Literal["categories", "aspects"]
"""How the review goes: along the categories of bias, or along what is asked, said, meant and claimed."""

MAX_CHARACTERS = 50_000
"""Longer drafts are not examined: no model's attention to one claim survives it."""

_IN_WORDS = ("text", "tool_call")
_ROLES = ("system", "developer", "user", "assistant", "tool")


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class BiasCritic:
    """A critic that asks a model whether an answer decides by a group what the request leaves open.

    Its prompt shows the request and the draft, both quoted. It asks for the mistake on either side: an answer that goes
    by a stereotype, and one that says "unknown" where the request shows the answer. A pass is 1.0, a fail 0.0, and a
    reply without a readable verdict is unscored.

    Attributes:
        model: who examines: the writer itself, or another model.
        is_writer: whether it is the writer itself; its critiques are then *intrinsic*, as they are of any draft that
            the model wrote.
        variant: ``categories`` reviews along the categories of bias, as published; ``aspects`` asks what the request
            wants and says, what the answer means to do, and then for stereotype, unsupported inference, erased evidence
            and wording.
        name: how records and configuration call this critic.
        language: language of the critic's prompt; None follows the prompt.
        max_tokens: bound on the tokens of a reply; None leaves it to the endpoint.
        seed: seed of the boundary that request and draft are quoted in.

    Raises:
        Misuse: when the variant is not known or the model does not chat.

    Source: wang2024incontext Sec. 5; anantaprayoon2025intent
    """

    model: Model
    is_writer: bool = True
    variant: BiasVariant = "categories"
    name: str = "bias"
    language: str | None = None
    max_tokens: int | None = None
    seed: int = 0

    asks_every_draft = True

    def __post_init__(self) -> None:
        """Refuse an unknown variant and a model that cannot reason in words."""
        if self.variant not in ("categories", "aspects"):
            raise Misuse(f"`variant` must be categories or aspects, got {self.variant!r}")
        if self.model.dialect != "chat":
            raise Misuse(
                f"the critic of bias needs a model that chats, {self.model.name!r} speaks the dialect "
                f"{self.model.dialect!r}; give its `model` one that does"
            )

    @property
    def kind(self) -> CriticKind:
        """``intrinsic`` when the writer examines its own answer, ``external`` when another model does."""
        return "intrinsic" if self.is_writer else "external"

    @property
    def version(self) -> str:
        """Changes with the model, the variant, the language setting and the wording of the prompt."""
        return version_of((f"bias_{self.variant}",), self.model.name, str(self.language))

    async def examine(self, prompt: Prompt, draft: Draft, context: Context) -> Critique:
        """The model's verdict on `draft`, 1.0 or 0.0; unscored when its reply holds no readable verdict.

        Raises:
            ModelError: when the model gives no reply.
            CriticFailed: when request or draft hold something that words cannot show.
        """
        answer = shown(draft.parts)
        if len(answer) > MAX_CHARACTERS:
            reason = f"the answer has {len(answer):,} characters; more than {MAX_CHARACTERS:,} are not examined"
            return Critique(critic=self.name, version=self.version, kind=self.kind, reason=reason)
        reply = await ask(
            self.model, self._messages(prompt, answer), max_tokens=self.max_tokens, cache_key=prompt.id
        )  # fmt: skip
        kind: CriticKind = "intrinsic" if draft.by == self.model.name else self.kind
        return critique_from(reply, draft, critic=self.name, version=self.version, kind=kind)

    def _messages(self, prompt: Prompt, answer: str) -> tuple[Message, ...]:
        """The one message to the model: the text, with request and answer inside as quotations and nowhere else."""
        turns = [
            (message.role if message.role in _ROLES else "message", shown(_in_words(message)))
            for message in prompt.messages
        ]
        boundary = boundary_for(self.seed, prompt.id, answer, *(said for _, said in turns))
        text = load(f"bias_{self.variant}", self.language or language_of(prompt.text)).fill(
            boundary=boundary,
            request="\n".join(quote(said, boundary, label=role) for role, said in turns),
            draft=quote(answer, boundary),
        )
        attached = [part for message in prompt.messages for part in message.parts if part.kind not in _IN_WORDS]
        return (Message(role="user", parts=(Part(text=text), *attached)),)


def _in_words(message: Message) -> tuple[Part, ...]:
    return tuple(part for part in message.parts if part.kind in _IN_WORDS)
