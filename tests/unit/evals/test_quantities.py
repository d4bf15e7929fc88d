"""One number is read out of what an answer says, or none; what could be read in two ways is not read."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.evals.quantities import Quantity, last_quantity, quantities, stated_quantity


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("10^2", 100),
        ("2^{-1}", Fraction(1, 2)),
        ("4²", 16),
        ("-3^2", -9),
        ("1 1/2", Fraction(3, 2)),
        (r"1\frac{1}{2}", Fraction(3, 2)),
        (r"-\frac{1}{2}", Fraction(-1, 2)),
        (r"\frac12", Fraction(1, 2)),
        ("1¾ cups", Fraction(7, 4)),
        ("3 × 10^8 m/s", 300_000_000),
        ("2.5e-3", Fraction(1, 400)),
        ("minus 5", -5),
        ("12 345 678", 12_345_678),
        ("42 m²", 42),
        (r"4 \times 10^{2} \, \text{erg/s}", 400),
        ("42     \t km", 42),
    ],
)
def test_powers_fractions_and_thousands_are_worked_out_exactly(said: str, value: Fraction) -> None:
    found = stated_quantity(said)
    assert found is not None and found.value == value


def test_whether_digits_alone_were_written_is_told() -> None:
    assert stated_quantity("1,234 eggs") == Quantity(Fraction(1234), is_plain=True)
    assert stated_quantity("10^2") == Quantity(Fraction(100), is_plain=False)
    assert stated_quantity("1/2") == Quantity(Fraction(1, 2), is_plain=False)


@pytest.mark.parametrize("said", ["1/0", "0^-1", "10^999", "2e9999", "84/2", "", "no number", "9" * 61 + "/" + "9"])
def test_what_is_no_number_of_use_is_none(said: str) -> None:
    assert stated_quantity(said) is None


def test_the_last_number_is_read_in_its_own_clause() -> None:
    assert last_quantity("He does not eat 3 of 21, so 18 remain.") == Quantity(Fraction(18), is_plain=True)
    assert last_quantity("So there are not 18.") is None
    assert last_quantity("- 18 eggs") == last_quantity("18") != last_quantity("-18")


@given(st.text(alphabet="0123456789.,/^*-+=()[]{}$ \\fracxorntm²½!", max_size=60))
def test_whatever_is_said_a_number_that_is_read_stands_in_it(said: str) -> None:
    for found in (stated_quantity(said), last_quantity(said)):
        assert found is None or any(character.isdigit() or character == "½" for character in said)
    assert all(isinstance(value, Fraction) for value in quantities(said))
