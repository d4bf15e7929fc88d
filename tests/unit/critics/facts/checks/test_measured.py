"""Units, those of the shared table and others."""

from fractions import Fraction

import pytest

from redraft.critics.facts.checks.measured import scale_after, scale_before
from redraft.critics.facts.checks.words import words_of


@pytest.mark.parametrize(
    ("text", "dimension", "n_words"),
    [("km", "length", 1), ("km/h", "speed", 3), ("miles per hour", "speed", 3), ("mph", "speed", 1),
     ("°C", "temperature", 2),
     ("degrees Fahrenheit", "temperature", 2), ("m²", "area", 1), ("square miles", "area", 2),
     ("cubic feet", "space", 2),
     ("metric tons", "mass", 2), ("light years", "length", 2), ("kWh", None, 0), ("apples", None, 0), ("c", None, 0)],
)  # fmt: skip
def test_a_unit_is_known_with_its_length(text: str, dimension: str | None, n_words: int) -> None:
    scale = scale_after(words_of(text), 0)
    assert (None if scale is None else scale.dimension) == dimension
    assert n_words == (0 if scale is None else scale.n_words)


def test_temperatures_have_a_zero_of_their_own() -> None:
    kelvin, fahrenheit = scale_after(words_of("kelvin"), 0), scale_after(words_of("°F"), 0)
    assert kelvin is not None
    assert fahrenheit is not None
    assert kelvin.in_base(Fraction("273.15")) == fahrenheit.in_base(Fraction(32)) == 0


def test_a_currency_stands_before_its_number() -> None:
    euro, dollar = scale_before(words_of("€ 5"), 1), scale_before(words_of("$ 5"), 1)
    assert euro is not None
    assert dollar is not None
    assert euro.dimension != dollar.dimension
    assert scale_before(words_of("5"), 0) is None
