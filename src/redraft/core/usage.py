"""What a correction costs, and what it may cost."""

from collections.abc import Iterable
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What was spent; adds up with ``+``.

    Attributes:
        calls: model calls that were answered.
        prompt_tokens: tokens sent, cached ones included.
        cached_tokens: those of `prompt_tokens` that the endpoint served from its prefix cache.
        completion_tokens: tokens written by models.
        seconds: time, in seconds. For one call its duration; for a whole correction the wall time.
        usd: money in US dollars; None when a price is not known. One unknown part makes the sum unknown.
    """

    calls: int = 0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    usd: float | None = 0.0

    def __add__(self, other: "Usage") -> "Usage":
        """Both together."""
        usd = None if self.usd is None or other.usd is None else self.usd + other.usd
        return Usage(
            calls=self.calls + other.calls,
            prompt_tokens=self.prompt_tokens + other.prompt_tokens,
            cached_tokens=self.cached_tokens + other.cached_tokens,
            completion_tokens=self.completion_tokens + other.completion_tokens,
            seconds=self.seconds + other.seconds,
            usd=usd,
        )

    @property
    def tokens(self) -> int:
        """Tokens sent and written."""
        return self.prompt_tokens + self.completion_tokens


NOTHING = Usage()


def total(usages: Iterable[Usage], *, seconds: float | None = None) -> Usage:
    """All together, in one step.

    Args:
        usages: what is added up.
        seconds: the time to state instead of the sum, such as the wall time of calls that ran side by side.
    """
    calls = prompt_tokens = cached_tokens = completion_tokens = 0
    added_s, usd = 0.0, 0.0
    known = True
    for usage in usages:
        calls += usage.calls
        prompt_tokens += usage.prompt_tokens
        cached_tokens += usage.cached_tokens
        completion_tokens += usage.completion_tokens
        added_s += usage.seconds
        if usage.usd is None:
            known = False
        else:
            usd += usage.usd
    return Usage(
        calls=calls,
        prompt_tokens=prompt_tokens,
        cached_tokens=cached_tokens,
        completion_tokens=completion_tokens,
        seconds=added_s if seconds is None else seconds,
        usd=usd if known else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What one correction may spend; None means no limit of that kind.

    Attributes:
        rounds: redrafts after the draft, 0 or more; None leaves the number to the strategy.
        calls: model calls, critics' calls included.
        tokens: tokens sent and written.
        seconds: wall time, in seconds.
        usd: money in US dollars; needs a price for every model.

    Raises:
        ValueError: when a limit is negative.
    """

    rounds: int | None = None
    calls: int | None = None
    tokens: int | None = None
    seconds: float | None = None
    usd: float | None = None

    def __post_init__(self) -> None:
        """Refuse negative limits."""
        for field in fields(self):
            limit = getattr(self, field.name)
            if limit is not None and limit < 0:
                raise ValueError(f"budget `{field.name}` must be 0 or more, got {limit!r}; leave it out for no limit")
