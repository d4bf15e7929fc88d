"""`redraft prove` against an endpoint whose rates are known: it finds them and says what follows."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from fake_server import Behaviour, serving
from redraft.evals.prove import Proof, ProveConfig, ProveResult, forecast_proof, prove, sentences
from redraft.evals.tasks import task_samples
from redraft.settings import read_settings
from redraft.trust.intervals import Estimate
from support.command_line import redraft
from support.solver import World, solving

N, N_FEW = 240, 40
HELPFUL = World(
    accuracy={"1": 0.9, "2": 0.8, "3": 0.6, "4": 0.5, "5": 0.4},
    sensitivity=0.85, specificity=0.9, repair_rate=0.5, break_rate=0.15,
)  # fmt: skip
HARMFUL = World(accuracy={"": 0.75}, sensitivity=0.3, specificity=0.6, repair_rate=0.1, break_rate=0.8)
IDLE = World(accuracy={"": 0.6}, sensitivity=0.5, specificity=0.8, repair_rate=0.35, break_rate=0.5)
PERFECT = World(accuracy={"": 1.0}, sensitivity=1.0, specificity=1.0, repair_rate=1.0, break_rate=0.0)


@cache
def proof_of(world_name: str, n: int = N) -> Proof:
    world = {"helpful": HELPFUL, "harmful": HARMFUL, "idle": IDLE, "perfect": PERFECT}[world_name]
    with solving(world, task_samples(n, seed=0)) as server:
        settings = read_settings(None, arguments={"model": f"{server.url}#solver"})
        return asyncio.run(prove(ProveConfig(settings=settings, n=n)))


def covers(estimate: Estimate | None, true: float) -> bool:
    """Whether an interval, half as wide again, holds the truth: of some forty looked at here two would miss else."""
    assert estimate is not None
    half = 0.75 * (estimate.high - estimate.low)
    return abs((estimate.low + estimate.high) / 2 - true) <= half


@pytest.mark.parametrize("world_name", ["helpful", "harmful"])
def test_the_rates_that_are_measured_are_the_true_ones(world_name: str) -> None:
    world = {"helpful": HELPFUL, "harmful": HARMFUL}[world_name]
    (critic,) = proof_of(world_name).result.critics
    rates = critic.rates
    assert rates.n == N and critic.kind == "intrinsic"
    assert covers(rates.sensitivity, world.sensitivity) and covers(rates.specificity, world.specificity)
    assert covers(rates.repair, world.repair_rate) and covers(rates.repair_passed, world.repair_rate)
    assert covers(rates.breakage, world.break_rate) and covers(rates.breakage_passed, world.break_rate)
    assert covers(rates.admitted_good, world.specificity) and covers(rates.admitted_bad, 1 - world.sensitivity)
    for grade, found in critic.grades.items():
        assert covers(found.accuracy, world.accuracy.get(grade, world.accuracy.get("", 0)))
    assert set(critic.families) == {"arithmetic", "strings", "lists", "puzzles", "sentences", "numbers"}


@pytest.mark.parametrize("world_name", ["helpful", "harmful", "idle"])
def test_what_one_half_predicts_the_other_half_measures(world_name: str) -> None:
    (critic,) = proof_of(world_name).result.critics
    tests = {(test.law, test.gated): test for test in critic.tests}
    assert len(tests) == 4
    for gated in (False, True):
        test = tests["differing", gated]
        assert len(test.predicted) == len(test.measured) == 6
        assert not any(error.excludes_zero for error in test.error)
        assert not tests["alike", gated].error[1].excludes_zero


def test_a_law_that_examines_every_answer_again_is_contradicted_where_checks_miss_much() -> None:
    (critic,) = proof_of("harmful").result.critics
    alike = [test for test in critic.tests if test.law == "alike"]
    assert all(test.error[-1].high < 0 for test in alike)


def test_a_helpful_check_is_told_to_be_used() -> None:
    result = proof_of("helpful").result
    assert result.advice is not None and result.advice.says == "correct"
    assert result.advice.gain.change.low > 0.1 and result.advice.gain.change.n == N // 2
    first, *others = sentences(result)
    assert first.startswith("Correct: up to ") and "with its own check; expected +" in first
    assert any("majority" in said for said in others) and any("best of" in said for said in others)


def test_a_harmful_check_is_told_to_be_left() -> None:
    result = proof_of("harmful").result
    assert result.advice is not None and result.advice.says == "do_not_correct"
    assert sentences(result)[0].startswith("Do not correct: ")
    assert any("majority" in said and "better use of calls" in said for said in sentences(result))


def test_an_idle_check_is_not_told_apart_and_more_tasks_are_asked_for() -> None:
    advice = proof_of("idle").result.advice
    assert advice is not None and advice.says == "not_told_apart" and advice.n_more is not None
    assert advice.n_more > 100
    assert f"about {advice.n_more:,} tasks more" in sentences(proof_of("idle").result)[0]


def test_where_every_draft_is_right_harder_tasks_are_asked_for() -> None:
    said = sentences(proof_of("perfect", N_FEW).result)
    assert len(said) == 1 and "nothing to repair" in said[0] and "--grade 5" in said[0]


def test_where_every_answer_is_empty_that_is_said_and_no_tasks_are_asked_for() -> None:
    with serving(Behaviour(replies=[("", "")])) as server:
        done = redraft("prove", "--model", f"{server.url}#mute", "--n", "40", "--yes")
    assert done.code == 1
    assert "Nothing can be told: every answer was empty (40 drafts)" in done.out
    assert "more would be needed" not in done.out


def test_where_no_check_can_be_judged_or_no_draft_is_right_that_is_said() -> None:
    with serving(Behaviour(replies=[("", "The answer is nowhere to be found.")])) as server:
        done = redraft("prove", "--model", f"{server.url}#vague", "--n", "40", "--yes")
    assert done.code == 0
    assert "Nothing can be told: none of 40 drafts could be judged" in done.out
    wrong = replace(HARMFUL, accuracy={"": 0.0}, repair_rate=0.0)
    with solving(wrong, task_samples(N_FEW, seed=0)) as server:
        done = redraft("prove", "--model", f"{server.url}#solver", "--n", str(N_FEW), "--yes")
    assert "Not told apart: no draft of 40 was right; easier tasks are needed, such as --grade 1" in done.out


def test_ways_share_calls_and_a_forecast_bounds_them() -> None:
    result: ProveResult = proof_of("helpful").result
    with solving(HELPFUL, task_samples(N, seed=0)) as server:
        settings = read_settings(None, arguments={"model": f"{server.url}#solver"})
        forecast = asyncio.run(forecast_proof(ProveConfig(settings=settings, n=N)))
        assert server.stats.n_calls == 0
    assert forecast.least.calls < result.n_sent < forecast.most.calls
    assert forecast.least.calls < forecast.middle.calls < forecast.most.calls
    curves = {curve.way: curve for curve in result.curves}
    # The gated and the ungated way write the same answers, and the draft is everybody's.
    assert [s.calls for s in curves["gated"].stages] == [s.calls for s in curves["ungated"].stages]
    assert curves["gated"].stages[0].right == curves["none"].stages[0].right
    assert curves["oracle"].is_upper_bound and curves["oracle"].stages[-1].right.value >= 0.95


def test_the_command_line_shows_calls_first_then_tables_a_sentence_a_page_and_json() -> None:
    with solving(HELPFUL, task_samples(N_FEW, seed=0)) as server:
        Path("redraft.toml").write_text(
            f'[models.m]\nmodel = "solver"\nbase_url = "{server.url}"\nprice = {{ input = 1, output = 2 }}\n'
        )
        dry = redraft("prove", "--model", "m", "--n", str(N_FEW), "--dry-run")
        assert dry.code == 0 and "nothing was sent" in dry.out and "$" in dry.out and server.stats.n_calls == 0
        assert not Path("prove").exists()
        refused = redraft("prove", "--model", "m", "--n", str(N_FEW), "--max-calls", "100")
        assert refused.code == 2 and "--max-calls is 100" in refused.err and server.stats.n_calls == 0
        done = redraft("prove", "--model", "m", "--n", str(N_FEW), "--html", "p.html")
        n_calls = server.stats.n_calls
        assert done.code == 0, done.err
        assert done.err.index("at most ") < done.err.index("40 of 40 tasks")
        for piece in ("sensitivity", "Ways of answering, 40 tasks", "measured on the other", "By family", "By grade"):
            assert piece in done.out
        again = redraft("prove", "--model", "m", "--n", str(N_FEW), "--json")
        assert again.code == 0 and server.stats.n_calls == n_calls  # everything was kept
    said = json.loads(again.out)
    assert said["result"]["n_tasks"] == N_FEW and said == json.loads(Path("prove/m/result.json").read_text())
    assert said["sentences"][0] in done.out.replace("\n", " ")
    page = Path("p.html").read_text()
    assert (
        page.count("<svg") == 4 and "A task that was repaired" in page and "http" not in page.replace("http-equiv", "")
    )


def test_a_further_critic_is_compared_and_named() -> None:
    Path("knowing_critic.py").write_text("def knows(prompt, draft, context):\n    return 'no idea' not in draft.text\n")
    with solving(HELPFUL, task_samples(N_FEW, seed=0)) as server:
        done = redraft(
            "prove", "--model", f"{server.url}#m", "--n", str(N_FEW), "--critic", "knowing_critic:knows", "--json"
        )
    said = json.loads(done.out)
    assert [critic["critic"] for critic in said["result"]["critics"]] == ["self_check", "knowing_critic:knows"]
    assert "with critic knowing_critic:knows" in said["sentences"][0]  # it is always right and asks no model


def test_failures_are_counted_shown_and_asked_again() -> None:
    failing = World(failing=6)
    with solving(failing, task_samples(N_FEW, seed=0)) as server:
        Path("redraft.toml").write_text(f'[models.m]\nmodel = "x"\nbase_url = "{server.url}"\nretries = 0\n')
        done = redraft("prove", "--model", "m", "--n", str(N_FEW))
        assert done.code == 0 and "7 tasks left unscored" in done.out and "failed" in done.err
        n_calls = server.stats.n_calls
        redraft("prove", "--model", "m", "--n", str(N_FEW))
        assert 0 < server.stats.n_calls - n_calls == 7  # only what had failed


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--model", "gptx"), 2, "no such model"),
        (("--model", "embedded", "--n", "7"), 2, "40 tasks are the fewest"),
        (("--model", "embedded", "--family", "strings"), 2, "speaks its own"),
        (("--model", "embedded", "--critic", "nobody"), 2, "no such critic"),
        (("--model", "http://127.0.0.1:9/v1#m", "--family", "odes"), 2, "no such family"),
        (("--model", "http://127.0.0.1:9/v1#m", "--language", "fr"), 2, "there are tasks in en and zh-Hant, got 'fr'"),
        (("--model", "http://127.0.0.1:9/v1#m", "--out", "file/out"), 2, "cannot make the folder"),
        (("--model", "refusing"), 1, "cannot be reached"),
    ],
)
def test_what_cannot_begin_is_one_clear_line(arguments: tuple[str, ...], code: int, said: str) -> None:
    Path("file").write_text("")
    Path("redraft.toml").write_text('[models.refusing]\nmodel="m"\nbase_url="http://127.0.0.1:9/v1"\nretries=0\n')
    done = redraft("prove", *arguments)
    assert done.code == code and said in done.err.splitlines()[-1] and done.out == ""


def test_an_endpoint_that_goes_away_ends_the_run() -> None:
    with solving(World(failing=1), task_samples(N_FEW, seed=0)) as server:  # all but the first task fail
        Path("redraft.toml").write_text(f'[models.m]\nmodel = "x"\nbase_url = "{server.url}"\nretries = 0\n')
        done = redraft("prove", "--model", "m", "--n", str(N_FEW))
    assert done.code == 1 and "20 tasks in a row got no draft" in done.err and "goes on from there" in done.err


def test_an_endpoint_that_wants_a_key_is_asked_once() -> None:
    with solving(HELPFUL, task_samples(N_FEW, seed=0), Behaviour(key="secret")) as server:
        done = redraft("prove", "--model", f"{server.url}#m", "--n", str(N_FEW))
        assert done.code == 1 and "401" in done.err and server.stats.n_calls == 1


def test_a_killed_run_goes_on_where_it_stopped() -> None:
    with solving(replace(HELPFUL, delay_s=0.005), task_samples(N_FEW, seed=0)) as server:
        arguments = ("prove", "--model", f"{server.url}#m", "--n", str(N_FEW), "--out", "out", "--concurrency", "2")
        command = [sys.executable, "-c", "from redraft.cli import main; main()", *arguments]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while server.stats.n_calls < 40:
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=60)
        kept = Path("out/calls.jsonl").read_bytes().count(b'"address"')
        n_before = server.stats.n_calls
        done = redraft(*arguments, "--json")
        n_after = server.stats.n_calls - n_before
        whole = json.loads(done.out)["result"]
    with solving(HELPFUL, task_samples(N_FEW, seed=0)) as server:
        fresh = redraft("prove", "--model", f"{server.url}#m", "--n", str(N_FEW), "--out", "fresh", "--json")
        assert json.loads(fresh.out)["result"]["n_sent"] in range(n_after + kept - 2, n_after + kept + 3)
    assert whole["n_sent"] == n_after and done.code == 0 and kept >= 38


def test_the_embedded_model_is_proved_in_its_own_world() -> None:
    done = redraft("prove", "--model", "embedded", "--n", "150", "--json")
    said = json.loads(done.out)
    assert done.code == 0 and said["result"]["n_tasks"] == 150 and said["sentences"][0].startswith("Correct: up to ")
    assert not Path("prove").exists()


def test_tasks_in_chinese_are_checked_in_chinese() -> None:
    samples = task_samples(N_FEW, seed=0, language="zh-Hant")
    with solving(PERFECT, samples) as server:
        done = redraft("prove", "--model", f"{server.url}#m", "--n", str(N_FEW), "--language", "zh-Hant", "--json")
        asked = [str(request["messages"][0]["content"]) for request in server.requests]
    said = json.loads(done.out)
    assert done.code == 0 and said["result"]["critics"][0]["rates"]["specificity"]["value"] == 1
    assert any("請不要回答上面的請求" in text for text in asked) and not any("Do not answer" in text for text in asked)
