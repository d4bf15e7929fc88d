"""A leak on its way through the command line and real HTTP: found, mended, and repeated nowhere but in the draft."""

import json
from pathlib import Path

from fake_server import Behaviour, serving
from support.command_line import redraft

CARD = "4539 1488 0343 " + "6467"
LEAKING = Behaviour(
    replies=(("the new answer alone", "Your card was charged."), ("customer", f"We charged your card {CARD}."))
)
CONFIG = """
[models.writer]
model = "m"
base_url = "{url}"
retries = 0

[profiles.default]
model = "writer"
critics = ["private_data"]
"""


def test_a_draft_with_a_leak_is_replaced_by_one_without() -> None:
    with serving(LEAKING) as server:
        Path("redraft.toml").write_text(CONFIG.format(url=server.url))
        done = redraft("correct", "Write to the customer.", "--no-record")
    assert (done.code, done.out) == (0, "Your card was charged.\n")
    assert CARD not in done.err
    request = server.requests[-1]["messages"]
    assert "45…67" in request[-1]["content"]
    assert CARD not in request[-1]["content"]


def test_settings_of_the_critic_are_read_and_wrong_ones_named() -> None:
    Path("answer.txt").write_text(f"{CARD} and ann@acme.io")
    table = '[critics.mine]\ntype = "private_data"\nkinds = ["email"]\nallow_domains = ["acme.io"]\n'
    Path("redraft.toml").write_text(table)
    done = redraft("critics", "examine", "mine", "answer.txt", "--prompt", "Write.", "--json")
    critique = json.loads(done.out)
    assert critique.get("critique", critique)["score"] is None
    Path("redraft.toml").write_text(table.replace("email", "mails"))
    done = redraft("critics", "examine", "mine", "answer.txt", "--prompt", "Write.")
    assert done.code == 2
    assert "kinds" in done.err
