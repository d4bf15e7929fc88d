"""A person's edits over the command line and real HTTP: learnt, shown, held against drafts, corrected and deleted."""

import asyncio
import json
from pathlib import Path

import pytest

import redraft as library
from fake_server import Behaviour, serving
from redraft.critics.preferences import Preferences, instructed, read_profile
from redraft.models.scripted import ScriptedModel
from redraft.profiles.feedback import Verdict, give_feedback
from redraft.prompts import outside
from support.command_line import redraft

BEFORE = "Sure! We don't have it 😀\n- red\n- blue\n"
AFTER = "We do not have it, neither the red nor the blue one.\n"
KEPT = "It is gone, and neither the red nor the blue one is left."
CONTEXT = "Write to a customer about a missing part"

SPEAKING = Behaviour(
    replies=(
        ("You say what the edit shows", "They cut the cheer.\nPreference: Sound calm and plain."),
        ("examine whether the answer is written", 'Too loud.\nProblem: "Hooray" - P1: calm down\nVerdict: fail'),
        ("the new answer alone", "We are out of stock."),
        ("customer", "Hooray, we are out of stock."),
    )
)
CONFIG = """
[models.writer]
model = "m"
base_url = "{url}"
retries = 0

[critics.mine]
type = "preferences"
profile = "me.toml"
model = "writer"

[profiles.default]
model = "writer"
critics = ["mine"]
"""


@pytest.fixture
def edit() -> tuple[str, ...]:
    Path("before.txt").write_text(BEFORE)
    Path("after.txt").write_text(AFTER)
    return ("--before", "before.txt", "--after", "after.txt", "--context", CONTEXT)


def test_an_edit_is_learnt_shown_used_corrected_exported_and_deleted(edit: tuple[str, ...]) -> None:
    learnt = redraft("preferences", "learn", "me.toml", *edit)
    assert (learnt.code, learnt.err) == (0, "1 preference learnt\n")
    id = learnt.out.split()[0]
    assert redraft("preferences", "learn", "me.toml", *edit).err == "0 preferences learnt, 1 known already\n"
    shown = json.loads(redraft("preferences", "show", "me.toml", "--json").out)
    (row,) = shown["preferences"]
    assert (row["id"], row["before"], row["context"]) == (id, BEFORE, CONTEXT)
    assert {"no_emoji", "no_lists", "no_contractions"} <= set(row["checks"])

    Path("draft.txt").write_text("Sure! It's gone.")
    asked = ("--prompt", "Write to a customer about parts")
    refused = redraft("critics", "examine", "preferences:me.toml", "draft.txt", *asked)
    assert refused.code == 1
    assert 'The person prefers: "Use no exclamation marks."' in refused.out

    for_it = redraft("preferences", "show", "me.toml", "--for", "Write to a customer about parts")
    assert "Write prose, without lists. Use no emoji." in for_it.out.partition("told:")[2]
    nothing = redraft("preferences", "show", "me.toml", "--for", "Weather?")
    assert (nothing.out, nothing.err) == ("", "no preference is known for such a request\n")

    assert (
        redraft("preferences", "correct", "me.toml", id[:4], "--says", "Be calm.", "--no-checks", "--everywhere").code
        == 0
    )
    (changed,) = read_profile("me.toml").preferences
    assert (changed.says, changed.checks, changed.context, changed.by) == ("Be calm.", (), "", "person")
    assert redraft("preferences", "correct", "me.toml", id, "--off").code == 0
    (line,) = redraft("preferences", "export", "me.toml").out.splitlines()
    assert json.loads(line)["on"] is False
    Path("edits.jsonl").write_text(line + "\nnonsense\n")
    again = redraft("preferences", "learn", "other.toml", "--edits", "edits.jsonl")
    assert (again.code, "edits.jsonl, line 2: not JSON" in again.err) == (1, True)
    assert read_profile("other.toml").preferences == read_profile("me.toml").preferences  # words, checks, rest and all
    assert redraft("preferences", "learn", "other.toml", "--edits", "edits.jsonl").err.endswith("1 known already\n")

    assert redraft("preferences", "forget", "me.toml", id).code == 0
    assert redraft("preferences", "delete", "other.toml").code == 2
    assert redraft("preferences", "delete", "other.toml", "--yes").code == 0
    assert not Path("other.toml").exists()


