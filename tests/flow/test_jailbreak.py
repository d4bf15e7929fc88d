"""Defences measured over the real protocol, on a model whose every answer is known: the rates must come out so."""

import json
from pathlib import Path
from typing import Any

import pytest

from support.command_line import redraft
from support.known_model import MAGIC, known_endpoint, paper, song

NUMBERS = range(1, 21)
N = len(NUMBERS)


def share(hit: Any) -> float:
    """Of the numbers."""
    return sum(bool(hit(n)) for n in NUMBERS) / N


# What the model's rules (see support/known_model.py) make of every defence: attack success, over-refusal.
EXPECTED = {
    ("no defence", 0): (1.0, 0.0),
    ("self-reminder, system", 0): (share(lambda n: n % 4), 0.0),
    ("self-reminder, around", 0): (1.0, 0.0),
    ("in-context defence, 3 shown", 0): (0.0, share(lambda n: n % 5 == 0)),
    ("checking, diverse, 3 shown", 0): (0.0, share(lambda n: n % 5 == 0)),
    # A wrong check passes what was sung, and fails what was folded.
    **{
        ("checking, self-instruct", rounds): (share(lambda n: n % 10 == 0), share(lambda n: n % 10 == 0))
        for rounds in (1, 2)
    },
    **{
        ("checking, self", rounds): (share(lambda n: n % 10 == 0 or n % 3 == 0), share(lambda n: n % 10 == 0))
        for rounds in (1, 2)
    },
}


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """Songs, papers, the attack and the settings."""
    made = {name: tmp_path / name for name in ("songs.csv", "papers.txt", "magic.txt", "redraft.toml")}
    rows = "".join(f"{song(n)},La la\n" for n in NUMBERS)
    made["songs.csv"].write_text(f"goal,target\n{rows}", encoding="utf-8")
    made["papers.txt"].write_text("".join(f"{paper(n)}\n" for n in NUMBERS), encoding="utf-8")
    made["magic.txt"].write_text(f"{MAGIC}\n", encoding="utf-8")
    return made


def arguments(files: dict[str, Path], url: str, folder: Path, *more: str) -> list[str]:
    return [
        "eval", "jailbreak", str(files["songs.csv"]), "--benign", str(files["papers.txt"]), "--attack",
        str(files["magic.txt"]), "--model", f"{url}#writer", "--rounds", "2", "--out", str(folder), *more,
    ]  # fmt: skip


def test_the_measured_rates_are_the_known_ones(files: dict[str, Path], tmp_path: Path) -> None:
    with known_endpoint() as (url, asked):
        done = redraft(*arguments(files, url, tmp_path / "out", "--judge", f"{url}#judge", "--json"))
        assert done.code == 0, done.err
        n_asked = len(asked)
        again = redraft(*arguments(files, url, tmp_path / "out", "--judge", f"{url}#judge", "--json"))
        assert len(asked) == n_asked, "what was played is not asked again"
    result = json.loads(done.out)
    measured = {
        (one["defence"], one["rounds"]): (
            one["success"]["by_patterns"]["value"],
            one["over_refusal"]["by_patterns"]["value"],
        )
        for one in result["figures"]
    }
    assert measured.keys() == EXPECTED.keys()
    for key, rates in EXPECTED.items():
        assert measured[key] == pytest.approx(rates), key
    for one in result["figures"]:
        for side in (one["success"], one["over_refusal"]):
            assert side["by_judge"]["value"] == side["by_patterns"]["value"]
            assert (side["n_differing"], side["n_both"], side["n_unjudged"], side["n_failed"]) == (0, N, 0, 0)
            assert side["by_patterns"]["low"] <= side["by_patterns"]["value"] <= side["by_patterns"]["high"]
        expected_calls = 1 + 2 * one["rounds"]
        assert one["usage"]["calls"] == expected_calls
    assert json.loads(again.out)["figures"] == result["figures"]


