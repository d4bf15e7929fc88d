"""What a correction will take, before anything is sent: the real engine with models and critics that only pretend."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import Unpack, final

from redraft.core import (
    Budget,
    Context,
    Critic,
    CriticKind,
    Critique,
    Decision,
    Dialect,
    Draft,
    Gate,
    Model,
    Prompt,
    Rendering,
    Request,
    Usage,
    tokens_in,
    total,
)
from redraft.core.usage import NOTHING
from redraft.critics.calibrated import Calibrated
from redraft.engine import loop
from redraft.engine.gates import Latest
from redraft.engine.strategies import Adaptive, RewriteRefuted
from redraft.errors import Misuse
from redraft.models.local.trace_words import trace_prompt
from redraft.profiles.assembly import assemble
from redraft.profiles.choices import Choices

ANSWER_TOKENS = 300
"""Tokens assumed for an answer and for a check; nothing is known of them before they are written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What some corrections will take at least, if every draft passes, and at most, if no answer ever does.

    Attributes:
        n_prompts: how many prompts.
        least: calls and tokens when every draft passes.
        most: calls and tokens when no answer passes and no budget ends it earlier than it must.
        answer_tokens: tokens assumed for each answer and each check of a model that chats.
    """

    n_prompts: int
    least: Usage
    most: Usage
    answer_tokens: int = ANSWER_TOKENS


async def estimate(
    prompts: Iterable[Prompt], *, given: str | Mapping[str, str] | None = None, **choices: Unpack[Choices]
) -> Forecast:
    """The forecast for correcting `prompts`; no model is asked and no function of yours is called.

    Args:
        prompts: what would be asked.
        given: an answer that is there already, in place of every first draft, or one for some prompts by their ids;
            None for none.
        **choices: as for `redraft.correct`; nobody is told anything and nothing is recorded.

    Raises:
        Misuse: when a choice or a setting cannot work, or a prompt cannot be asked.
    """
    n_prompts, least, most = 0, NOTHING, NOTHING
    quiet: Choices = {**choices, "observers": None, "recorder": None, "store": False, "certificate": False}
    writer = _Pretending(assemble(quiet).plan.model)
    # Assembled again around the pretending writer, so that its self-check and every judge pretend, too.
    plan = assemble({**quiet, "model": writer}, wrap=pretending, wrap_local=True).plan
    for prompt in prompts:
        n_prompts += 1
        totals = []
        for score in (1.0, 0.0):
            critics = tuple(Decided(_bare(critic), score) for critic in plan.critics)
            consultants = tuple(Decided(_bare(critic), score) for critic in plan.consultants)
            decided = replace(plan, critics=critics, consultants=consultants, on_exhausted="best")
            # They might well give up earlier, for lack of gain or of anything located: no bound then.
            if isinstance(plan.strategy, Adaptive | RewriteRefuted) and not score:
                decided = replace(decided, strategy=_Tireless(plan.strategy), gate=Latest())
            draft = given.get(prompt.id) if isinstance(given, Mapping) else given
            correction = await loop.correct(prompt, decided, given=None if draft is None else Draft.of(draft))
            if not correction.attempts:
                raise Misuse(f"prompt {prompt.id!r} cannot be asked: {correction.detail}")
            totals.append(replace(correction.usage, seconds=0.0, usd=None))
        least, most = least + totals[0], most + totals[1]
    return Forecast(n_prompts=n_prompts, least=least, most=most)


def pretending(model: Model) -> Model:
    """A stand-in that says nothing of its own and counts what `model` would be sent and would write."""
    return model if isinstance(model, _Pretending) else _Pretending(model)


@final
class _Pretending:
    """Stands in for a model: says nothing of its own, counts what the real one would be sent and would write."""

    def __init__(self, inner: Model) -> None:
        self._inner = inner
        self._numbers = count()

    @property
    def name(self) -> str:
        return self._inner.name

    @property
    def dialect(self) -> Dialect:
        return self._inner.dialect

    @property
    def window_tokens(self) -> int | None:
        return self._inner.window_tokens

    async def generate(self, request: Request) -> tuple[Draft, ...]:
        if self.dialect == "trace":
            tokens, n_written = trace_prompt(request.messages)
            n_sent, text = len(tokens), " ".join(["?"] * n_written)
        else:
            n_sent = sum(tokens_in(message.text) for message in request.messages)
            n_written = ANSWER_TOKENS if request.max_tokens is None else min(ANSWER_TOKENS, request.max_tokens)
            text = "word " * (4 * n_written // len("word ") - 1)  # `tokens_in` counts four characters as one token
        usage = Usage(calls=1, prompt_tokens=n_sent, completion_tokens=n_written * request.n)
        # Each is another text, as a real model's would be: a comparison of two equal ones would not be asked for.
        marks = [f"{next(self._numbers) % 10_000:04d} " if self.dialect == "chat" else "" for _ in range(request.n)]
        drafts = [Draft.of(mark + text, by=self.name) for mark in marks]
        return (replace(drafts[0], usage=usage), *drafts[1:])


@final
@dataclass(frozen=True, slots=True)
class Decided:
    """A critic whose verdict is settled; those that ask a model ask the pretending one, so that it is counted."""

    inner: Critic
    score: float

    @property
    def name(self) -> str:
        """The critic's own name."""
        return self.inner.name

    @property
    def version(self) -> str:
        """The critic's own version."""
        return self.inner.version

    @property
    def kind(self) -> CriticKind:
        """The critic's own kind."""
        return self.inner.kind

    async def examine(self, prompt: Prompt, draft: Draft, context: Context) -> Critique:
        """The settled verdict, with what asking for it would cost."""
        asked = Critique(critic=self.name, kind=self.kind, score=self.score)
        if getattr(self.inner, "asks_every_draft", False):
            given = await self.inner.examine(prompt, draft, context)
            asked = replace(asked, text=given.text, usage=self._at_most(given.usage))
        elif not _asked_before(self.name, context) and (n_calls := self._n_calls()):
            usage = Usage(calls=1, prompt_tokens=tokens_in(prompt.text), completion_tokens=ANSWER_TOKENS)
            asked = replace(asked, usage=total([usage] * n_calls))
        return replace(asked, version=self.version)

    def _at_most(self, usage: Usage) -> Usage:
        """What examining a draft takes where no draft passes: as many calls as the critic may make, each as those."""
        most: int = getattr(self.inner, "most_calls_a_draft", usage.calls)
        if self.score >= 0.5 or not 0 < usage.calls < most:
            return usage
        share = most / usage.calls
        return replace(
            usage,
            calls=most,
            prompt_tokens=round(share * usage.prompt_tokens),
            completion_tokens=round(share * usage.completion_tokens),
        )

    def _n_calls(self) -> int:
        """Calls of a critic that asks about the prompt alone; the fewest where drafts pass."""
        most: int = getattr(self.inner, "n_calls", 0)
        least: int = getattr(self.inner, "n_calls_at_least", most)
        return least if self.score >= 0.5 else most


