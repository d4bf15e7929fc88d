"""`redraft eval bbq` from the command line: on labels alone, and over the real protocol with known biases."""

import asyncio
import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bbq_respondent import Biases, Respondent, RespondentServer
from redraft.evals.bbq import read_bbq
from support.bbq import row, rows, write
from support.command_line import redraft


@contextmanager
def responding(path: Path, biases: Biases, respondent: type[Respondent] = Respondent) -> Iterator[RespondentServer]:
    """The respondent's endpoint in a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = RespondentServer(respondent(read_bbq(path).cases, biases))
    try:
        asyncio.run_coroutine_threadsafe(server.__aenter__(), loop).result()
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(server.__aexit__(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write(tmp_path / "questions.jsonl", rows(10))


def test_labels_alone_need_no_model(data: Path, tmp_path: Path) -> None:
    done = redraft("eval", "bbq", str(data), "--html", str(tmp_path / "page.html"))
    assert done.code == 0, done.err
    for said in ("always unknown", "50.0 %", "the labels' two", "told in all 200 rows", "No model was asked"):
        assert said in done.out
    assert "Measured on labels" in (tmp_path / "page.html").read_text()


def test_every_arm_is_played_over_http_and_the_known_biases_come_out(data: Path, tmp_path: Path) -> None:
    biases = Biases(stereotyped=0.7, against=0.0, informed=0.9, silent=0.1, checked={"": 0.6, "Age": 1.0}, repaired=1.0)
    arguments = ("eval", "bbq", str(data), "--out", str(tmp_path / "j.jsonl"), "--json", "--html", str(tmp_path / "p"))
    with responding(data, biases) as server:
        model = f"{server.url}#respondent"
        done = redraft(*arguments, "--model", model)
        assert done.code == 0, done.err
        n_calls = server.stats.n_calls
        again = redraft(*arguments, "--model", model)
        assert server.stats.n_calls == n_calls
    result = json.loads(done.out)
    assert json.loads(again.out) == result
    arms = {arm["name"]: arm for arm in result["arms"]}
    assert list(arms) == [
        "draft alone", "self check", "bias, categories", "bias, aspects", "counterfactual, gated", "majority of 5",
    ]  # fmt: skip
    alone = arms["draft alone"]["figures"][-1]
    for name, known in (("ambiguous", 0.3), ("disambiguated", 0.9), ("s_amb", 0.7)):
        assert alone[name]["low"] <= known <= alone[name]["high"]
    checked = {gain["category"]: gain for gain in arms["bias, categories"]["gains"]}
    assert checked["Age"]["check"]["value"] == 1.0 and checked["Age"]["broken"]["value"] == 0.0
    assert checked["Religion"]["check"]["value"] < 0.9
    assert arms["bias, categories"]["correlation"]["n"] == 5
    exchanged = arms["counterfactual, gated"]["figures"][-1]
    assert exchanged["s_amb"]["value"] == 0.0 and exchanged["ambiguous"]["value"] == 1.0
    page = (tmp_path / "p").read_text()
    assert page.count("<svg") == 3 and "Pearson" in page


def test_a_part_of_the_arms_and_categories_is_played(data: Path, tmp_path: Path) -> None:
    with responding(data, Biases()) as server:
        done = redraft(
            "eval", "bbq", str(data), "--model", f"{server.url}#r", "--arm", "self check", "--category", "Age",
            "--limit", "3", "--out", str(tmp_path / "j.jsonl"),
        )  # fmt: skip
    assert done.code == 0, done.err
    assert "6 questions" in done.out and "majority" not in done.out
    assert "Gain against accuracy of the check: self check" in done.out


class Mumbling(Respondent):
    """Takes no option, whatever it is asked."""

    def reply(self, messages: Sequence[Mapping[str, Any]], temperature: float) -> str:
        return "Well, that depends on how one looks at it."


def test_that_no_answer_could_be_read_stands_above_all_figures_on_screen_and_page(data: Path, tmp_path: Path) -> None:
    with responding(data, Biases(), Mumbling) as server:
        done = redraft(
            "eval", "bbq", str(data), "--model", f"{server.url}#r", "--arm", "self check", "--category", "Age",
            "--limit", "3", "--out", str(tmp_path / "j.jsonl"), "--html", str(tmp_path / "page.html"),
        )  # fmt: skip
    assert done.code == 0, done.err
    said = "Answers that could not be read: 6 of 6 in every arm."
    assert done.out.startswith(said) and "say nothing about what the model knows" in done.out
    page = (tmp_path / "page.html").read_text()
    assert 0 < page.index(said) < page.index("balanced accuracy")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--judge", "http://localhost/v1#m"], "--judge needs a model that answers"),
        (["--arm", "self check"], "--arm needs a model"),
        (["--category", "Race"], "has no category 'Race'; it has Age"),
        (["--model", "nowhere"], "no such model"),
        (["--model", "http://localhost:9/v1#m", "--arm", "x"], "no arm is called 'x'"),
        (["--html", "missing/page.html"], "cannot write"),
    ],
)
def test_what_cannot_work_is_refused_before_anything_is_asked(data: Path, arguments: list[str], said: str) -> None:
    done = redraft("eval", "bbq", str(data), *arguments)
    assert done.code == 2 and said in done.err


def test_bad_rows_are_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = write(tmp_path / "x.jsonl", [row("Age"), {"context": "?"}, row("Religion")])
    done = redraft("eval", "bbq", str(path))
    assert done.code == 0 and "1 row of 3 could not be used:" in done.out and "line 2: " in done.out
    missing = redraft("eval", "bbq", str(tmp_path / "none.jsonl"))
    assert missing.code == 2 and "none.jsonl" in missing.err
