"""`redraft monitor` as people use it: labels from a file, one by one and from a critic; status, reset and rerun."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from redraft.profiles.feedback import Verdict, give_feedback
from redraft.settings import Settings
from redraft.store.codec import encode
from support.command_line import Done, redraft
from support.monitoring import changed, kept, settings
from unit.profiles.test_certificates import file_for, plan

TOML = """
[profiles.default]
model = "embedded"
[profiles.default.monitor]
epsilon = 0.05
audit_rate = 1.0
[store]
url = "records.db"
"""


@pytest.fixture
def watched(tmp_path: Path) -> Settings:
    """A profile under watch, of which the redraft.toml in the working directory knows."""
    Path("redraft.toml").write_text(TOML)
    return settings(Path("records.db").resolve())


def monitor(*arguments: str, stdin: str = "") -> Done:
    return redraft("monitor", *arguments, stdin=stdin)


def labels(path: Path, *rows: Any) -> str:
    path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows))
    return str(path)


def test_a_store_in_which_nothing_is_watched_says_how_to_begin() -> None:
    Path("redraft.toml").write_text(TOML)
    done = monitor("status")
    assert (done.code, done.out) == (0, "") and "no profile is watched in this store yet" in done.err
    assert monitor("status", "--json").out == "[]\n"


def test_status_shows_rates_with_ends_and_what_waits(watched: Settings) -> None:
    kept(watched)
    changed(watched)
    done = monitor("status")
    assert done.code == 0
    for said in (
        "Profile default",
        "promised: at most 5 %",
        "0 of 1",
        "1 audit waiting for a label",
        "fixed",
        "20,000",
    ):
        assert said in done.out
    (report,) = json.loads(monitor("status", "--json").out)
    assert report["broken"]["n"] == 1 and report["means"]["n_records"] == 2 and len(report["due"]) == 1


def test_an_alarm_is_shown_and_ends_with_a_reset(watched: Settings) -> None:
    rows = [{"record": changed(watched).record_id, "draft_right": True, "returned_right": False} for _ in range(2)]
    done = monitor("audit", "--labels", labels(Path("labels.jsonl"), *rows), "--by", "ann")
    assert done.code == 0 and "2 labels taken in, 2 of them counted" in done.err and "alarm: since" in done.err
    shown = monitor("status").out
    assert "alarm (certificate)" in shown and "keeps its drafts until `redraft monitor reset`" in " ".join(
        shown.split()
    )
    assert changed(watched).reason == "certificate_void"
    done = monitor("reset", "--reason", "calibrated anew", "--json")
    assert json.loads(done.out) == {"profile": "default", "resets": 1, "reason": "calibrated anew"}
    assert "alarm" not in monitor("status").out.replace("alarm at", "") and changed(watched).text == "five"


def test_a_standing_alarm_is_told_wherever_somebody_corrects(watched: Settings) -> None:
    rows = [{"record": changed(watched).record_id, "draft_right": True, "returned_right": False} for _ in range(2)]
    Path("in.jsonl").write_text('{"prompt": "make 46 10 3 12"}\n')
    before = (redraft("correct", "make 46 10 3 12"), redraft("run", "in.jsonl", "before.jsonl"))
    assert not any("alarm" in done.err for done in before)
    monitor("audit", "--labels", labels(Path("labels.jsonl"), *rows), "--by", "ann")
    kept = "drafts are kept until `redraft monitor reset`"
    for done in (redraft("correct", "make 46 10 3 12"), redraft("run", "in.jsonl", "out.jsonl")):
        (line,) = (line for line in done.err.splitlines(keepends=True) if line.startswith("alarm: since"))
        assert line.endswith(f"; {kept}\n") and done.code == 0
    assert profile_finding() == ("broken", kept)
    Path("redraft.toml").write_text(TOML.replace("audit_rate", 'fallback = "none"\naudit_rate'))
    assert "; corrections go on (fallback none)\n" in redraft("correct", "make 46 10 3 12").err
    monitor("reset", "--reason", "calibrated anew")
    assert "alarm" not in redraft("correct", "make 46 10 3 12").err and profile_finding()[0] == "works"


def profile_finding() -> tuple[str, str]:
    """What the doctor says of the profile in use: its state, and its last words."""
    (found,) = (one for one in json.loads(redraft("doctor", "--json").out) if one["name"] == "profile default")
    return found["state"], found["detail"].rpartition("; ")[2]


def test_lines_that_cannot_be_taken_are_told_and_the_others_count(watched: Settings) -> None:
    first, second = changed(watched).record_id, changed(watched).record_id
    file = labels(
        Path("labels.jsonl"),
        {"record": first, "draft_right": True, "returned_right": True},
        {"record": first, "draft_right": True, "returned_right": True},
        {"record": "nowhere", "draft_right": True, "returned_right": True},
        '{"record": "' + second + '", "draft_right": NaN, "returned_right": true}',
        {"record": second, "draft_right": 1, "returned_right": True},
        {"record": second, "right": True},
        {"draft_right": True},
        {"record": second},
        "[1]",
        "not json",
    )
    done = monitor("audit", "--labels", file, "--json")
    assert done.code == 1
    assert [row["record_id"] for row in json.loads(done.out)] == [first]
    told = " ".join(done.err.split())
    for line, said in (
        (2, "was labelled at"),
        (3, "no record 'nowhere'"),
        (4, "line 4:"),
        (5, "labels are true or false"),
        (6, "no such key: 'right'"),
        (7, "`record` must be the id of a record, got None"),
        (8, "nothing is said of the record"),
        (9, "a label is an object"),
        (10, "line 10:"),
    ):
        assert f"line {line}:" in told and said in told


def test_a_label_under_another_profile_is_refused(watched: Settings) -> None:
    Path("redraft.toml").write_text(TOML + "[profiles.other]\nmodel = 'embedded'\n[profiles.other.monitor]\n")
    row = {"record": changed(watched).record_id, "draft_right": True, "returned_right": True}
    done = monitor("audit", "--profile", "other", "--labels", labels(Path("labels.jsonl"), row))
    assert done.code == 1 and "was written by profile 'default', not 'other'" in " ".join(done.err.split())


def test_labels_are_asked_for_one_by_one_without_saying_which_answer_came_first(watched: Settings) -> None:
    records = [changed(watched).record_id for _ in range(3)]
    done = monitor("audit", stdin="perhaps\ny\nn\ns\nq\n")
    assert done.code == 0 and "3 corrections waiting for a label" in done.err
    assert "answer A" in done.err and "answer B" in done.err and "draft" not in done.err
    assert (
        "y yes, n no, u nobody can tell, s skip this one, q stop" in done.err
        and "1 label taken in, 1 of them counted" in done.err
    )
    listed = json.loads(monitor("audit", "--list", "--json").out)
    assert [row["record_id"] for row in listed] == records[1:]
    assert "2 audits waiting" in monitor("audit", "--list").out


def test_what_nobody_can_tell_is_a_label(watched: Settings) -> None:
    changed(watched), changed(watched), changed(watched)
    done = monitor("audit", stdin="u\nu\ns\nu\nu\n")
    assert done.code == 0 and "2 labels taken in, 2 of them counted" in done.err
    (report,) = json.loads(monitor("status", "--json").out)
    assert (report["n_drawn"], report["n_counted"], report["n_unclear"], len(report["due"])) == (3, 1, 1, 1)
    rows = [{"record": report["due"][0]["record_id"], "draft_right": True, "unclear": True}]
    assert monitor("audit", "--labels", labels(Path("labels.jsonl"), *rows)).code == 0
    shown = " ".join(monitor("status").out.split())
    assert "3 of 3 drawn so far" in shown and "3 of which nobody can tell as broken" in shown


def test_status_says_what_the_rates_rest_on(watched: Settings) -> None:
    for correct in (kept, changed, kept, kept):
        correct(watched)
    shown = " ".join(monitor("status").out.split())
    assert "1 of 4 drawn so far, counted in the order in which they were drawn" in shown
    assert "they wait for 1 label, the oldest since" in shown


def test_the_order_of_the_answers_is_drawn(watched: Settings) -> None:
    for _ in range(12):
        changed(watched)
    done = monitor("audit", stdin="y\ny\n" * 12)
    shown = [line.removeprefix("answer A: ") for line in done.err.splitlines() if line.startswith("answer A: ")]
    assert set(shown) == {"four", "five"}


def test_nothing_to_ask_for_says_so(watched: Settings) -> None:
    kept(watched)
    assert "nothing waits for a label" in monitor("audit").err
    assert "nothing waits for a label" in monitor("audit", "--list").err


def test_a_critic_that_looks_it_up_labels_what_waits(watched: Settings) -> None:
    Path("books.py").write_text("def right(prompt, draft, context):\n    return draft.text == 'four'\n")
    changed(watched)
    done = monitor("audit", "--critic", "books:right", "--json")
    assert done.code == 0
    (audited,) = json.loads(done.out)
    assert audited["labelling"]["counted"] is True
    (report,) = json.loads(monitor("status", "--json").out)
    assert (report["broken"]["n_hits"], report["due"]) == (1, [])


def test_what_a_critic_cannot_judge_goes_on_waiting(watched: Settings) -> None:
    changed(watched)
    done = monitor("audit", "--critic", "steps")
    assert done.code == 0 and "0 corrections labelled by steps, 1 that it could not judge" in done.err


def test_one_thing_at_a_time_can_be_asked_for(watched: Settings) -> None:
    done = monitor("audit", "--list", "--critic", "steps")
    assert done.code == 2 and "give one" in done.err


def test_a_profile_that_is_not_known_is_told(watched: Settings) -> None:
    kept(watched)
    done = monitor("status", "--profile", "defualt")
    assert done.code == 2 and "was never watched" in done.err and "did you mean 'default'" in done.err


def test_a_reset_needs_a_reason_and_a_watch(watched: Settings) -> None:
    assert monitor("reset", "--reason", " ").code == 2
    Path("plain.toml").write_text("[profiles.default]\n")
    done = monitor("reset", "--reason", "x", "--config", "plain.toml", "--store", "records.db")
    assert done.code == 2 and "is not watched" in done.err


def test_a_page_shows_the_way_there(watched: Settings) -> None:
    pytest.importorskip("matplotlib")
    for k in range(4):
        kept(watched)
        verdict = Verdict(draft_right=k == 3, returned_right=k != 3)
        asyncio.run(give_feedback(changed(watched).record_id, verdict, config=watched))
    done = monitor("status", "--html", "status.html")
    page = Path("status.html").read_text()
    assert done.code == 0 and page.count("<svg") == 3 and "Whether the promise still holds" in page


def test_a_rerun_holds_what_breaks_against_what_was_promised(watched: Settings) -> None:
    pytest.importorskip("ctranslate2")
    done = monitor("rerun", "count", "--limit", "12", "--json")
    found = json.loads(done.out)
    assert done.code == 0 and (found["n"], found["n_broken"], found["finding"]) == (12, 0, "holds")
    again = monitor("rerun", "count", "--limit", "12")
    assert "not refuted: if at most 5.0 % broke" in again.err and "Profile default on count" in again.out
    Path("plain.toml").write_text("[profiles.default]\n")
    assert monitor("rerun", "count", "--config", "plain.toml").code == 2


def test_a_rerun_stands_beside_what_the_calibration_saw_and_says_when_it_is_void(watched: Settings) -> None:
    pytest.importorskip("ctranslate2")
    Path("cert.json").write_text(encode(file_for(plan())))
    Path("redraft.toml").write_text(TOML.replace('model = "embedded"', 'model = "embedded"\ncertificate = "cert.json"'))
    found = json.loads(monitor("rerun", "count", "--limit", "8", "--json").out)
    assert (found["certificate_n"], found["epsilon"]) == (300, 0.05)  # the watch's own bound goes before
    assert found["n_changed"] == 0 and "model" in found["void"]
    again = monitor("rerun", "count", "--limit", "8")
    assert "calibration" in again.out and "of 300" in again.out and "The certificate is void" in again.err
