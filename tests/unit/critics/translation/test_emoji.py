"""Emoji are kept, sequences of several signs as one."""

from redraft.critics.translation.emoji import CHECK
from support.translating import flaws, said, words


def test_kept_emoji_are_no_flaw() -> None:
    assert said(CHECK, "Good 👍🏽 family 👨‍👩‍👧 flag 🇩🇪 ❤️", "Gut ❤ 👍🏽, Familie 👨‍👩‍👧, Fahne 🇩🇪") == []


def test_lost_and_invented_emoji_are_found() -> None:
    assert said(CHECK, "Good 👍👍", "Gut 👍") == ["emoji_lost"]
    (flaw,) = flaws(CHECK, "Good", "Gut 👍🏽!")
    assert (flaw.says, words("Gut 👍🏽!", flaw)) == ("emoji_invented", "👍🏽")
