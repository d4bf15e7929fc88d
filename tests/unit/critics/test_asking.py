import pytest

from redraft.core import Message, Part
from redraft.critics.asking import shown, with_check
from redraft.errors import CriticFailed


def test_words_are_shown_as_they_are() -> None:
    assert shown((Part(text="a\n"), Part(text="b"))) == "a\nb"
    assert shown(()) == ""


def test_tool_calls_are_shown_as_json_on_lines_of_their_own() -> None:
    call = Part(kind="tool_call", data={"name": "search", "arguments": '{"q": "水"}'})
    assert shown((Part(text="Let me look."), call)) == (
        'Let me look.\n{"arguments": "{\\"q\\": \\"水\\"}", "name": "search"}'
    )


def test_what_words_cannot_show_is_refused() -> None:
    with pytest.raises(CriticFailed, match="not 'image' parts"):
        shown((Part(text="see"), Part(kind="image", data={"url": "data:,"})))


def test_a_check_joins_the_users_last_message_and_leaves_all_before_it_as_it_was() -> None:
    image = Part(kind="image", data={"url": "data:,"})
    messages = (
        Message.of("system", "Be brief."),
        Message(role="user", parts=(Part(text="What is this?"), image), extra={"name": "ann"}),
    )
    first, last = with_check(messages, "Check it.")
    assert first is messages[0]
    assert last.parts == (Part(text="What is this?"), image, Part(text="\n\nCheck it."))
    assert last.extra == {"name": "ann"}


@pytest.mark.parametrize("role", ["assistant", "tool", "system"])
def test_after_any_other_message_the_check_is_a_turn_of_its_own(role: str) -> None:
    messages = (Message.of("user", "Go on."), Message.of(role, "Done."))
    assert with_check(messages, "Check it.") == (*messages, Message.of("user", "Check it."))