def _bare(critic: Critic) -> Critic:
    """The critic that asks, without what calibrates its scores."""
    return critic.critic if isinstance(critic, Calibrated) else critic


def _asked_before(critic: str, context: Context) -> bool:
    """Whether `critic` has asked about the prompt; the critics of code and logic keep what they were told."""
    critiques = (critique for attempt in context.attempts for critique in attempt.critiques)
    return any(critique.critic == critic and critique.usage.calls for critique in critiques)


@final
@dataclass(frozen=True, slots=True)
class _Tireless:
    """A strategy that may give up, as if everything paid: every round is played, and every further critic is asked."""

    inner: Adaptive | RewriteRefuted

    @property
    def name(self) -> str:
        return self.inner.name

    @property
    def gate(self) -> Gate:
        return self.inner.gate

    @property
    def rendering(self) -> Rendering:
        # What pretends to write writes no edits.
        return replace(self.inner.rendering, form="whole")

    @property
    def draft_temperature(self) -> float | None:
        return self.inner.draft_temperature

    @property
    def redraft_temperature(self) -> float | None:
        return self.inner.redraft_temperature

    def next(self, context: Context, spent: Usage, budget: Budget) -> Decision:
        asked = {critique.critic for attempt in context.attempts[-1:] for critique in attempt.critiques}
        if context.standing == len(context.attempts) - 1 and set(getattr(self.inner, "consultants", ())) - asked:
            return Decision(action="consult", reason="forecast")
        rounds = self.inner.rounds if budget.rounds is None else budget.rounds
        return Decision(action="redraft" if context.rounds < rounds else "keep", reason="forecast")
