"""What a call cost, read from the many names that servers give it."""

from collections.abc import Mapping
from dataclasses import replace
from math import isfinite
from typing import Any

from redraft.core import Request, Usage
from redraft.models.endpoint import Price
from redraft.models.openai_compatible.wire import Choice

# OpenAI's name first; then those of its Responses API and Anthropic, DeepSeek, Moonshot.
_SENT = ("prompt_tokens", "input_tokens")
_WRITTEN = ("completion_tokens", "output_tokens")
_CACHED = ("prompt_cache_hit_tokens", "cached_tokens", "cache_read_input_tokens", "num_cached_tokens")

_BESIDE = ("cache_read_input_tokens", "cache_creation_input_tokens")

_CHARACTERS_PER_TOKEN = 4  # of English text, in the common tokenizers


def usage_of(reported: Mapping[str, Any], *, seconds: float, price: Price | None) -> Usage:
    """The usage of one call.

    Args:
        reported: the reply's ``usage``.
        seconds: how long the call took.
        price: what the endpoint charges; None when not known.
    """
    prompt_tokens = _first(reported, _SENT)
    if "prompt_tokens" not in reported:
        # Anthropic counts what it served from its cache, or put there, beside `input_tokens` and not in them.
        prompt_tokens += sum(_first(reported, (name,)) for name in _BESIDE)
    details = reported.get("prompt_tokens_details") or reported.get("input_tokens_details")
    cached = _first(details, ("cached_tokens",)) if isinstance(details, Mapping) else 0
    usage = Usage(
        calls=1,
        prompt_tokens=prompt_tokens,
        cached_tokens=cached or _first(reported, _CACHED),
        completion_tokens=_first(reported, _WRITTEN),
        seconds=seconds,
        usd=None,
    )
    return _priced(usage, price)


def estimated_usage(request: Request, choices: list[Choice], *, seconds: float, price: Price | None) -> Usage:
    """The usage of a call whose endpoint reports none: tokens at four characters each, and what these would cost.

    An estimate keeps a budget meaningful, where 0 would let it run for ever.

    Args:
        request: what was asked.
        choices: what came back.
        seconds: how long the call took.
        price: what the endpoint charges; None when not known.
    """
    sent = sum(len(message.text) for message in request.messages)
    written = sum(len(str(choice.message)) for choice in choices)
    usage = Usage(
        calls=1,
        prompt_tokens=-(-sent // _CHARACTERS_PER_TOKEN),
        completion_tokens=-(-written // _CHARACTERS_PER_TOKEN),
        seconds=seconds,
        usd=None,
    )
    return _priced(usage, price)


def _priced(usage: Usage, price: Price | None) -> Usage:
    return usage if price is None else replace(usage, usd=price.usd(usage))


def _first(reported: Mapping[str, Any], names: tuple[str, ...]) -> int:
    for name in names:
        value = reported.get(name)
        if isinstance(value, int | float) and isfinite(value):
            return max(0, int(value))
    return 0
