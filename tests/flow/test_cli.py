"""The command line over real HTTP: data on stdout, talk on stderr, exit codes that programs can trust."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fake_server import Behaviour, serving
from redraft.cli import _main, _options
from redraft.engine.strategies import STRATEGIES
from redraft.settings import read_settings
from redraft.store.codec import encode
from support.command_line import redraft
from unit.profiles.test_certificates import file_for, plan

PARIS = Behaviour(
    replies=(
        ("the new answer alone", "Paris is the capital of France."),
        ("capital of France", "Lyon is the capital of France."),
    )
)
"""Answers wrongly at first and rightly once it was told what is wrong."""

CONFIG = """
[models.writer]
model = "m"
base_url = "{url}"
retries = 0

[critics.paris]
type = "rules"
must_contain = ["Paris"]

[profiles.default]
model = "writer"
critics = ["paris"]
"""

ASKED = "What is the capital of France?"


@pytest.fixture
def endpoint():
    with serving(PARIS) as server:
        Path("redraft.toml").write_text(CONFIG.format(url=server.url))
        yield server


def test_the_answer_alone_is_on_stdout_and_the_summary_on_stderr(endpoint):
    done = redraft("correct", ASKED)
    assert (done.code, done.out) == (0, "Paris is the capital of France.\n")
    assert done.err.startswith("passed: attempt 2 passed") and done.err.count("\n") == 1
    for piece in ("1 round", "answer repaired", "2 calls", "redraft show "):
        assert piece in done.err


def test_a_prompt_may_come_from_stdin(endpoint):
    assert redraft("correct", "-", stdin=ASKED).out == "Paris is the capital of France.\n"
    assert endpoint.requests[0]["messages"][0]["content"] == ASKED


def test_flags_win_over_the_file(endpoint):
    done = redraft("correct", ASKED, "--rounds", "0")
    assert done.out == "Lyon is the capital of France.\n"
    assert (done.code, "draft kept" in done.err, endpoint.stats.n_calls) == (0, True, 1)


def test_without_critics_the_draft_is_the_answer(endpoint):
    done = redraft("correct", ASKED, "--critic", "none", "--json")
    correction = json.loads(done.out)
    assert (correction["reason"], correction["text"]) == ("unscored", "Lyon is the capital of France.")
    assert endpoint.stats.n_calls == 1


def test_json_is_one_object_that_names_the_record(endpoint):
    done = redraft("correct", ASKED, "--json")
    correction = json.loads(done.out)
    assert (correction["accepted"], correction["usage"]["calls"], len(correction["attempts"])) == (True, 2, 2)
    record = json.loads(redraft("show", correction["record_id"], "--json").out)
    assert record["id"] == correction["record_id"]
    assert [decision["action"] for decision in record["decisions"]] == ["redraft", "accept", "accept"]


def test_the_record_is_shown_as_a_story_with_its_changes_marked(endpoint):
    id = json.loads(redraft("correct", ASKED, "--json").out)["record_id"]
    for named in (id[:8], "last"):
        told = redraft("show", named)
        assert told.code == 0
        assert "[-Lyon-]{+Paris+} is the capital of France." in told.out
        for piece in (ASKED, "✗ 0.00", "✓ 1.00", "accept: repaired", id[:12]):
            assert piece in told.out


def test_a_story_can_be_a_page(endpoint):
    redraft("correct", ASKED)
    done = redraft("show", "last", "--html", "story.html")
    assert (done.code, done.out) == (0, "") and "story.html" in done.err
    assert "<del>Lyon</del><ins>Paris</ins>" in Path("story.html").read_text(encoding="utf-8")


def test_records_are_listed_the_newest_first(endpoint):
    assert "no records" in redraft("show").err
    ids = [json.loads(redraft("correct", f"{ASKED} ({k})", "--json").out)["record_id"] for k in range(3)]
    listed = json.loads(redraft("show", "--json", "--limit", "2").out)
    assert [row["id"] for row in listed] == ids[:0:-1]
    assert ids[2][:12] in redraft("show").out


def test_nothing_is_kept_if_nothing_shall_be(endpoint, monkeypatch):
    done = redraft("correct", ASKED, "--no-record")
    assert "redraft show" not in done.err
    assert not (Path.home() / ".local" / "share" / "redraft").exists()
    monkeypatch.setenv("REDRAFT_STORE__URL", "kept.db")
    redraft("correct", ASKED, "--no-record")
    assert not Path("kept.db").exists()


def test_an_unknown_record_is_a_failure_with_one_clear_line(endpoint):
    redraft("correct", ASKED)
    done = redraft("show", "nosuch")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("redraft: no record 'nosuch'") and done.err.count("\n") == 1


def test_a_dry_run_sends_nothing(endpoint):
    done = redraft("correct", ASKED, "--dry-run", "--json")
    forecast = json.loads(done.out)
    assert (forecast["least"]["calls"], forecast["most"]["calls"], endpoint.stats.n_calls) == (1, 4, 0)
    assert "nothing was sent" in redraft("correct", ASKED, "--dry-run").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["correct", ASKED, "--rounds", "-1"], "--rounds = -1: must be a whole number, 0 or more"),
        (["correct", ASKED, "--budget-calls", "-2"], "--budget-calls = -2"),
        (["correct", ASKED, "--strategy", "nosuch"], "no such strategy"),
        (["correct", ASKED, "--critic", "nosuch"], "--critic"),
        (["correct", ASKED, "--profile", "nosuch"], "no such profile"),
        (["correct", ASKED, "--config", "nosuch.toml"], "cannot be read"),
        (["correct", ASKED, "--budget-usd", "1"], "price"),
        (["correct", ""], "must not be empty"),
        (["run", "nosuch.jsonl", "out.jsonl"], "there is no such file"),
    ],
)
def test_misuse_is_one_clear_line_and_exit_code_two(endpoint, arguments, said):
    done = redraft(*arguments)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert done.err.startswith("redraft: ") and said in done.err
    assert endpoint.stats.n_calls == 0


@pytest.mark.parametrize("arguments", [["nosuch"], ["correct"], ["correct", "a", "b"], ["correct", "a", "--nosuch"]])
def test_a_command_line_that_cannot_be_read_is_misuse(arguments):
    done = redraft(*arguments)
    assert (done.code, done.out) == (2, "") and "Usage: redraft" in done.err


def test_a_fault_in_the_settings_names_file_key_value_and_what_to_do():
    Path("redraft.toml").write_text("[profiles.default]\nronds = 3\n")
    done = redraft("correct", "q")
    assert done.code == 2
    assert done.err == (
        "redraft: redraft.toml: [profiles.default] ronds = 3: no such setting; did you mean 'rounds'? "
        + done.err.partition("did you mean 'rounds'? ")[2]
    )


def test_an_endpoint_that_fails_is_a_failure_with_its_reason(endpoint):
    endpoint.behave(Behaviour(faults=("500",) * 9))
    done = redraft("correct", ASKED)
    assert (done.code, done.out) == (1, "")
    assert "model_error" in done.err and "no answer" in done.err and "Traceback" not in done.err


def test_the_harm_case_returns_the_draft_with_its_reason(endpoint):
    # Draft scored .7, redraft .2, nothing passes .9, the rounds are over: the draft comes back, not the worse redraft.
    Path("harm.py").write_text(
        "def judge(prompt, draft, context):\n    return 0.2 if context.attempts else 0.7\n", encoding="utf-8"
    )
    Path("redraft.toml").write_text(CONFIG.format(url=endpoint.url) + "threshold = 0.9\nrounds = 1\n")
    done = redraft("correct", ASKED, "--critic", "harm:judge", "--json")
    correction = json.loads(done.out)
    assert (done.code, correction["accepted"], correction["reason"]) == (0, False, "nothing_better")
    assert correction["draft"]["parts"][0]["text"] == "Lyon is the capital of France."
    assert [attempt["verdict"]["score"] for attempt in correction["attempts"]] == [0.7, 0.2]


def test_what_a_model_wrote_reaches_a_pipe_to_the_letter(endpoint):
    endpoint.behave(Behaviour(replies=(("", "Paris \x1b[31m"),)))
    assert redraft("correct", ASKED).out == "Paris \x1b[31m\n"


def test_an_unexpected_error_is_one_line_and_its_place_is_shown_on_request(monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("boom")

    monkeypatch.setattr("redraft.settings.read_settings", broken)
    done = redraft("show")
    assert (done.code, done.err.count("\n")) == (1, 1) and "RuntimeError: boom" in done.err and "--debug" in done.err
    debugged = redraft("--debug", "show")
    assert debugged.code == 1 and "Traceback" in debugged.err


def test_a_batch_is_corrected_in_order_and_bad_lines_are_named(endpoint):
    lines = [{"id": "a", "prompt": ASKED}, "broken", {"id": "b", "prompt": f"{ASKED} Again."}]
    Path("in.jsonl").write_text("".join(f"{json.dumps(x) if x != 'broken' else x}\n" for x in lines))
    done = redraft("run", "in.jsonl", "out.jsonl")
    rows = [json.loads(line) for line in Path("out.jsonl").read_text().splitlines()]
    assert (done.code, done.out) == (1, "") and "line 2:" in done.err
    assert [(row["id"], row["text"]) for row in rows] == [
        ("a", "Paris is the capital of France."),
        (None, None),
        ("b", "Paris is the capital of France."),
    ]
    assert "3 lines: 2 accepted, 2 changed, 0 without an answer, 1 bad" in done.err


def test_a_batch_can_be_forecast_and_reported_as_json(endpoint):
    Path("in.csv").write_text(f"id,prompt\n1,{ASKED}\n2,{ASKED} Again.\n")
    assert json.loads(redraft("run", "in.csv", "out.csv", "--dry-run", "--json").out)["n_prompts"] == 2
    assert endpoint.stats.n_calls == 0 and not Path("out.csv").exists()
    done = redraft("run", "in.csv", "out.csv", "--json", "--concurrency", "2")
    assert (done.code, json.loads(done.out)["progress"]["n_accepted"]) == (0, 2)


def test_init_writes_settings_that_work_and_keeps_what_is_there():
    done = redraft("init", "--json")
    assert (done.code, json.loads(done.out)) == (0, {"written": str(Path("redraft.toml").resolve())})
    assert read_settings("redraft.toml").in_use.model == "embedded"
    again = redraft("init")
    assert again.code == 2 and "is there already" in again.err and "--force" in again.err
    Path("redraft.toml").write_text("old")
    assert redraft("init", "--force").code == 0
    assert read_settings("redraft.toml").in_use.strategy == "in_context_alignment"


def test_everything_that_init_suggests_is_a_setting():
    redraft("init")
    suggested = [
        line.removeprefix("# ") if line.startswith("# ") and (" = " in line or line.startswith("# [")) else line
        for line in Path("redraft.toml").read_text().splitlines()
        if not (line.startswith("# ") and line[2:3].isupper())
    ]
    Path("all.toml").write_text("\n".join(line for line in suggested if not line.startswith("#")))
    settings = read_settings("all.toml")
    assert set(settings.critics) == {"reviewer", "form", "tests", "prover", "mine"}
    assert set(settings.profiles) == {"default", "careful"} and settings.in_use.budget.calls == 8
    assert settings.models["writer"].price is not None and settings.store.url


def test_doctor_says_what_works_and_what_is_broken():
    Path("redraft.toml").write_text("[profiles.default]\nrounds = 'x'\n")
    done = redraft("doctor", "--json")
    found = {finding["name"]: finding for finding in json.loads(done.out)}
    assert done.code == 1
    assert (found["settings"]["state"], found["python"]["state"]) == ("broken", "works")
    assert "rounds" in found["settings"]["detail"]


def test_doctor_looks_at_every_profile_with_a_certificate_and_one_that_is_void_is_a_problem():
    Path("cert.json").write_text(encode(file_for(plan())))
    Path("redraft.toml").write_text('[profiles.support]\nmodel = "embedded"\ncertificate = "cert.json"\n')
    done = redraft("doctor", "--json")
    found = {finding["name"]: finding for finding in json.loads(done.out)}
    assert found["profile default"]["state"] == "works"
    assert (found["profile support"]["state"], done.code) == ("broken", 1)
    detail = found["profile support"]["detail"]
    assert "is void: " in detail and "certificate the certificate" not in detail


def test_doctor_never_shows_a_secret(monkeypatch, endpoint):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    monkeypatch.setenv("OPENAI_BASE_URL", "https://me:hidden@example.org/v1")
    for arguments in (["doctor"], ["doctor", "--json"]):
        done = redraft(*arguments)
        assert "sk-secret" not in done.out + done.err and "hidden" not in done.out + done.err
        assert "example.org" in done.out and "store" in done.out


def test_the_help_names_every_strategy():
    assert set(_options._STRATEGIES.split(", ")) == set(STRATEGIES)


def test_every_command_takes_json_and_explains_itself():
    group = _main.typer.main.get_command(_main.app)
    leaves = {}
    for name, command in group.commands.items():
        inner = getattr(command, "commands", None)
        leaves |= {name: command} if inner is None else {f"{name} {n}": leaf for n, leaf in inner.items()}
    assert {"correct", "fix", "critics measure", "replay", "eval logic", "train embedded"} <= set(leaves)
    for name, command in leaves.items():
        assert any("--json" in parameter.opts for parameter in command.params), name
        assert command.help and all(parameter.help for parameter in command.params if parameter.name != "help"), name


def start(*arguments: str, env_changes=None, **settings) -> "subprocess.Popen[str]":
    code = "from redraft.cli import main; main()"
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, **settings}
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], env={**os.environ, **(env_changes or {})}, **pipes
    )


def test_ctrl_c_ends_at_once_without_a_traceback(endpoint):
    endpoint.behave(Behaviour(latency_s=60.0))
    process = start("correct", ASKED)
    while not endpoint.stats.n_calls and process.poll() is None:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, "") and err.endswith("stopped\n") and "Traceback" not in err


def test_an_output_that_cannot_hold_a_character_gets_an_escape(endpoint):
    endpoint.behave(Behaviour(replies=(("", "Zürich ✓"),)))
    process = start("correct", ASKED, "--critic", "none", env_changes={"PYTHONIOENCODING": "ascii"})
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (0, "Z\\xfcrich \\u2713\n") and "unscored" in err


def test_a_reader_that_has_seen_enough_is_no_reason_to_complain():
    reading, writing = os.pipe()
    os.close(reading)
    process = start("init", "--json", stdout=writing)
    os.close(writing)
    _, err = process.communicate(timeout=30)
    assert err == "" and Path("redraft.toml").exists()


def test_help_is_quick_because_it_imports_nothing_heavy():
    code = (
        "import sys; sys.argv = ['redraft', '--help']\nfrom redraft.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(*[n for n in ('numpy', 'sqlalchemy', 'aiohttp', 'ctranslate2', 'matplotlib', 'torch', 'rich') "
        "if n in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    assert "Usage: redraft" in done.stdout and done.stderr.split() == []
