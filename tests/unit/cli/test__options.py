from io import StringIO
from pathlib import Path

import pytest

from redraft.cli._options import Flags, answer_of, as_flag, draft_of, settings_of, text_of
from redraft.errors import Misuse, SettingsError

NOTHING_SAID = Flags(*[None] * len(Flags._fields))


def test_a_setting_is_named_by_the_flag_that_gives_it():
    assert as_flag(("budget", "calls")) == "--budget-calls"
    assert as_flag(("critics",)) == "--critic"
    assert as_flag(("rounds",)) == "--rounds"


def test_flags_that_were_not_given_change_nothing():
    Path("redraft.toml").write_text('[profiles.default]\nrounds = 2\ncritics = ["judge:embedded"]\n')
    in_use = settings_of(NOTHING_SAID).in_use
    assert (in_use.rounds, in_use.critics, in_use.budget.calls) == (2, ("judge:embedded",), None)


def test_given_flags_win_one_by_one():
    Path("redraft.toml").write_text("[profiles.default]\nrounds = 2\n[profiles.default.budget]\ntokens = 9\n")
    in_use = settings_of(NOTHING_SAID._replace(rounds=0, calls=3, usd=0.0, seed=0)).in_use
    assert (in_use.rounds, in_use.seed) == (0, 0)
    assert (in_use.budget.calls, in_use.budget.tokens, in_use.budget.usd) == (3, 9, 0.0)


def test_none_is_nobody_and_only_alone():
    assert settings_of(NOTHING_SAID._replace(critics=["none"])).in_use.critics == ()
    assert settings_of(NOTHING_SAID._replace(critics=["self_check", "m:f"])).in_use.critics == ("self_check", "m:f")


def test_a_wrong_flag_is_named_with_its_value():
    with pytest.raises(SettingsError, match=r"--budget-seconds = -1\.0"):
        settings_of(NOTHING_SAID._replace(seconds=-1.0))


def test_a_prompt_is_the_text_itself_or_what_a_file_holds():
    Path("ask.md").write_bytes("\ufeffWhat is 東京?".encode())
    assert text_of("What is 東京?") == text_of("@ask.md") == "What is 東京?"


@pytest.mark.parametrize("content", [None, b"caf\xe9"])
def test_a_prompt_file_that_cannot_be_read_is_named_with_what_to_do(content):
    if content is not None:
        Path("ask.md").write_bytes(content)
    expected = "No such file or directory; a text that" if content is None else "not UTF-8: .* at byte 3; save it as"
    with pytest.raises(Misuse, match=expected):
        text_of("@ask.md")


def test_a_draft_is_what_its_file_holds_or_stdin(monkeypatch):
    Path("draft.md").write_text("An answer.\n")
    monkeypatch.setattr("sys.stdin", StringIO("Another.\n"))
    assert draft_of(Path("draft.md"), "-") == "An answer."
    assert draft_of(Path("-"), "What?") == "Another."
    with pytest.raises(Misuse, match="cannot both be read from stdin"):
        draft_of(Path("-"), "-")


def test_a_draft_that_cannot_be_read_is_named_by_its_own_flag():
    with pytest.raises(Misuse) as told:
        draft_of(Path("gone.md"), "What?")
    assert str(told.value) == "--draft: the file 'gone.md' cannot be read: No such file or directory; check the path"


def test_a_file_with_an_answer_that_cannot_be_read_is_named_without_an_at_sign():
    with pytest.raises(Misuse, match=r"^FILE: the file 'gone\.md' cannot be read: No such file"):
        answer_of("gone.md")
