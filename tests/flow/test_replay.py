"""`redraft replay` from stored answers to tables, a page and kept records; and of records, under another critic."""

import asyncio
import json
from pathlib import Path

import pytest

from redraft.store import RecordStore
from support.command_line import redraft
from support.labelled import written
from support.records import record_of

CRITIC = "def four(prompt, draft, context):\n    return float('4' in draft.text)\ndef never(*_):\n    return 0.0\n"

ROWS = [
    {"id": f"{n} {i}", "problem": str(n), "prompt": f"What is 2 + 2? ({n})", "answer": answer,
     "acceptable": answer == "4", "groups": {"size": "odd" if n % 2 else "even"}}
    for n, answers in enumerate([("5", "4"), ("4", "5"), ("3", "3"), ("14", "4"), ("5", "6", "4")])
    for i, answer in enumerate(answers)
]  # fmt: skip


@pytest.fixture
def data() -> Path:
    Path("replayed_by.py").write_text(CRITIC)
    return written(Path("d.jsonl"), ROWS)


def test_a_replay_says_what_was_accepted_and_what_it_was_worth(data: Path) -> None:
    done = redraft("replay", "d.jsonl", "--critic", "replayed_by:four", "--list", "--html", "page.html")
    assert done.code == 0, done.err
    for piece in ("5 problems, 11 answers", "ended: answers_spent", "corrected", "best possible", "majority of all",
                  "✗ wrong, ✓ right", "By size"):  # fmt: skip
        assert piece in done.out
    assert "5 of 5 problems: 4 accepted, 1 kept" in done.err
    page = Path("page.html").read_text()
    assert page.count("<svg") == 1 and "One problem in full" in page


def test_json_has_every_figure_and_a_line_for_each_problem(data: Path) -> None:
    done = redraft("replay", "d.jsonl", "--critic", "replayed_by:four", "--json", "--list")
    result = json.loads(done.out)
    assert (result["accepted"], result["kept"], result["changed"]) == (4, 1, 2)
    assert [line["final"] for line in result["problems"]] == [1, 0, 0, 0, 2]
    assert [line["reason"] for line in result["problems"]] == ["passed", "passed", "answers_spent", "passed", "passed"]
    ways = {way["name"]: way["right"]["value"] for way in result["worth"]["ways"]}
    assert ways == {"first": 0.2, "corrected": 0.6, "majority": 0.2, "best possible": 0.8}
    assert "problems" not in json.loads(redraft("replay", "d.jsonl", "--critic", "replayed_by:four", "--json").out)


def test_rounds_strategy_and_limit_are_the_callers(data: Path) -> None:
    def finals(*options: str) -> list[int]:
        done = redraft("replay", "d.jsonl", "--critic", "replayed_by:four", "--json", "--list", *options)
        return [line["final"] for line in json.loads(done.out)["problems"]]

    assert finals("--rounds", "1") == [1, 0, 0, 0, 0]
    assert finals("--strategy", "none") == [0, 0, 0, 0, 0]
    assert finals("--gate", "latest") == [1, 0, 1, 0, 2]
    assert finals("--strategy", "best_of_n", "--gate", "best") == [1, 0, 0, 0, 2]
    assert finals("--strategy", "self_refine", "--limit", "2") == [1, 0]


def test_critics_of_the_profile_judge_where_none_are_named(data: Path) -> None:
    Path("redraft.toml").write_text('[profiles.default]\ncritics = ["replayed_by:four"]\n')
    assert json.loads(redraft("replay", "d.jsonl", "--json").out)["accepted"] == 4
    strict = redraft("replay", "d.jsonl", "--threshold", "1.5", "--json")
    assert strict.code == 2 and "--threshold" in strict.err


def test_records_are_kept_and_can_be_replayed_under_another_critic(data: Path) -> None:
    assert redraft("replay", "d.jsonl", "--critic", "replayed_by:four", "--store", "kept.db").code == 0
    done = redraft("replay", "kept.db", "--critic", "replayed_by:never", "--json")
    result = json.loads(done.out)
    assert (result["n_problems"], result["accepted"], result["worth"]) == (5, 0, None)
    assert "No labels" in redraft("replay", "kept.db", "--critic", "replayed_by:four").out


def test_records_of_real_corrections_are_replayed_from_store_and_export(data: Path) -> None:
    with RecordStore.open("records.db") as store:
        asyncio.run(store.write(record_of(["5", "4"], [0.0, 1.0])))
        asyncio.run(store.export_jsonl("records.jsonl"))
    for source in ("records.db", "records.jsonl"):
        result = json.loads(redraft("replay", source, "--critic", "replayed_by:four", "--json").out)
        assert (result["n_answers"], result["accepted"], result["changed"]) == (2, 1, 1)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("d.jsonl", "--rounds", "1"), "nobody to judge the answers was named; give --critic"),
        (("d.jsonl", "--critic", "foor"), "no such critic"),
        (("nowhere.jsonl", "--critic", "replayed_by:four"), "check the path"),
        (("replayed_by.py", "--critic", "replayed_by:four"), "is not JSON"),
        (("d.jsonl", "--critic", "replayed_by:four", "--html", "no/where.html"), "no folder to write a file into"),
    ],
)
def test_what_cannot_be_replayed_is_one_clear_line_and_code_2(
    data: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = redraft("replay", *arguments)
    assert done.code == 2 and said in done.err and done.out == ""
