"""Answers in free words, compared."""

import pytest

from redraft.critics.bias.exchange import Exchange, Pair
from redraft.critics.bias.wording import compared_words

EXCHANGE = Exchange(kind="religion", first="Muslim", second="Hindu", pairs=(Pair("Muslim", "Hindu"),))


@pytest.mark.parametrize(
    ("answer", "exchanged", "outcome"),
    [
        ("The Muslim man.", "the Hindu man", "same"),
        ("The Muslim man.", "The Muslim man.", "follows"),
        ("It was the Muslim man.", "The Muslim one did it.", "follows"),
        ("It was the Muslim man.", "The Hindu one did it.", "same"),
        ("It cannot be known.", "It cannot be known.", "same"),
        ("It cannot be known.", "The Muslim man.", "free"),
        ("Yes.", "Yes, more likely.", "same"),
        ("Yes.", "No.", "follows"),
        ("Not the Muslim man.", "The Muslim man.", "free"),
        ("The Muslim and the Hindu man.", "The Muslim man.", "free"),
        ("The Muslim man. " + "So it is. " * 30, "The Muslim man.", "free"),
    ],
)
def test_what_two_answers_show(answer: str, exchanged: str, outcome: str) -> None:
    assert compared_words(answer, exchanged, EXCHANGE) == outcome
