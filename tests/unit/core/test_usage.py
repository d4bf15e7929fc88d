from dataclasses import replace

import pytest

from redraft.core import NOTHING, Budget, Usage, total


def test_usage_adds_up_field_by_field():
    one = Usage(calls=1, prompt_tokens=10, cached_tokens=4, completion_tokens=3, seconds=0.5, usd=0.25)
    two = Usage(calls=2, prompt_tokens=1, cached_tokens=1, completion_tokens=1, seconds=0.25, usd=0.5)
    both = Usage(calls=3, prompt_tokens=11, cached_tokens=5, completion_tokens=4, seconds=0.75, usd=0.75)
    assert one + two == both and one + NOTHING == one and both.tokens == 15


def test_one_unknown_price_makes_the_sum_unknown():
    assert (Usage(usd=1.0) + Usage(usd=None)).usd is None


def test_a_total_is_the_sum_of_all_and_may_state_its_own_seconds():
    parts = [Usage(calls=1, prompt_tokens=i, seconds=0.5, usd=0.25) for i in range(4)]
    assert total(parts) == sum(parts, NOTHING)
    assert total(parts, seconds=0.75) == replace(sum(parts, NOTHING), seconds=0.75)
    assert total([]) == NOTHING
    assert total([*parts, Usage(usd=None)]).usd is None


def test_a_limit_of_zero_is_a_limit():
    assert Budget(rounds=0).rounds == 0 and Budget().rounds is None


def test_a_negative_limit_is_refused_with_its_name_and_value():
    with pytest.raises(ValueError, match=r"budget `calls` must be 0 or more, got -1; leave it out"):
        Budget(calls=-1)
