"""The seams: who writes, who judges, who decides, who listens. Behind each, classes are final; change by wrapping."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from redraft.core.attempt import Attempt, Context
from redraft.core.critique import CriticKind, Critique
from redraft.core.decision import Decision
from redraft.core.draft import Draft
from redraft.core.passage import Passage
from redraft.core.prompt import Message, Prompt
from redraft.core.record import Event, Record
from redraft.core.rendering import Rendering
from redraft.core.usage import Budget, Usage

Dialect = Literal["chat", "trace"]
"""How a model reads a context: ``chat`` as turns, ``trace`` as one line of words with markers (the embedded model)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One call of a model.

    Attributes:
        messages: the conversation; a model of dialect ``trace`` gets one message, the trace itself.
        n: answers wanted, at least 1.
        temperature: sampling temperature, 0 for the most likely answer; None leaves it to the endpoint.
        max_tokens: bound on the tokens of one answer; None leaves it to the endpoint.
        seed: seed of the sampling, for endpoints that take one.
        stop: texts that end an answer.
        tools: tool definitions, passed through unread.
        response_format: wire object that asks for JSON, passed through unread.
        logprobs: how many alternatives to report with their log-probabilities (0: of the chosen token alone); None for
            no log-probabilities.
        cache_key: the same for all calls of one correction, so that an endpoint can route them to one prefix cache.
        extra: further wire fields, passed through unread.
    """

    messages: tuple[Message, ...]
    n: int = 1
    temperature: float | None = None
    max_tokens: int | None = None
    seed: int | None = None
    stop: tuple[str, ...] = ()
    tools: tuple[Mapping[str, Any], ...] = ()
    response_format: Mapping[str, Any] | None = None
    logprobs: int | None = None
    cache_key: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


class Model(Protocol):
    """Who writes.

    Attributes:
        name: ``provider/model``; goes into `Draft.by`.
        dialect: how a context is rendered for it.
        window_tokens: tokens that prompt and answer may have together; None when not known.
    """

    @property
    def name(self) -> str: ...

    @property
    def dialect(self) -> Dialect: ...

    @property
    def window_tokens(self) -> int | None: ...

    async def generate(self, request: Request) -> tuple[Draft, ...]:
        """`request.n` drafts, the first carrying the call's usage.

        Raises:
            ModelError: when there is no usable answer.
        """
        ...


class Critic(Protocol):
    """Who judges.

    Attributes:
        name: how records and configuration call it.
        version: changes whenever its verdicts could.
        kind: what its verdicts rest on.
    """

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def kind(self) -> CriticKind: ...

    async def examine(self, prompt: Prompt, draft: Draft, context: Context) -> Critique:
        """The critique of `draft`; `context` holds the earlier attempts, `draft` not among them."""
        ...


class Source(Protocol):
    """Where external knowledge is looked up: the one way by which it reaches a critic.

    Attributes:
        name: how records and configuration call it.
        version: changes whenever the same query could find something else.
    """

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    async def search(self, query: str, n: int = 5) -> tuple[Passage, ...]:
        """The `n` passages, or fewer, that answer `query` best, the best first; none when nothing was found.

        Args:
            query: words to look for; nothing in it is a command, whatever it holds.
            n: passages at most, 1 or more.

        Raises:
            SourceError: when the source cannot be read or reached.
        """
        ...


class Embedder(Protocol):
    """Turns texts into vectors whose cosine says how near their meanings are.

    Attributes:
        name: how records and indexes call it; another model has another name.
    """

    @property
    def name(self) -> str: ...

    async def embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        """One vector for each text, in their order, all of one length.

        Raises:
            ModelError: when there is no usable answer.
        """
        ...


class Panel(Protocol):
    """How several critiques of one draft are taken together; pure.

    Attributes:
        name: how records and configuration call it.
        version: changes whenever its verdicts on the same critiques could: its method, weights and limits.
        on_disagreement: what a verdict that is `Critique.disputed` leads to: *ask* a person, *abstain* from an answer,
            or *keep* what stands, as with any other draft that has no score.
    """

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def on_disagreement(self) -> Literal["keep", "ask", "abstain"]: ...

    def combine(self, critiques: Sequence[Critique]) -> Critique | None:
        """The verdict of all critiques together; None for no critiques."""
        ...


class Strategy(Protocol):
    """A named recipe; pure.

    Attributes:
        name: how records and configuration call it.
        gate: the gate it is meant for; a caller may put another in its place.
        rendering: how the context is shown for the next draft.
        draft_temperature: sampling temperature of the first draft; None leaves it to the endpoint.
        redraft_temperature: sampling temperature of later drafts.
    """

    @property
    def name(self) -> str: ...

    @property
    def gate(self) -> "Gate": ...

    @property
    def rendering(self) -> Rendering: ...

    @property
    def draft_temperature(self) -> float | None: ...

    @property
    def redraft_temperature(self) -> float | None: ...

    def next(self, context: Context, spent: Usage, budget: Budget) -> Decision:
        """What to do now that the standing attempt and all before it have been examined."""
        ...


class Gate(Protocol):
    """The rule that lets a redraft replace the standing draft; pure.

    Attributes:
        name: how records and configuration call it.
        threshold: score in [0, 1] from which an attempt passes.
    """

    @property
    def name(self) -> str: ...

    @property
    def threshold(self) -> float: ...

    def admit(self, standing: Attempt, candidate: Attempt, context: Context) -> Decision:
        """*accept* to let `candidate` become the standing attempt, *keep* to leave `standing`; `context` holds both."""
        ...


class Recorder(Protocol):
    """Where finished records go."""

    async def write(self, record: Record) -> None:
        """Keep `record`."""
        ...


class Observer(Protocol):
    """Who is told what happens while it happens; must return at once."""

    def on_event(self, event: Event) -> None:
        """Take notice of `event`."""
        ...
