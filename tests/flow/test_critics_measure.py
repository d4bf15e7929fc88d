"""`redraft critics` from the command line to the files: a card, an interruption, one answer examined."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fake_server import Behaviour, serving
from redraft.evals.measuring.document import read_card
from redraft.store import encode_record
from support.command_line import redraft
from support.labelled import written, yes_and_no
from support.records import record_of

CONFIG = """
[critics.polite]
type = "rules"
must_contain = ["yes"]

[critics.broken]
type = "python"
function = "nowhere:f"
"""

CRITIC = """
def says_yes(prompt, draft, context):
    if prompt.text.endswith("7"):
        raise ValueError(f"cannot judge {prompt.text!r}")
    return 0.9 if "yes" in draft.text else 0.2
"""


@pytest.fixture
def data() -> Path:
    Path("measured_one.py").write_text(CRITIC)
    Path("redraft.toml").write_text(CONFIG)
    return written(Path("d.jsonl"), yes_and_no(40, groups={"task": "<b>bold</b>"}))


def test_a_card_is_written_in_three_forms_and_shown(data: Path) -> None:
    done = redraft("critics", "measure", "measured_one:says_yes", "d.jsonl", "--out", "card")
    assert done.code == 0, done.err
    card = read_card("card/card.json")
    assert card.measured.command == "redraft critics measure measured_one:says_yes d.jsonl"
    assert card.overall.reasons == {"ValueError: cannot judge …": 4} and card.overall.n == 40
    for piece in ("sensitivity", "specificity", "AUROC", "ValueError: cannot judge …", "By task"):
        assert piece in done.out
    assert "40 of 40 outputs" in done.err and "card.html" in done.err
    markdown, page = Path("card/card.md").read_text(), Path("card/card.html").read_text()
    assert "| sensitivity |" in markdown and card.measured.command in markdown and "\\<b>bold" in markdown
    assert page.count("<svg") == 3 and "<b>bold</b>" not in page and "http" not in page.replace("http-equiv", "")
    assert len(Path("card/judged.jsonl").read_text().splitlines()) == 40


def test_json_is_the_card_and_the_folder_has_a_name_of_its_own(data: Path) -> None:
    done = redraft("critics", "measure", "polite", "d.jsonl", "--limit", "6", "--json")
    assert json.loads(done.out)["overall"]["counts"] == {
        "flagged_bad": 1, "passed_bad": 1, "flagged_good": 1, "passed_good": 3
    }  # fmt: skip
    assert read_card("cards/d-polite/card.json").measured.limit == 6


def test_another_threshold_is_a_matter_of_the_kept_scores(data: Path) -> None:
    assert redraft("critics", "measure", "measured_one:says_yes", "d.jsonl", "--out", "card").code == 0
    before = Path("card/judged.jsonl").read_text()
    done = redraft("critics", "measure", "measured_one:says_yes", "d.jsonl", "--out", "card", "--threshold", "0.95")
    assert done.code == 0 and "40 judged before" in done.err
    assert read_card("card/card.json").overall.counts.passed_good == 0
    assert Path("card/judged.jsonl").read_text() == before


def test_a_judge_behind_an_endpoint_is_measured_with_its_tokens(data: Path) -> None:
    with serving(Behaviour(replies=(("yes", "It says yes.\nVerdict: pass"), ("", "Verdict: fail")))) as server:
        model = f'[models.m]\nmodel = "m"\nbase_url = "{server.url}"\nretries = 0\n'
        Path("redraft.toml").write_text(f'{model}[critics.j]\ntype = "judge"\nmodel = "m"\n')
        done = redraft("critics", "measure", "j", "d.jsonl", "--limit", "8", "--json")
    card = json.loads(done.out)
    assert done.code == 0 and card["measured"]["kind"] == "external"
    assert card["cost"]["calls"] == 1 and card["cost"]["tokens"] > 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("stepz", "d.jsonl"), "no such critic"),
        (("polite", "nowhere.jsonl"), "check the path"),
        (("polite", "redraft.toml"), "is not JSON"),
        (("polite", "d.jsonl", "--form", "odd"), "no form of data is called 'odd'"),
        (("polite", "d.jsonl", "--out", "d.jsonl/card"), "cannot make the folder"),
    ],
)
def test_what_cannot_be_measured_is_one_clear_line_and_code_2(
    data: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = redraft("critics", "measure", *arguments)
    assert done.code == 2 and said in done.err and done.err.count("\n") == 1 and done.out == ""


def test_a_critic_that_judges_nothing_is_a_failure_and_its_card_says_why(data: Path) -> None:
    Path("never_judges.py").write_text("def f(*_):\n    raise OSError('no tool')\n")
    done = redraft("critics", "measure", "never_judges:f", "d.jsonl", "--out", "card")
    assert done.code == 1 and "OSError: no tool" in done.out
    assert read_card("card/card.json").overall.n_scored == 0


def test_ctrl_c_loses_nothing(data: Path) -> None:
    Path("slow.py").write_text(
        "import time\ndef judge(prompt, draft, context):\n    time.sleep(0.02)\n    return 0.5\n"
    )
    command = [sys.executable, "-c", "from redraft.cli import main; main()"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    arguments = ["critics", "measure", "slow:judge", "d.jsonl", "--out", "card"]
    process = subprocess.Popen(
        [*command, *arguments], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    journal, deadline = Path("card/judged.jsonl"), time.monotonic() + 60
    while not (journal.exists() and journal.read_text().count("\n") >= 3):
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, talk = process.communicate(timeout=60)
    assert process.returncode == 130 and "the same command goes on from there" in talk
    n_kept = journal.read_text().count("\n")
    assert 3 <= n_kept < 40
    done = redraft(*arguments)
    assert done.code == 0 and f"{n_kept} judged before" in done.err
    assert read_card("card/card.json").overall.n == 40


def test_an_answer_is_examined_with_the_place_of_every_finding(data: Path) -> None:
    Path("redraft.toml").write_text('[critics.clean]\ntype = "rules"\nmust_not_contain = ["teh"]\n')
    Path("a.txt").write_text("one\ntwo teh three\n")
    done = redraft("critics", "examine", "clean", "a.txt", "--prompt", "Write.")
    assert done.code == 1
    assert done.out.startswith("✗ failed 0.00") and "2:5: " in done.out and "> teh" in done.out
    Path("a.txt").write_text("one\ntwo the three\n")
    assert redraft("critics", "examine", "clean", "a.txt").code == 0


def test_an_examination_in_json_has_the_whole_critique(data: Path) -> None:
    done = redraft("critics", "examine", "measured_one:says_yes", "-", "--prompt", "Is it 7", "--json", stdin="yes")
    said = json.loads(done.out)
    assert done.code == 1 and said["passed"] is None
    assert said["critique"]["reason"] == "ValueError: cannot judge 'Is it 7'"
    strict = redraft("critics", "examine", "measured_one:says_yes", "-", "--threshold", "0.95", "--json", stdin="yes")
    assert strict.code == 1 and json.loads(strict.out)["passed"] is False


def test_the_list_names_every_critic_and_what_is_wrong_with_one(data: Path) -> None:
    listed = {critic["name"]: critic for critic in json.loads(redraft("critics", "list", "--json").out)}
    assert listed["polite"]["here"] and listed["polite"]["kind"] == "verified"
    assert not listed["broken"]["here"] and "nowhere" in listed["broken"]["detail"]
    for name in ("self_check", "judge:MODEL", "module:function", "steps"):
        assert listed[name]["here"]
    shown = redraft("critics", "list")
    assert shown.code == 0 and "redraft doctor" in shown.out and "polite" in shown.out


def test_a_verified_critic_labels_and_cards_are_compared(data: Path) -> None:
    rows = [{"prompt": f"{i} + 2?", "answer": f"{i} + 2 = {i + 2 + (i % 3 == 0)}"} for i in range(30)]
    written(Path("u.jsonl"), rows)
    Path("mine.py").write_text("def even(text):\n    return float(int(text.split()[0]) % 2 == 0)\n")
    done = redraft("critics", "measure", "mine:even", "u.jsonl", "--labels-from", "steps", "--out", "even")
    assert done.code == 0, done.err
    card = read_card("even/card.json")
    assert card.measured.labels.startswith("steps (verified, version ") and card.overall.n_bad == 10
    assert card.measured.command == "redraft critics measure mine:even u.jsonl --labels-from steps"
    assert "Labels by steps" in done.out and "labelled" in done.err
    polite = ("critics", "measure", "polite", "u.jsonl", "--labels-from", "steps", "--out", "polite")
    assert redraft(*polite, "--beside", "even").code == 0
    agreement = read_card("polite/card.json").agreement
    assert agreement is not None and agreement.critics == ("polite", "mine:even") and agreement.n == 30
    compared = redraft("critics", "compare", "even", "polite/card.json")
    assert compared.code == 0 and "mine:even, polite" in compared.out and "Kendall's tau" in compared.out
    assert json.loads(redraft("critics", "compare", "even", "polite", "--json").out)["agreement"]["n"] == 30


def test_what_was_said_in_records_is_measured_with_labels_of_people(data: Path) -> None:
    Path("redraft.toml").write_text(
        '[models.scripted]\nmodel = "demo/embedded"\n[critics.polite]\ntype = "rules"\nmust_contain = ["yes"]\n'
    )
    records = [record_of(["no", "yes"], [0.0, 1.0], prompt=f"q{i}") for i in range(3)]
    Path("r.jsonl").write_text("".join(encode_record(record) + "\n" for record in records))
    labels = [
        {"record_id": record.id, "attempt": k, "acceptable": k == 1 and i > 0}
        for i, record in enumerate(records)
        for k in range(2)
    ]
    written(Path("l.jsonl"), labels)
    done = redraft("critics", "measure", "fixed", "r.jsonl", "--labels", "l.jsonl", "--out", "card", "--json")
    assert done.code == 0, done.err
    card = json.loads(done.out)
    assert card["overall"]["counts"] == {"flagged_bad": 3, "passed_bad": 1, "flagged_good": 0, "passed_good": 2}
    assert card["measured"]["labels"] == "l.jsonl" and card["measured"]["form"] == "records"
    # A critic that was not asked then is asked now, about the same attempts.
    now = redraft("critics", "measure", "polite", "r.jsonl", "--labels-from", "fixed", "--out", "polite", "--json")
    assert now.code == 0, now.err
    assert json.loads(now.out)["overall"]["accuracy"]["value"] == 1.0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("measure", "polite", "d.jsonl", "--labels-from", "polite"), "cannot be measured by its own verdicts"),
        (("measure", "polite", "d.jsonl", "--labels-from", "stepz"), "no such critic"),
        (("measure", "polite", "d.jsonl", "--labels", "nowhere.jsonl"), "check the path"),
        (("measure", "polite", "d.jsonl", "--beside", "nowhere"), "check the path"),
        (("compare", "nowhere"), "two cards or more"),
        (("compare", "nowhere", "elsewhere"), "check the path"),
    ],
)
def test_labels_and_cards_that_cannot_be_used_are_one_clear_line(
    data: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = redraft("critics", *arguments)
    assert done.code == 2 and said in done.err and done.err.count("\n") == 1 and done.out == ""
