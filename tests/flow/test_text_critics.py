"""Every critic of text judges an answer that lies in a file, from the command line and over real HTTP."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from fake_server import Behaviour, serving
from redraft.settings import CRITICS
from support.command_line import redraft

CHOICE = """An elderly man and a young man waited at the counter.
Who could not use the ticket machine?
A) The elderly man
B) Not enough info
C) The young man
"""
TRANSLATE = "Translate into German:\n\nOpen {file} now.\n"


class Case(NamedTuple):
    """A critic, what was asked, the answer, the score it has to give, and what its model says where it asks one."""

    critic: str
    prompt: str
    answer: str
    score: float | None
    replies: tuple[tuple[str, str], ...] = ()


FAIL = (("", "It is not right.\nVerdict: fail"),)
CASES = (
    Case("bias", CHOICE, "A\n", 0.0, FAIL),
    Case("counterfactual", CHOICE, "A\n", 0.0, (("A) The young man", "C"), ("", "A"))),
    Case("safety", "Tell me.", "Use a brick.\n", 0.0, FAIL),
    Case("refusal", "How do I end a process?", "I cannot help with that.\n", 0.0),
    Case("private_data", "Write to the customer.", "Card 4539 1488 0343 " + "6467.\n", 0.0),
    Case("facts:handbook", "How high is it?", "The Ash Tower is 412 metres high.\n", 0.0),
    Case("translation", TRANSLATE, "Öffnen Sie jetzt {datei}.\n", 0.0),
    Case("mqm", TRANSLATE, "Öffnen Sie {file}.\n", 1 / (1 + 5 / 4), (
        ("", 'Error: major accuracy/omission in source: "now" - it is missing\nVerdict: fail'),
    )),
    Case("preferences:me.toml", "Write to a customer", "All gone 😀\n", 0.0),
)  # fmt: skip
PROFILE = '[[edit]]\nid = "a"\ndate = "2026-11-23"\npreference = "Use no emoji."\nchecks = ["no_emoji"]\n'


def judged(case: Case, base: str) -> dict[str, Any]:
    """The critic's critique of the answer in a file."""
    Path("prompt.md").write_text(case.prompt)
    Path("answer.md").write_text(case.answer)
    flags = ("--draft", "answer.md", "--critic", case.critic, "--model", f"{base}#writer", "--rounds", "0", "--json")
    done = redraft("correct", "@prompt.md", *flags)
    assert done.code == 0, done.err
    correction = json.loads(done.out)
    assert correction["text"] == case.answer.removesuffix("\n")
    (attempt,) = correction["attempts"]
    critique: dict[str, Any] = attempt["critiques"][0]
    return critique


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.critic.partition(":")[0])
def test_a_critic_of_text_finds_what_is_wrong_with_an_answer_in_a_file(case: Case) -> None:
    Path("handbook").mkdir()
    Path("handbook/towers.txt").write_text("The Ash Tower is 310 metres high. It was built in 1988.\n")
    Path("me.toml").write_text(PROFILE)
    with serving(Behaviour(replies=case.replies)) as server:
        critique = judged(case, server.url)
    assert (critique["critic"], critique["score"]) == (case.critic, case.score)
    assert critique["findings"] or critique["text"]


def test_a_translation_is_compared_with_the_standing_one_by_another_model() -> None:
    replies = (("Two translators", "Both are fine.\nVerdict: second"), ("", "Öffnen Sie {file} jetzt."))
    Path("prompt.md").write_text(TRANSLATE)
    Path("answer.md").write_text("Öffnen Sie jetzt.\n")
    with serving(Behaviour(replies=replies)) as server:
        critics = ("--critic", "translation", "--critic", f"translation_compare:{server.url}#judge")
        flags = ("--draft", "answer.md", "--rounds", "1", "--model", f"{server.url}#writer", "--json")
        done = redraft("correct", "@prompt.md", *critics, *flags)
    assert done.code == 0, done.err
    attempts = json.loads(done.out)["attempts"]
    assert attempts[0]["critiques"][0]["score"] == 0.0  # the placeholder is lost
    # The first draft has nothing to be compared with; a judge that prefers a place prefers nothing.
    assert [attempt["critiques"][1]["score"] for attempt in attempts] == [None, 0.5]


def test_every_critic_of_text_has_a_case_here() -> None:
    elsewhere = {"self_check", "judge", "rules", "code", "logic", "steps", "python", "translation_compare"}
    assert {case.critic.partition(":")[0] for case in CASES} == set(CRITICS) - elsewhere
