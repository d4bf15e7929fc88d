"""Usage is read from the names that different servers give it."""

from typing import Any

import pytest

from redraft.core import Message, Request, Usage
from redraft.models import Price
from redraft.models.openai_compatible.usage import estimated_usage, usage_of
from redraft.models.openai_compatible.wire import Choice


@pytest.mark.parametrize(
    "reported",
    [
        {"prompt_tokens": 10, "completion_tokens": 3, "prompt_tokens_details": {"cached_tokens": 8}},
        {"input_tokens": 10, "output_tokens": 3, "input_tokens_details": {"cached_tokens": 8}},
        {"prompt_tokens": 10, "completion_tokens": 3, "prompt_cache_hit_tokens": 8, "prompt_cache_miss_tokens": 2},
        {"prompt_tokens": 10, "completion_tokens": 3, "cached_tokens": 8, "prompt_tokens_details": None},
        {"prompt_tokens": 10, "completion_tokens": 3, "cache_read_input_tokens": 8},
        {
            "prompt_tokens": 10.0,
            "completion_tokens": 3,
            "prompt_tokens_details": {"cached_tokens": 8, "audio_tokens": 0},
        },
    ],
    ids=["OpenAI", "OpenAI Responses", "DeepSeek", "Moonshot", "Anthropic by proxy", "floats"],
)
def test_cached_tokens_are_found_under_every_name(reported: dict[str, Any]) -> None:
    usage = usage_of(reported, seconds=0.5, price=None)
    assert usage == Usage(calls=1, prompt_tokens=10, cached_tokens=8, completion_tokens=3, seconds=0.5, usd=None)


def test_what_is_missing_or_null_counts_nothing() -> None:
    reported = {"prompt_tokens": None, "completion_tokens": 4, "prompt_tokens_details": {"cached_tokens": None}}
    assert usage_of(reported, seconds=0, price=None) == Usage(calls=1, completion_tokens=4, usd=None)


def test_a_price_makes_the_money_known() -> None:
    reported = {"prompt_tokens": 10, "completion_tokens": 3, "prompt_tokens_details": {"cached_tokens": 8}}
    usage = usage_of(reported, seconds=0, price=Price(input=1e6, cached_input=1e5, output=2e6))
    assert usage.usd == pytest.approx(2 * 1 + 8 * 0.1 + 3 * 2)


def test_an_estimate_is_priced_where_there_is_a_price() -> None:
    request = Request(messages=(Message.of("user", "x" * 41),))
    price = Price(input=1e6, output=2e6)
    usage = estimated_usage(request, [Choice(message={"content": "y" * 400})], seconds=1, price=price)
    assert usage.usd == pytest.approx(11 + 2 * usage.completion_tokens)


def test_tokens_that_are_counted_beside_the_others_are_added_to_them() -> None:
    reported = {
        "input_tokens": 5,
        "cache_read_input_tokens": 100,
        "cache_creation_input_tokens": 20,
        "output_tokens": 3,
    }
    usage = usage_of(reported, seconds=0, price=Price(input=1e6, cached_input=1e5, output=2e6))
    assert (usage.prompt_tokens, usage.cached_tokens, usage.completion_tokens) == (125, 100, 3)
    assert usage.usd == pytest.approx(25 * 1 + 100 * 0.1 + 3 * 2)


def test_no_report_makes_an_answer_cost_less_than_nothing() -> None:
    reported = {"prompt_tokens": 5, "completion_tokens": -3, "cached_tokens": 100}
    usage = usage_of(reported, seconds=0, price=Price(input=1e6, cached_input=0, output=1e6))
    assert (usage.usd, usage.completion_tokens) == (0, 0)


def test_numbers_that_are_none_count_nothing() -> None:
    reported = {"prompt_tokens": float("inf"), "completion_tokens": float("nan")}
    assert usage_of(reported, seconds=0, price=None) == Usage(calls=1, usd=None)


def test_without_a_report_tokens_are_four_characters_each_and_money_is_unknown() -> None:
    request = Request(messages=(Message.of("user", "x" * 41),))
    usage = estimated_usage(request, [Choice(message={"content": "y" * 400})], seconds=1, price=None)
    assert (usage.calls, usage.prompt_tokens, usage.usd) == (1, 11, None)
    assert usage.completion_tokens >= 100