def test_an_edit_that_nobody_can_say_in_words_is_no_instruction_and_the_way_out_is_told() -> None:
    edits = ({"before": "Hi", "after": ""}, {"before": "It costs 3.", "after": "It costs 4."})
    Path("edits.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in edits))
    learnt = redraft("preferences", "learn", "me.toml", "--edits", "edits.jsonl")
    assert (learnt.code, learnt.out) == (0, "") and not Path("me.toml").exists()
    deleted, corrected, told = learnt.err.splitlines()
    assert deleted.startswith("not learnt: the edit deletes the whole answer") and "--says TEXT" in deleted
    assert corrected.startswith("not learnt: code sees no preference in the edit to 'It costs 4.'")
    assert corrected.endswith("--model MODEL") and told == "0 preferences learnt, 2 edits not learnt"
    listed = json.loads(redraft("preferences", "learn", "me.toml", "--edits", "edits.jsonl", "--json").out)
    assert (listed["added"], len(listed["undescribed"])) == ([], 2)


def test_a_profile_of_which_nothing_can_be_used_is_no_critic() -> None:
    Path("me.toml").write_text('[[edit]]\nsays = "No emoji."\n')
    Path("draft.txt").write_text("Gone.")
    done = redraft("critics", "examine", "preferences:me.toml", "draft.txt", "--prompt", "Write")
    assert (done.code, "nothing in the profile 'me.toml' can be used: line 1: no such key" in done.err) == (2, True)


def test_bad_calls_say_what_to_do(edit: tuple[str, ...]) -> None:
    for wrong in ((), ("--before", "before.txt"), (*edit, "--from-store"), ("--says", " ")):
        done = redraft("preferences", "learn", "me.toml", *wrong)
        assert (done.code, Path("me.toml").exists()) == (2, False)
    Path("bad.txt").write_bytes(b"bad \xff")
    done = redraft("preferences", "learn", "me.toml", "--before", "bad.txt", "--after", "after.txt")
    assert (done.code, "the answer 'bad.txt' is not UTF-8" in done.err) == (2, True)
    done = redraft("preferences", "show", "me.toml")
    assert (done.code, "there is no profile 'me.toml'" in done.err) == (2, True)
    redraft("preferences", "learn", "me.toml", *edit)
    assert redraft("preferences", "correct", "me.toml", "0", "--off").code == 2
    done = redraft("preferences", "learn", "me.toml", *edit, "--model", "embedded")
    assert "does not chat" in done.err


def test_a_model_describes_and_judges_over_http(edit: tuple[str, ...]) -> None:
    with serving(SPEAKING) as server:
        Path("redraft.toml").write_text(CONFIG.format(url=server.url))
        learnt = redraft("preferences", "learn", "me.toml", *edit, "--model", "writer")
        assert learnt.out.endswith("  Sound calm and plain.\n")
        id = learnt.out.split()[0]
        # What code can check would decide before the model is asked.
        redraft("preferences", "correct", "me.toml", id, "--no-checks")
        done = redraft("correct", "Write to a customer about parts", "--no-record", "--rounds", "1")
    asked = [request["messages"][-1]["content"] for request in server.requests]
    judged = [text for text in asked if "examine whether the answer is written" in text]
    assert len(judged) == 2
    assert all("P1: Sound calm and plain." in text for text in judged)
    assert "calm down" in next(text for text in asked if "the new answer alone" in text)
    assert done.out in ("Hooray, we are out of stock.\n", "We are out of stock.\n")


def test_what_people_corrected_in_the_store_is_learnt() -> None:
    model = ScriptedModel("Sure! It's gone.", name="test/writer")
    done = library.correct_sync("Write to a customer", model=model, critics=[], store="records.sqlite")
    verdict = Verdict(corrected="It is gone.")
    asyncio.run(give_feedback(done.record_id, verdict, store="records.sqlite"))
    Path("redraft.toml").write_text('[store]\nurl = "records.sqlite"\n')
    learnt = redraft("preferences", "learn", "me.toml", "--from-store")
    assert learnt.code == 0, learnt.err
    (one,) = read_profile("me.toml").preferences
    assert one.written is not None
    assert (one.written.before, one.written.after, one.written.record) == (
        "Sure! It's gone.",
        "It is gone.",
        done.record_id,
    )
    assert one.context == "Write to a customer"


def test_the_writer_is_told_for_the_first_draft_and_for_redrafts(edit: tuple[str, ...]) -> None:
    redraft("preferences", "learn", "me.toml", *edit)
    profile = read_profile("me.toml")
    model = ScriptedModel("Sure! It's gone 😀", KEPT, name="test/writer")
    asked = "Write to a customer about parts"
    done = library.correct_sync(asked, model=model, critics=[Preferences(profile)], store=False)
    assert (done.text, len(model.asked)) == (KEPT, 2)
    for request in model.asked:
        first = request.messages[0]
        assert first.role == "system"
        boundary = first.text.partition("<preferences ")[2][:8]
        assert "Use no emoji" not in outside(first.text, boundary)
        assert "Use no emoji" in first.text
    assert model.asked[1].messages[: len(model.asked[0].messages)] == model.asked[0].messages


def test_the_writer_is_told_once_or_not_at_all(edit: tuple[str, ...]) -> None:
    redraft("preferences", "learn", "me.toml", *edit)
    profile = read_profile("me.toml")
    prompt = asyncio.run(instructed(library.Prompt.of("Write to a customer about parts"), profile))
    once, never = ScriptedModel(KEPT), ScriptedModel(KEPT)
    library.correct_sync(prompt, model=once, critics=[Preferences(profile)], store=False)
    assert once.asked[0].messages == prompt.messages
    critic = Preferences(profile, instruct=False)
    library.correct_sync("Write to a customer", model=never, critics=[critic], store=False)
    assert [message.role for message in never.asked[0].messages] == ["user"]


def test_a_batch_tells_its_writer_as_well(edit: tuple[str, ...]) -> None:
    redraft("preferences", "learn", "me.toml", *edit)
    Path("prompts.jsonl").write_text('{"prompt": "Write to a customer about parts"}\n')
    with serving(Behaviour(replies=(("customer", KEPT),))) as server:
        Path("redraft.toml").write_text(
            CONFIG.format(url=server.url).replace('model = "writer"\n\n[profiles', "\n[profiles")
        )
        done = redraft("run", "prompts.jsonl", "answers.jsonl")
    assert done.code == 0, done.err
    assert "Use no emoji" in server.requests[0]["messages"][0]["content"]


def test_every_change_can_be_told_as_json(edit: tuple[str, ...]) -> None:
    id = redraft("preferences", "learn", "me.toml", *edit).out.split()[0]
    changed = redraft("preferences", "correct", "me.toml", id, "--off", "--json")
    assert json.loads(changed.out)["changed"] == id and json.loads(changed.out)["on"] is False
    (row,) = json.loads(redraft("preferences", "export", "me.toml", "--json").out)
    assert row["id"] == id
    assert json.loads(redraft("preferences", "forget", "me.toml", id, "--json").out)["forgotten"] == id
    done = redraft("preferences", "delete", "me.toml", "--yes", "--json")
    assert json.loads(done.out) == {"deleted": "me.toml", "preferences": 0}