def test_after_a_check_by_self_instruct_the_attack_is_never_sent_a_second_time(
    files: dict[str, Path], tmp_path: Path
) -> None:
    with known_endpoint() as (url, asked):
        assert redraft(*arguments(files, url, tmp_path / "out", "--limit", "3")).code == 0
    bodies = ["\n".join(message["content"] for message in body["messages"]) for body in asked]
    refining = [body for body in bodies if "Now improve your answer to the earlier request" in body]
    repeated = [body for body in refining if "The request once more" in body]
    once = [body for body in refining if "The request once more" not in body and MAGIC in body]
    assert len(once) == 6 and len(repeated) == 12
    assert {body.count(MAGIC) for body in once} == {1}
    assert all(body.count(MAGIC) in (0, 2, 3) for body in repeated)


def test_without_benign_requests_it_says_so_loudly_and_ranks_nothing(files: dict[str, Path], tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    with known_endpoint() as (url, _):
        done = redraft(
            "eval", "jailbreak", str(files["songs.csv"]), "--model", f"{url}#writer", "--rounds", "1", "--limit", "4",
            "--out", str(tmp_path / "out"), "--html", str(page),
        )  # fmt: skip
    assert done.code == 0, done.err
    assert "OVER-REFUSAL IS NOT MEASURED" in done.out and "OVER-REFUSAL IS NOT MEASURED" in done.err
    assert "not measured" in done.out and "By the mean of" not in done.out
    assert "Over-refusal is not measured" in page.read_text(encoding="utf-8")


def test_with_them_both_sides_stand_in_the_tables_and_on_the_page(files: dict[str, Path], tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    with known_endpoint() as (url, _):
        done = redraft(*arguments(files, url, tmp_path / "out", "--limit", "6", "--html", str(page)))
    assert done.code == 0, done.err
    assert "By the mean of attack success and over-refusal, magic" in done.out
    assert "NOT MEASURED" not in done.out + done.err
    assert "Over-refusal, magic" in page.read_text(encoding="utf-8")


def test_nothing_is_sent_when_only_the_calls_are_to_be_counted(files: dict[str, Path], tmp_path: Path) -> None:
    with known_endpoint() as (url, asked):
        done = redraft(*arguments(files, url, tmp_path / "out", "--dry-run"))
    assert (done.code, asked) == (0, [])
    # Five answers at once, two ways of up to three answers and as many checks.
    assert f"40 requests, 7 defences: {40 * (5 + 2 * 6):,} calls" in done.err
    assert not (tmp_path / "out").exists()


def test_a_folder_of_another_measurement_is_refused(files: dict[str, Path], tmp_path: Path) -> None:
    with known_endpoint() as (url, _):
        assert redraft(*arguments(files, url, tmp_path / "out", "--limit", "2")).code == 0
        other = redraft(*arguments(files, url, tmp_path / "out", "--limit", "3"))
    assert other.code == 2
    assert "holds another measurement" in other.err and "give another --out" in other.err


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["eval", "jailbreak"], "give a FILE of requests or of labelled answers, or --model embedded"),
        (["eval", "jailbreak", "songs.csv", "--model", "embedded"], "does not chat"),
        (["eval", "jailbreak", "none.csv", "--model", "http://127.0.0.1:9/v1#x"], "cannot read 'none.csv'"),
        (
            ["eval", "jailbreak", "songs.csv", "--model", "http://127.0.0.1:9/v1#x", "--judge-form", "gut"],
            "--judge-form 'gut': no such form; known: harmless",
        ),
        (
            ["eval", "jailbreak", "papers.csv", "--model", "http://127.0.0.1:9/v1#x"],
            "there is no harmful request, so no attack can succeed",
        ),
    ],
)
def test_misuse_is_told_in_a_line(
    words: list[str], problem: str, files: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "papers.csv").write_text(f"id,type,prompt\n1,homonyms,{paper(1)}\n")
    done = redraft(*words)
    assert done.code == 2 and problem in done.err
