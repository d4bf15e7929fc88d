"""`redraft eval` from the command line: on the embedded model, over HTTP, on a file, and what it refuses."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from fake_server import Behaviour, serving
from redraft.evals.samples import case_hash, read_samples
from redraft.store.codec import encode
from support.certificates import certificate_file
from support.command_line import Done, redraft
from support.labelled import written

ROWS = [
    {
        "id": f"q{i}",
        "prompt": f"What is {i} + {i}?",
        "reference": 2 * i,
        "groups": {"size": "small" if i < 6 else "big"},
    }
    for i in range(12)
]


@pytest.fixture(scope="module")
def count(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Done]:
    """An evaluation of the embedded model on its own world."""
    folder = tmp_path_factory.mktemp("count") / "out"
    with pytest.MonkeyPatch.context() as patch:  # made before the surroundings of a test are
        for name in [name for name in os.environ if name.startswith("REDRAFT_")]:
            patch.delenv(name)
        patch.chdir(folder.parent)
        return folder, redraft(
            "eval", "count", "--model", "embedded", "--limit", "40", "--seeds", "2", "--out", str(folder)
        )


def test_the_embedded_model_is_evaluated_beside_its_baselines(count: tuple[Path, Done]) -> None:
    folder, done = count
    assert done.code == 0, done.err
    for said in ("judged by self_check", "none", "best of 2", "majority of ", "critic ignored", "(upper bound)"):
        assert said in done.out
    assert "count: 40 samples, 2 seeds, 6 ways of answering" in done.err
    assert "at most" in done.err
    assert "in_context_alignment is " in done.out
    result = json.loads((folder / "result.json").read_text())
    assert result["ways"][0]["role"] == "profile"
    assert result["command"] == "redraft eval count --limit 40 --seeds 2 --model embedded"
    page = (folder / "report.html").read_text()
    assert page.count("<svg") >= 4
    assert "upper bound" in page


def test_the_same_command_again_asks_nobody_and_says_the_same(count: tuple[Path, Done]) -> None:
    folder, done = count
    n_lines = len((folder / "outcomes.jsonl").read_text().splitlines())
    again = redraft("eval", "--model", "embedded", "count", "--limit", "40", "--seeds", "2", "--out", str(folder))
    assert (again.code, again.out) == (0, done.out)
    assert len((folder / "outcomes.jsonl").read_text().splitlines()) == n_lines


def test_another_evaluation_in_the_same_folder_is_refused(count: tuple[Path, Done]) -> None:
    folder, _ = count
    done = redraft("eval", "count", "--model", "embedded", "--limit", "41", "--out", str(folder))
    assert done.code == 2
    assert "holds another evaluation" in done.err
    done = redraft("eval", "count", "--model", "embedded", "--limit", "40", "--rounds", "3", "--out", str(folder))
    assert "its plan.budget.rounds is None, here it is 3; give another --out" in done.err


def test_two_evaluations_are_compared(count: tuple[Path, Done], tmp_path: Path) -> None:
    folder, _ = count
    other, page = tmp_path / "other", tmp_path / "page.html"
    more = ("--limit", "40", "--seeds", "2", "--rounds", "3")
    assert redraft("eval", "count", "--model", "embedded", *more, "--out", str(other)).code == 0
    done = redraft("eval", "compare", str(folder), str(other / "result.json"), "--html", str(page))
    assert "The profiles differ: budget.rounds is 3 in B and None in A." in done.out
    assert done.code == 0, done.err
    assert "B minus A" in done.out
    assert "in its own way of answering" in done.out
    assert "<svg" in page.read_text()
    result = json.loads(redraft("eval", "compare", str(folder), str(other), "--json").out)
    assert result["differences"][0]["n"] == 80


def test_a_file_is_evaluated_over_http_and_no_request_holds_a_reference(tmp_path: Path) -> None:
    rows = [*ROWS, {**ROWS[0], "id": "again"}]
    rows = [{**row, "reference": f"secret-{row['reference']}", "scorer": "exact"} for row in rows]
    path, out = written(tmp_path / "sums.jsonl", rows), tmp_path / "out"
    Path("redraft.toml").write_text("")
    replies = [("What is 3 + 3?", "The answer is secret-6"), ("", "The answer is 4.\nVerdict: pass")]
    with serving(Behaviour(replies=replies)) as server:
        done = redraft(
            "eval", str(path), "--model", f"{server.url}#m", "--critic", "self_check", "--seeds", "1",
            "--out", str(out), "--json",
        )  # fmt: skip
        requests = "".join(map(str, server.requests))
        n_calls = server.stats.n_calls
    assert done.code == 0, done.err
    result = json.loads(done.out)
    assert (result["n_samples"], result["n_repeated"]) == (12, 1)
    assert "cases" not in result
    own = result["ways"][0]
    assert own["accuracy"]["value"] == pytest.approx(1 / 12)
    assert n_calls > 40
    # The model itself writes one of the references; in all other requests there is none.
    assert "secret-6" in requests
    assert "secret-8" not in requests
    assert (out / "report.html").exists()


def test_a_forecast_sends_nothing(tmp_path: Path) -> None:
    path = written(tmp_path / "sums.jsonl", ROWS)
    arguments = ("eval", str(path), "--model", "http://127.0.0.1:9/v1#m", "--critic", "self_check", "--dry-run")
    done = redraft(*arguments)
    assert done.code == 0, done.err
    assert "sums.jsonl: 12 samples, 3 seeds, 6 ways of answering" in done.out
    assert "nothing was sent" in done.out
    assert "US dollars" not in done.out
    Path("redraft.toml").write_text(
        '[models.m]\nmodel = "http://127.0.0.1:9/v1#m"\nprice = { input = 1.0, output = 10.0 }\n'
        '[profiles.default]\nmodel = "m"\n'
    )
    priced = redraft("eval", str(path), "--dry-run")
    assert priced.out.count("US dollars") == 2
    ways = json.loads(redraft(*arguments, "--json").out)
    assert ways[0]["least"]["calls"] == 72
    assert not Path("evaluations").exists()


def test_where_the_endpoint_failed_nothing_is_scored_and_the_same_command_may_ask_again(tmp_path: Path) -> None:
    path, out = written(tmp_path / "sums.jsonl", ROWS[:2]), tmp_path / "out"
    arguments = ("eval", str(path), "--seeds", "1", "--out", str(out))
    with serving(Behaviour(replies=[("", "It is 2.")], faults=["status:500"] * 8)) as server:
        Path("redraft.toml").write_text(
            f'[models.flaky]\nmodel = "{server.url}#m"\nretries = 0\n'
            '[profiles.default]\nmodel = "flaky"\ncritics = []\n'
        )
        done = redraft(*arguments)
        assert (done.code, server.stats.n_calls) == (1, 8)
        assert "No answer of in_context_alignment could be scored: 2 × no answer was returned." in done.out
        assert "Unscored answers" in done.out
        assert redraft(*arguments).code == 1
        assert server.stats.n_calls == 8  # what was played is kept, failures too
        mended = redraft(*arguments, "--again", "--json")
    assert mended.code == 0, mended.err
    assert [way["n_unscored"] for way in json.loads(mended.out)["ways"]] == [0, 0, 0, 0]


def test_a_run_that_was_killed_goes_on_and_repeats_only_what_was_in_flight(tmp_path: Path) -> None:
    path, out = written(tmp_path / "sums.jsonl", ROWS), tmp_path / "out"
    outcomes = out / "outcomes.jsonl"

    def n_done() -> int:
        return outcomes.read_bytes().count(b"\n") if outcomes.exists() else 0

    with serving(Behaviour(replies=[("", "It is 6.")], latency_s=0.05)) as server:
        arguments = (
            "eval", str(path), "--model", f"{server.url}#m", "--critic", "none", "--seeds", "1",
            "--concurrency", "2", "--out", str(out), "--json",
        )  # fmt: skip
        code = "from redraft.cli import main; main()"
        killed = subprocess.Popen(
            [sys.executable, "-c", code, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while n_done() < 15 and killed.poll() is None:
            time.sleep(0.01)
        killed.kill()
        killed.wait()
        n_before = n_done()
        assert 15 <= n_before < 48
        done = redraft(*arguments)
        n_calls = server.stats.n_calls
    assert done.code == 0, done.err
    rows = [json.loads(line) for line in outcomes.read_text().splitlines()]
    assert len(rows) == len({(row["arm"], row["seed"], row["id"]) for row in rows}) == 48
    n_needed = sum(row["calls"] for row in rows)
    assert n_needed <= n_calls <= n_needed + 2 * 2  # two samples side by side, two calls each
    result = json.loads(done.out)
    assert [way["n"] for way in result["ways"]] == [12, 12, 12, 12]


def test_samples_that_calibrated_the_certificate_are_refused_with_their_number(tmp_path: Path) -> None:
    path = written(tmp_path / "sums.jsonl", ROWS)
    hashes = tuple(case_hash(sample.prompt) for sample in read_samples(path))
    certificate = certificate_file(hashes=hashes[:3])
    Path("certificate.json").write_text(encode(certificate))
    Path("redraft.toml").write_text('[profiles.default]\ncertificate = "certificate.json"\n')
    arguments = ("--model", "http://127.0.0.1:9/v1#m", "--dry-run")
    done = redraft("eval", str(path), *arguments)
    assert done.code == 2
    assert "3 of 12 samples of 'sums.jsonl' also calibrated the certificate 'certificate.json'" in done.err
    rest = written(tmp_path / "rest.jsonl", ROWS[3:])
    assert redraft("eval", str(rest), *arguments).code == 0


@pytest.mark.parametrize(
    ("rows", "options", "said"),
    [
        ([], (), "is empty"),
        ([{"prompt": "?", "reference": float("nan")}], (), "`reference` is nan"),
        ([{"prompt": "?", "reference": 1, "scorer": "fuzzy"}], (), "no scorer is called 'fuzzy'"),
        ([{"prompt": "?", "answer": "x", "acceptable": True}], (), "redraft critics measure"),
        (ROWS, ("--critic", "nobody"), "nobody"),
        (ROWS, ("--form", "bbq"), "`ans0` is missing"),
    ],
)
def test_what_cannot_be_evaluated_is_refused_with_exit_code_2(
    tmp_path: Path, rows: list[dict[str, Any]], options: tuple[str, ...], said: str
) -> None:
    path = written(tmp_path / "bad.jsonl", rows)
    done = redraft("eval", str(path), "--model", "http://127.0.0.1:9/v1#m", *options)
    assert done.code == 2
    assert said in done.err


def test_a_name_that_is_nothing_says_what_there_is() -> None:
    done = redraft("eval", "cuont")
    assert done.code == 2
    assert "'cuont' is no file here and no world; give a path, or one of count, pref, tasks" in done.err


def test_help_shows_the_usual_command_and_all_others() -> None:
    done = redraft("eval", "--help")
    assert done.code == 0
    for said in ("redraft eval run NAME|FILE", "compare", "embedded", "code", "logic", "steps"):
        assert said in done.out
    assert "--seeds" in redraft("eval", "count", "--help").out
    assert "--seeds" in redraft("eval", "run", "--help").out
