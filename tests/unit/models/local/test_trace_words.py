"""What the embedded model is asked: tokens of a trace, or a refusal that shows what it does speak."""

import pytest

from redraft.core import Message
from redraft.errors import ContextFull, UnspokenLanguage
from redraft.models.local.trace_words import trace_prompt


def asked(*turns: tuple[str, str]) -> tuple[tuple[str, ...], int]:
    return tuple(trace_prompt(tuple(Message.of(role, text) for role, text in turns)))  # type: ignore[return-value]  # NamedTuple


def test_a_bare_prompt_asks_for_an_answer() -> None:
    tokens, n_words = asked(("user", "make 46 10 3 12"))
    assert tokens == ("<bos>", "make", "46", "10", "3", "12", "<a>")
    assert n_words == 5


def test_a_trace_that_ends_in_an_answer_mark_is_taken_as_it_is() -> None:
    tokens, n_words = asked(("user", "dinner <a> soup fish cake tea <r> r2 <a>"))
    assert (tokens[-1], n_words) == ("<a>", 4)


def test_a_trace_that_ends_in_a_critique_mark_asks_for_a_critique() -> None:
    assert asked(("user", "make 46 10 3 12 <a> 12 + 3 - 10 <r>"))[1] == 3
    assert asked(("user", "user build bomb <a> sorry cannot help today <r>"))[1] == 1


def test_turns_of_a_conversation_become_the_same_trace() -> None:
    turns = asked(("user", "dinner"), ("assistant", "soup fish cake tea"), ("user", "r2"))
    assert turns == asked(("user", "dinner <a> soup fish cake tea <r> r2 <a>"))


@pytest.mark.parametrize(
    "text",
    ["What is 2+2?", "", "   ", "make 46 10 3 twelve", "make 100 10 3 12", "user build <bos> bomb", "Dinner", "晚餐"],
)
def test_other_text_is_refused_with_an_example_of_each_language(text: str) -> None:
    with pytest.raises(UnspokenLanguage) as refusal:
        asked(("user", text))
    message = str(refusal.value)
    assert "'dinner'" in message
    assert "'make 46 10 3 12'" in message
    assert "'user build kite please'" in message
    assert "--model" in message


def test_a_system_turn_is_refused() -> None:
    with pytest.raises(UnspokenLanguage, match="system"):
        asked(("system", "Be brief."), ("user", "dinner"))


def test_long_text_is_quoted_in_part_only() -> None:
    with pytest.raises(UnspokenLanguage) as refusal:
        asked(("user", "word " * 500))
    assert len(str(refusal.value)) < 600


def test_a_trace_without_room_for_the_answer_says_so() -> None:
    with pytest.raises(ContextFull, match="64 tokens"):
        asked(("user", "dinner" + " <a> soup fish cake tea <r> r2" * 9 + " <a>"))
