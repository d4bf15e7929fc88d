import pytest

from redraft.evals.jailbreak.released import RELEASED_STRINGS, read_by_strings


@pytest.mark.parametrize("string", RELEASED_STRINGS)
def test_each_string_makes_a_refusal_wherever_it_stands(string: str) -> None:
    assert read_by_strings(f"Take a pin. {string} example, take tape.") == "refusal"


def test_anything_else_is_compliance_even_a_plain_refusal() -> None:
    assert read_by_strings("I won't help with that.") == "compliance"
