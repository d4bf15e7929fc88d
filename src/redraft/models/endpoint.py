"""What is known of a model before it is opened: where it answers, what it costs, how patient to be."""

from dataclasses import dataclass

from redraft.core import Usage
from redraft.errors import Misuse


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What an endpoint charges, in US dollars for a million tokens.

    Attributes:
        input: for tokens sent.
        output: for tokens written.
        cached_input: for those of the tokens sent that the endpoint served from its prefix cache; None when they cost
            the same.
    """

    input: float
    output: float
    cached_input: float | None = None

    def __post_init__(self) -> None:
        """Refuse negative prices."""
        for name in ("input", "output", "cached_input"):
            value = getattr(self, name)
            if value is not None and value < 0:
                raise Misuse(f"price `{name}` must be 0 or more US dollars per million tokens, got {value!r}")

    def usd(self, usage: Usage) -> float:
        """What the tokens of `usage` cost, in US dollars."""
        cached = self.input if self.cached_input is None else self.cached_input
        # A server that counts its cached tokens apart must not make an answer cost less than nothing.
        fresh = max(0, usage.prompt_tokens - usage.cached_tokens) * self.input
        return (fresh + usage.cached_tokens * cached + usage.completion_tokens * self.output) / 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSettings:
    """One model, as a ``[models.NAME]`` table of redraft.toml or a model string describes it.

    Attributes:
        model: ``openai/NAME``, ``http(s)://host/v1#NAME``, ``embedded``, ``ct2:FOLDER``, or a bare name beside
            `base_url`.
        base_url: address of an OpenAI-compatible endpoint, up to and including ``/v1``; None takes it from `model`.
        api_key_env: name of the environment variable that holds the key; None for ``OPENAI_API_KEY``, which is sent to
            OpenAI and to ``OPENAI_BASE_URL`` only, and to no other host.
        price: what it charges; None when not known, which makes every `Usage.usd` unknown.
        max_concurrency: requests in flight at once at this endpoint, at least 1.
        connect_timeout_s: seconds to wait for a connection.
        timeout_s: seconds to wait for a whole answer.
        idle_timeout_s: seconds to wait between two chunks of a stream.
        window_tokens: tokens that prompt and answer may have together; None when not known.
        retries: further tries after a failed one, 0 or more.
        streaming: ask for answers as a stream, so that a silent endpoint is noticed after `idle_timeout_s`.
    """

    model: str
    base_url: str | None = None
    api_key_env: str | None = None
    price: Price | None = None
    max_concurrency: int = 64
    connect_timeout_s: float = 10.0
    timeout_s: float = 600.0
    idle_timeout_s: float = 120.0
    window_tokens: int | None = None
    retries: int = 4
    streaming: bool = False

    def __post_init__(self) -> None:
        """Refuse values that cannot work."""
        for name in ("connect_timeout_s", "timeout_s", "idle_timeout_s"):
            if not getattr(self, name) > 0:
                raise Misuse(f"`{name}` must be more than 0 seconds, got {getattr(self, name)!r}")
        for name, least in (("max_concurrency", 1), ("window_tokens", 1), ("retries", 0)):
            value = getattr(self, name)
            if value is not None and value < least:
                raise Misuse(f"`{name}` must be {least} or more, got {value!r}")
