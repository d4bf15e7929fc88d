"""A certificate from the command line to the corrections that it binds, on the embedded model."""

import json
from pathlib import Path

import numpy as np

import certificate_embedded as bench
from redraft.models.local import embedded_model
from redraft.profiles.certificates import read_certificate
from redraft.store.codec import encode
from support.command_line import redraft

PROFILE = '[profiles.default]\nmodel = "embedded"\nrounds = 1\n'
CALIBRATE = ("calibrate", "count", "--limit", "80", "--epsilon", "0.05", "--out", "cert.json")


def test_what_is_needed_is_said_first_then_the_profile_is_certified_and_runs_under_it() -> None:
    Path("redraft.toml").write_text(PROFILE)
    done = redraft(*CALIBRATE, "--html", "page.html")
    assert done.code == 0, done.err
    said = done.err.splitlines()
    assert said[0].startswith(
        "A broken rate of at most 5 % at delta 0.05 takes 59 cases if no answer is broken, 93 with 1"
    )
    assert said[2].startswith("80 cases: 160 to 320 calls")
    assert "Certified: with redrafts let in from a score of 1, at most 5 % of all answers are broken" in done.out
    assert "Recommended: " in done.out
    page = Path("page.html").read_text()
    assert "What is promised" in page and "<svg" in page and "Beside other strategies" in page
    file = read_certificate("cert.json")
    assert (file.n, file.threshold, len(file.case_hashes)) == (80, 1.0, 80)
    assert file.command == "redraft calibrate count --epsilon 0.05 --delta 0.05 --limit 80"

    Path("redraft.toml").write_text(PROFILE + 'certificate = "cert.json"\n')
    held = redraft("correct", "make 46 10 3 12", "--json")
    assert json.loads(held.out)["certificate"]["calibration_id"] == file.calibration_id
    assert "certified: at most 5 % broken" in held.err
    void = redraft("correct", "make 46 10 3 12", "--rounds", "2", "--json")
    assert json.loads(void.out)["certificate"] is None
    assert "budget.rounds was 1 and is 2; calibrate again; until then the draft is returned" in void.err
    assert "certificate: not in force: " in redraft("show", "last").out
    assert "certificate in force: broken rate at most 5 %, confidence 95 %" in redraft("doctor", "--json").out
    Path("in.jsonl").write_text('{"prompt": "make 46 10 3 12"}\n')
    assert "certificate: the certificate of" in redraft("run", "in.jsonl", "out.jsonl", "--rounds", "2").err
    assert "certificate: " not in redraft("run", "in.jsonl", "again.jsonl").err


def test_a_dry_run_asks_nothing_and_too_few_cases_are_refused_before_anything_is_asked() -> None:
    Path("redraft.toml").write_text(PROFILE)
    dry = redraft(*CALIBRATE, "--dry-run")
    assert (dry.code, Path("cert.json").exists(), Path("cert.json.journal").exists()) == (0, False, False)
    assert "There are 80 cases: up to 0 flips allowed." in dry.out
    few = redraft("calibrate", "count", "--limit", "40", "--epsilon", "0.05")
    assert few.code == 2
    assert "40 cases are too few: a broken rate of at most 0.05 at delta 0.05 takes 59 even if no answer" in few.err
    assert not Path("certificate.json.journal").exists()
    assert redraft("calibrate").code == 2
    assert redraft(*CALIBRATE, "--epsilon", "nan").code == 2


def test_people_label_answers_and_their_labels_are_certified_without_a_model() -> None:
    Path("redraft.toml").write_text(PROFILE + 'strategy = "self_refine"\n')
    asked = [f"make {40 + k} 10 3 12" for k in range(59)]
    Path("prompts.jsonl").write_text("".join(json.dumps({"prompt": one}) + "\n" for one in asked))
    done = redraft("calibrate", "prompts.jsonl", "--epsilon", "0.05", "--collect", "ask.jsonl")
    assert done.code == 0, done.err
    assert done.err.startswith("A broken rate of at most 5 % at delta 0.05 takes 59 cases")
    questions = [json.loads(line) for line in Path("ask.jsonl").read_text().splitlines()]
    assert questions
    assert f"{len(questions)} question" in done.err
    unlabelled = redraft("calibrate", "--labels", "ask.jsonl", "--epsilon", "0.05", "--out", "cert.json")
    assert unlabelled.code == 2 and "not labelled yet" in unlabelled.err
    for question in questions:
        question |= {"a_right": False, "b_right": False}
    Path("ask.jsonl").write_text("".join(json.dumps(question) + "\n" for question in questions))
    certified = redraft("calibrate", "--labels", "ask.jsonl", "--epsilon", "0.05", "--out", "cert.json", "--json")
    assert certified.code == 0, certified.err
    assert json.loads(certified.out)["n"] == 59
    assert read_certificate("cert.json").threshold is None  # nothing was repaired, so correcting stays off


