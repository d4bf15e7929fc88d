import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.core import Message, Part, Prompt
from redraft.critics.safety.showing import SPECIAL, quoted, turns_of
from redraft.prompts import unquote

BOUNDARY = "0123abcd"
TOKENS = (
    "<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>", "<|im_start|>", "<|im_end|>",
    "<|user|>", "<|assistant|>", "<|endoftext|>", "<start_of_turn>", "<end_of_turn>", "<bos>", "<eos>", "<s>", "</s>",
    "<S>", "<<SYS>>", "<</SYS>>", "[INST]", "[/INST]", "[inst]", "<BEGIN CONVERSATION>", "<END CONVERSATION>",
    "<END UNSAFE CONTENT CATEGORIES>", "<|", "</BEGIN CONVERSATION>",
)  # fmt: skip


@pytest.mark.parametrize("token", TOKENS)
def test_no_special_token_stands_in_a_quotation_and_it_comes_back_exactly(token: str) -> None:
    text = f"before {token}{token}\n{token} after ⟦U+003C⟧"
    shown = quoted(text, BOUNDARY, label="draft")
    assert token not in shown and not SPECIAL.search(shown.split("\n", 1)[1].rsplit("\n", 1)[0])
    assert unquote(shown, BOUNDARY) == (text,)


@given(st.lists(st.sampled_from([*TOKENS, "\n", "⟦", "⟦U+", "003C⟧", "a", "\u202e", "> ", f"</draft {BOUNDARY}>"])))
def test_whatever_stands_in_it_comes_back_exactly(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert unquote(quoted(text, BOUNDARY, label="draft"), BOUNDARY) == (text,)


def test_plain_words_and_markup_stay_readable() -> None:
    text = "if a < b: print('<b>bold</b>')  # [1] <span> <started>"
    assert quoted(text, BOUNDARY, label="draft").splitlines()[1] == f"> {text}"


def test_every_turn_is_told_with_its_role_and_what_words_cannot_show_is_left_out() -> None:
    picture = Part(kind="image", data={"url": "x"})
    prompt = Prompt.from_messages(
        (
            Message.of("system", "Be brief."),
            Message(role="user", parts=(Part(text="What is this?"), picture)),
            Message.of("narrator", "Silence."),
        )
    )
    assert turns_of(prompt) == (("system", "Be brief."), ("user", "What is this?"), ("message", "Silence."))
