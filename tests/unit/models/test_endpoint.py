"""Settings of a model are checked at the door, with the key and the value in the message."""

import math

import pytest

from redraft.core import Usage
from redraft.errors import Misuse, SettingsError
from redraft.models import ModelSettings, Price, settings_from


def test_a_table_becomes_settings() -> None:
    table = {
        "model": "small",
        "base_url": "http://localhost:8000/v1",
        "api_key_env": "MY_KEY",
        "price": {"input": 1, "output": 4.5, "cached_input": 0.25},
        "max_concurrency": 8,
        "timeout_s": 30,
    }
    settings = settings_from(table)
    assert settings == ModelSettings(
        model="small",
        base_url="http://localhost:8000/v1",
        api_key_env="MY_KEY",
        price=Price(input=1, output=4.5, cached_input=0.25),
        max_concurrency=8,
        timeout_s=30,
    )


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"model": "m", "modle": 3}, r"\[models\]: unknown key `modle` = 3; known are api_key_env, base_url"),
        ({"model": "m", "price": {"input": 1, "outptu": 2}}, r"unknown key `price.outptu` = 2; known are cached_input"),
        ({"base_url": "http://h/v1"}, r"missing required field `model`"),
        ({"model": "m", "price": {"input": 1}}, r"missing required field `output` - at `\$.price`"),
        ({"model": "m", "retries": "four"}, r"Expected `int`, got `str` - at `\$.retries`.*'four'"),
        ({"model": "m", "price": 3}, r"Expected `object \| null`, got `int` - at `\$.price`"),
        ({"model": "m", "timeout_s": 0}, r"`timeout_s` must be more than 0 seconds, got 0"),
    ],
)
def test_a_wrong_table_is_named_with_key_and_value(table: dict[str, object], message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        settings_from(table)


def test_the_place_of_the_table_stands_in_the_message() -> None:
    with pytest.raises(SettingsError, match=r"^redraft.toml \[models.fast\]: unknown key `x`"):
        settings_from({"model": "m", "x": 1}, where="redraft.toml [models.fast]")


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