def test_certificates_of_a_harmful_profile_hold_on_another_stream_and_the_engine_keeps_to_them() -> None:
    # The small version of benchmarks/certificate_embedded.py.
    model = embedded_model()
    truth = bench.truth_of(model, 2_000)
    streams = bench.calibrations(model, 8)
    found = bench.judged(streams, truth, epsilon=0.02, n=300)
    assert truth.broken[-1] > 0.04  # without a certificate the profile does harm
    assert found["violations"]["at_least"] <= 0.05
    assert found["certified_something"]["share"] >= 0.9
    assert found["net_gain_of_the_choice"] > 0.02
    loosest = int(np.flatnonzero(truth.broken <= 0.02)[-1])
    held = bench.enforced(model, bench.GRID[loosest], 400)
    assert held["as_calibrated"] == 400
    assert held["broken_with"] < held["broken_without"] / 2


def test_rows_that_ask_the_same_are_said_to_be_one_case() -> None:
    Path("redraft.toml").write_text(PROFILE)
    row = {"prompt": "make 46 10 3 12", "reference": 1}
    Path("same.jsonl").write_text("".join(json.dumps(row | {"id": f"r{k}"}) + "\n" for k in range(60)))
    few = redraft("calibrate", "same.jsonl", "--epsilon", "0.05")
    dry = redraft("calibrate", "same.jsonl", "--epsilon", "0.05", "--dry-run")
    assert (few.code, dry.code) == (2, 0)
    for said in (few.err, dry.out):
        assert "There is 1 case: too few." in said
        assert "59 rows ask what an earlier row asks, and were left out." in said
    assert "1 case is too few: a broken rate" in few.err


def test_rows_of_one_problem_are_said_and_a_second_look_is_refused_before_anything_is_asked() -> None:
    Path("redraft.toml").write_text(PROFILE)

    def rows(n: int) -> str:
        asked = ((f"make {40 + k % 50} {10 + k // 50} 3 12", f"p{k // 2}") for k in range(n))
        return "".join(json.dumps({"prompt": one, "reference": 1, "problem": of}) + "\n" for one, of in asked)

    Path("pairs.jsonl").write_text(rows(118))
    dry = redraft("calibrate", "pairs.jsonl", "--epsilon", "0.05", "--looks", "2", "--dry-run")
    assert "at delta 0.025 takes 72 cases" in dry.out
    assert "59 rows of 118 share a problem" in dry.out
    few = redraft("calibrate", "pairs.jsonl", "--epsilon", "0.05", "--looks", "2", "--alone")
    assert few.code == 2 and "59 cases are too few" in few.err
    assert "59 rows of 118 share a problem with another and are not independent" in few.err

    calibrate = ("calibrate", "count", "--epsilon", "0.05", "--alone", "--out", "cert.json")
    assert redraft(*calibrate, "--limit", "60").code == 0
    again = redraft(*calibrate, "--limit", "61")
    assert again.code == 2
    assert "'cert.json' was calibrated on 60 of these 61 cases, look 1 of 1: to look again until" in again.err
    same = redraft(*calibrate, "--limit", "60")
    assert same.code == 0  # the same calibration is no second look
    assert "nothing was asked: all answers are those of the run before" in same.err
    before = Path("cert.json.journal").read_text()
    anew = redraft(*calibrate, "--limit", "60", "--again")
    assert anew.code == 0 and "nothing was asked" not in anew.err
    assert Path("cert.json.journal.before").read_text() == before


def test_what_stands_in_the_file_and_is_no_earlier_look_is_kept() -> None:
    Path("redraft.toml").write_text(PROFILE)
    Path("cert.json").write_text("mine")
    done = redraft("calibrate", "count", "--epsilon", "0.05", "--alone", "--out", "cert.json", "--limit", "60")
    assert done.code == 0, done.err
    assert "what stood in cert.json is of another calibration, and is kept as cert.before.json" in done.err
    assert Path("cert.before.json").read_text() == "mine" and read_certificate("cert.json").n == 60


def test_a_certificate_that_cannot_be_read_any_more_does_not_stand_in_the_way_of_a_new_one() -> None:
    Path("redraft.toml").write_text(PROFILE + 'certificate = "cert.json"\n')
    Path("cert.json").write_text('{"epsilon": 0.05}')
    assert redraft("correct", "make 46 10 3 12").code == 2
    assert redraft(*CALIBRATE, "--alone").code == 0
    assert redraft("correct", "make 46 10 3 12").code == 0


def test_a_certificate_survives_the_file_it_is_kept_in() -> None:
    Path("redraft.toml").write_text(PROFILE)
    done = redraft(*CALIBRATE, "--alone", "--json")
    assert done.code == 0
    printed = json.loads(done.out)
    assert printed["certificate"]["threshold"] == 1.0
    assert printed["profile"]["n"] == 80
    assert printed["advice"] is None
    first = read_certificate("cert.json")
    Path("copy.json").write_text(encode(first))
    assert read_certificate("copy.json") == first
