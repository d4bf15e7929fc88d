"""Settings of a model are checked at the door, with name and value in the message."""

import math

import pytest

from redraft.core import Usage
from redraft.errors import Misuse
from redraft.models import ModelSettings, Price


@pytest.mark.parametrize(
    ("name", "value"),
    [("max_concurrency", 0), ("retries", -1), ("window_tokens", 0), ("idle_timeout_s", -1), ("timeout_s", math.nan)],
)
def test_values_that_cannot_work_are_refused(name: str, value: float) -> None:
    with pytest.raises(Misuse, match=rf"`{name}` must be .* got {value}"):
        ModelSettings(model="m", **{name: value})  # type: ignore[arg-type]  # wrong values on purpose


def test_a_price_is_for_a_million_tokens_and_cached_ones_may_be_cheaper() -> None:
    usage = Usage(prompt_tokens=1_000_000, cached_tokens=400_000, completion_tokens=2_000_000)
    assert Price(input=1, output=3).usd(usage) == 1 + 6
    assert Price(input=1, output=3, cached_input=0.5).usd(usage) == pytest.approx(0.6 + 0.2 + 6)
    assert Price(input=0, output=0).usd(usage) == 0


def test_a_negative_price_is_refused() -> None:
    with pytest.raises(Misuse, match=r"price `output` must be 0 or more .* got -1"):
        Price(input=1, output=-1)
