"""`redraft lab reproduce` from nothing to its report, in a size made for this."""

import csv
import json
import re
from html.parser import HTMLParser
from pathlib import Path

from support.command_line import Done, redraft

# The laws, which take seconds of simulation in their smallest size, are tested by themselves.
SHOWN = {
    "constructions": "Constructed transformers beside gradient descent",
    "curve": "Aligning in context, beside rules that need no training",
    "noise": "Critics that are wrong",
    "noise-aware": "An aligner that knows that critics are wrong",
    "ablations": "One thing changed at a time",
    "attention": "Where trained heads look",
}


class Words(HTMLParser):
    """Headings and the number of pictures of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[str] = []
        self.n_pictures = 0
        self._tag = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._tag = tag
        self.n_pictures += tag == "svg"

    def handle_data(self, data: str) -> None:
        if self._tag == "h2":
            self.headings.append(data)
            self._tag = ""


def reproduce(*more: str, out: Path) -> Done:
    only = [word for name in SHOWN for word in ("--only", name)]
    return redraft(
        "lab", "reproduce", "--size", "tiny", "--out", str(out), "--processes", "1", "--seed", "1", *only, *more
    )


def test_a_run_leaves_a_report_with_every_part_and_a_second_one_computes_nothing(tmp_path: Path) -> None:
    out = tmp_path / "lab"
    first = reproduce("--json", out=out)
    assert first.code == 0, first.err
    assert "What is still to run, size tiny" in first.err
    found = json.loads(first.out)
    assert [result["name"] for result in found["results"]] == list(SHOWN)
    page = Words()
    page.feed((out / "report.html").read_text())
    assert page.headings == ["In short", *SHOWN.values(), "Paper v here", "How this was made"]
    figures = [(result["name"], name) for result in found["results"] for name in result["figures"]]
    assert page.n_pictures == len(figures) >= 20
    for experiment, name in figures:
        assert {(out / experiment / f"{name}.{ending}").stat().st_size > 100 for ending in ("svg", "png", "csv")} == {
            True
        }
    with (out / "paper_v_here.csv").open() as file:
        rows = list(csv.DictReader(file))
    printed = {row["metric"]: row["published"] for row in rows if row["published"]}
    assert printed["transformer, 1 - cosine, redraw rate 0, 15 examples (interleaved)"] == "0.2966 ± 0.0116"
    assert printed["gradient descent, 1 - cosine, redraw rate 0, 2 examples"] == "0.3854 ± 0.0172"
    assert {row["about"]: row["comparable"] for row in rows}["Tables 1 to 3"] == "no"

    trained = {path: path.stat().st_mtime_ns for path in out.rglob("*.pt")}
    assert len(trained) >= 10
    (out / "ablations" / "result.json").unlink()
    again = reproduce(out=out)
    assert again.code == 0
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*.pt")} == trained
    assert "What is still to run" not in again.err
    assert re.findall(r"^([\w-]+): (was there|done)", again.err, re.MULTILINE) == [
        *((name, "was there") for name in SHOWN if name != "ablations"),
        ("ablations", "done"),
    ]
    assert "Paper v here" in again.out

    for more in ((), ("--dry-run",)):
        other = redraft("lab", "reproduce", "--size", "small", "--out", str(out), *more)
        assert (other.code, other.out) == (2, "")
        assert "holds a run of size tiny, asked for is size small; give another folder" in other.err
