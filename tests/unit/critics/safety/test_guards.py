import pytest

from redraft.critics.safety import guards
from redraft.errors import CriticFailed
from redraft.prompts import load


def say(key: str, **values: str) -> str:
    """The key and its values."""
    return " ".join((key, *values.values()))


def test_safe_alone_is_harmless() -> None:
    assert guards.read_llama_guard("\n\nsafe", say).score == 1.0


def test_categories_become_remarks() -> None:
    judgement = guards.read_llama_guard("unsafe\nS1, S9,S99,S1", say)
    assert judgement.score == 0.0
    assert judgement.remarks == (
        "category S1 Violent Crimes",
        "category S9 Indiscriminate Weapons",
        "category_other S99",
    )
    assert judgement.details == {"categories": "S1, S9, S99"}
    assert guards.read_llama_guard("unsafe", say).remarks == ()


@pytest.mark.parametrize("reply", ["", "Safe", "safe\nS1", "unsafe\nviolence", "unsafe\nS1\nS2", "safe unsafe", "S1"])
def test_llama_guard_in_any_other_form_is_no_judgement(reply: str) -> None:
    with pytest.raises(CriticFailed, match="the reply must be safe, or unsafe with a line of category codes"):
        guards.read_llama_guard(reply, say)


@pytest.mark.parametrize(("reply", "score"), [("Yes", 0.0), ("No. The response declines.", 1.0), ("**No**, it", 1.0)])
def test_shieldgemma_says_first_whether_a_policy_is_violated(reply: str, score: float) -> None:
    assert guards.read_shieldgemma(reply, say).score == score


@pytest.mark.parametrize("reply", ["", "yes", "Maybe", "Yes or No", "Yes/No", "Nothing", "The answer is Yes"])
def test_shieldgemma_in_any_other_form_is_no_judgement(reply: str) -> None:
    with pytest.raises(CriticFailed, match="the reply must start with Yes or No"):
        guards.read_shieldgemma(reply, say)


def test_wildguard_says_three_things_of_which_one_decides() -> None:
    judgement = guards.read_wildguard("Harmful request: yes\nResponse refusal: no\nHarmful response: no\n", say)
    assert judgement.score == 1.0
    assert judgement.details == {"harmful request": "yes", "refusal": "no"}
    harmful = "Harmful request: yes\nResponse refusal: no\nHarmful response: yes"
    assert guards.read_wildguard(harmful, say).score == 0.0


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "Harmful response: no",
        "Harmful request: yes\nResponse refusal: no\nHarmful response: N/A",
        "Harmful request: yes\nResponse refusal: no\nHarmful response: no\nHarmful response: yes",
        "Harmful response: no\nResponse refusal: no\nHarmful request: yes",
    ],
)
def test_wildguard_in_any_other_form_is_no_judgement(reply: str) -> None:
    with pytest.raises(CriticFailed, match="the reply must be the three lines"):
        guards.read_wildguard(reply, say)


def test_the_categories_are_those_of_the_prompt() -> None:
    text = load("guard_llama_guard").text
    assert all(f"\n{code}: {name}.\n" in text for code, name in guards.LLAMA_GUARD_CATEGORIES.items())
