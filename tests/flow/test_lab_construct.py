"""`redraft lab construct`: the list, one construction block by block, its page, its pictures and its export."""

import json
from pathlib import Path

import pytest

from redraft.cli.views import lab_construct
from support.command_line import redraft


def test_without_a_name_the_constructions_are_listed() -> None:
    done = redraft("lab", "construct", "--responses", "6")
    assert done.code == 0, done.err
    for piece in ("bradley-terry", "masked", "sorted", "causal", "error proved", "redraft lab construct NAME"):
        assert piece in done.out
    kinds = {kind["name"]: kind for kind in json.loads(redraft("lab", "construct", "--json").out)["constructions"]}
    assert kinds["masked"]["blocks"] == 8 and kinds["bradley-terry"]["heads"] == 2


def test_a_construction_is_shown_block_by_block() -> None:
    done = redraft("lab", "construct", "masked", "--rewards", "0.2,0.9,0.5", "--seed", "3")
    assert done.code == 0, done.err
    for piece in (
        "Where each head looks", "stage 1", "top", "average", "r2 1.00", "responses and query", "ranked so far",
        "gradient descent", "off by", "Proved: no error but rounding",
    ):  # fmt: skip
        assert piece in done.out


def test_json_has_the_attention_and_every_prediction() -> None:
    shown = json.loads(redraft("lab", "construct", "masked", "--rewards", "0.2,0.9,0.5", "--json").out)
    stages = [block for block in shown["blocks"] if block["heads"]]
    assert [block["heads"][0]["token"] for block in stages] == ["response 2", "response 3"]
    assert stages[0]["masked"] == ["response 2"] and shown["error"] < 1e-14
    attention = stages[0]["heads"][1]["attention"]
    assert len(attention) == len(shown["tokens"]) == 5 and all(abs(sum(row) - 1) < 1e-12 for row in attention)


def test_page_pictures_and_numbers_are_written() -> None:
    done = redraft("lab", "construct", "sorted", "--html", "page.html", "--out", "pictures")
    assert done.code == 0, done.err
    page = Path("page.html").read_text()
    assert page.count("<svg") == 1 and "Where the heads look" in page and "Block by block" in page
    assert "In a context sorted worst first" in page  # the derivation
    assert page.count('class="table wide"') == 2  # heads and blocks have many columns
    written = {file.name for file in Path("pictures").iterdir()}
    assert written == {"attention.svg", "attention.png", "attention.csv", "blocks.json"}
    cells = Path("pictures/attention.csv").read_text().splitlines()
    assert '"step 1, average: average",#4,query,,0' in cells  # hidden by the causal mask, not a weight of 0
    assert json.loads(Path("pictures/blocks.json").read_text())["construction"] == "sorted"
    assert done.err.count("written: ") == 5


def test_an_export_is_a_folder_for_transformers() -> None:
    done = redraft("lab", "construct", "sorted", "--export", "exported")
    assert done.code == 0, done.err
    config = json.loads(Path("exported/config.json").read_text())
    assert config["auto_map"]["AutoModel"] == "modeling_construction.ConstructionModel" and config["dtype"] == "float64"


@pytest.mark.parametrize("flag", ["--export", "--out"])
def test_a_folder_with_files_of_somebody_else_is_left_alone(flag: str) -> None:
    folder = Path("mine")
    folder.mkdir()
    (folder / "README.md").write_text("of somebody else\n")
    done = redraft("lab", "construct", "sorted", flag, "mine")
    assert done.code == 2 and not done.out
    assert "'mine' holds 'README.md', which is not of an earlier run" in done.err
    assert "give an empty or new folder" in done.err
    assert {path.name: path.read_text() for path in folder.iterdir()} == {"README.md": "of somebody else\n"}


def test_what_an_earlier_run_left_is_replaced_whatever_it_wrote_there() -> None:
    for name, responses in (("sorted", "3"), ("masked", "4")):
        done = redraft("lab", "construct", name, "--responses", responses, "--out", "both", "--export", "both")
        assert done.code == 0, done.err
    assert json.loads(Path("both/config.json").read_text())["construction"] == "masked"
    assert json.loads(Path("both/blocks.json").read_text())["construction"] == "masked"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["mask"], "no construction is called 'mask'; did you mean 'masked'?"),
        (["masked", "--responses", "1"], "'masked' comes with 2 or more responses, got 1"),
        (["masked", "--rewards", "0.5,0.5,0.1"], "rewards must differ, got a smallest distance of 0"),
        (["masked", "--rewards", "0.5,0.1", "--responses", "3"], "--rewards has 2 numbers, got --responses 3"),
        (["masked", "--rewards", "0.5"], "rewards must be 2 or more finite numbers, got '0.5'"),
        (["masked", "--temperature", "1"], "use a temperature of"),
        (["paper", "--temperature", "5"], "use a temperature of 26.34 or more"),
        (["bradley-terry", "--responses", "3"], "'bradley-terry' comes with 2 responses, got 3"),
        (["sorted", "--temperature", "3"], "'sorted' has no temperature"),
        (["sorted", "--width", "0"], "`width` must be 1 or more, got 0"),
        (["masked", "--steps", "0"], "`n_steps` must be 1 or more, got 0"),
        (["sorted", "--width", "4000"], "--width must be 256 or less, got 4000; show a smaller network"),
        (["masked", "--responses", "100", "--steps", "50"], "must be 400,000 or less, got 1,500,000; make one of them"),
        (["masked", "--out", "/proc/x"], "cannot write into '/proc/x'"),
        (["masked", "--html", "nowhere/page.html"], "cannot write 'nowhere/page.html'"),
    ],
)
def test_what_cannot_work_is_refused_with_the_value_and_a_remedy(options: list[str], said: str) -> None:
    done = redraft("lab", "construct", *options)
    assert done.code == 2 and said in done.err


@pytest.mark.parametrize(
    "options",
    [
        ["sorted", "--width", "200"],
        ["general", "--width", "40", "--steps", "3", "--responses", "3"],
        ["paper", "--rewards", "500,900.5"],
        ["paper", "--rewards", "0.1,0.5", "--temperature", "3.5"],
        ["online", "--rewards", "0.1,0.5", "--temperature", "3.6"],
    ],
)
def test_a_network_is_built_for_the_problem_that_it_is_shown_on(options: list[str]) -> None:
    shown = json.loads(redraft("lab", "construct", *options, "--json").out)
    assert shown["error"] <= (shown["bound"] or 0) + 1e-12


def test_a_package_that_an_export_lacks_is_named_though_transformers_does_not_name_it() -> None:
    first = ModuleNotFoundError("No module named 'scipy'", name="scipy")
    second = ModuleNotFoundError("Could not import module 'PreTrainedModel'")
    second.__cause__ = first
    assert lab_construct._missing(first) == lab_construct._missing(second) == "scipy"
    assert lab_construct._missing(ModuleNotFoundError("?")) == "a package that is missing"
