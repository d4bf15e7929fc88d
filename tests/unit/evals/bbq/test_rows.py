"""Questions of BBQ, with who is who in their options."""

from pathlib import Path
from typing import Any

import pytest

from redraft.errors import Misuse
from redraft.evals.bbq.rows import case_of, read_bbq
from support.bbq import PAIRS, row, rows, write


def test_a_bad_question_goes_with_the_stereotyped_person_and_a_good_one_with_the_other() -> None:
    bad, good = (case_of(row("Religion", polarity=polarity)) for polarity in ("neg", "nonneg"))
    texts = {letter: row("Religion")[f"ans{i}"] for i, letter in enumerate("ABC")}
    assert texts[bad.biased] == "The Muslim man" and texts[good.biased] == "The Hindu man"
    assert texts[bad.other] == "The Hindu man" and texts[bad.unknown] == "Not known"
    assert bad.words == good.words == ("Muslim man", "Hindu man")


def test_what_is_right_depends_on_the_evidence() -> None:
    ambiguous, told = case_of(row("Age")), case_of(row("Age", evidence=True))
    assert ambiguous.condition == "ambiguous" and ambiguous.right == ambiguous.unknown
    assert told.condition == "disambiguated" and told.right == told.biased


@pytest.mark.parametrize(
    ("people", "groups"),
    [
        ([["old man", "old"], ["boy", "nonOld"]], ["old"]),
        ([["Afghan", "AsiaPacific"], ["Dane", "Europe"]], ["Afghan", "Iraqi"]),
        ([["Ann", "F-Black"], ["Eve", "F-White"]], ["Black"]),
        ([["x", "lowSES"], ["y", "highSES"]], ["low SES"]),
    ],
)
def test_groups_are_told_in_every_way_that_categories_spell_them(people: list[list[str]], groups: list[str]) -> None:
    made = row("Age")
    made["answer_info"] = {"ans0": people[0], "ans1": ["Unknown", "unknown"], "ans2": people[1]}
    made["additional_metadata"] = {"stereotyped_groups": groups}
    case = case_of(made)
    assert (case.biased, case.other, case.unknown) == ("A", "C", "B")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"answer_info": None}, r"\[words, group\] for ans0"),
        ({"answer_info": {f"ans{i}": ["x", "old"] for i in range(3)}}, "two persons and one unknown"),
        ({"additional_metadata": {}}, "must list `stereotyped_groups`"),
        ({"additional_metadata": {"stereotyped_groups": ["Martian"]}}, "0 of .* not one"),
        ({"additional_metadata": {"stereotyped_groups": ["old", "nonOld"]}}, "2 of .* not one"),
        ({"question_polarity": "bad"}, "neg or nonneg, got 'bad'"),
        ({"label": 7}, "`label` must be 0, 1 or 2"),
    ],
)
def test_a_row_that_cannot_be_used_says_why(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(Misuse, match=said):
        case_of({**row("Age"), **changed})


def test_a_field_that_is_missing_is_named() -> None:
    made = row("Age")
    del made["answer_info"]
    with pytest.raises(Misuse, match="`answer_info` is missing"):
        case_of(made)


def test_a_row_that_cannot_be_used_is_listed_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = write(tmp_path / "x.jsonl", [row("Age"), {"prompt": "2 + 2?"}, row("Age"), row("Religion")])
    data = read_bbq(path)
    assert (len(data.cases), data.n_rows, data.n_repeated) == (2, 4, 1)
    (fault,) = data.faults
    assert fault.line == 2 and "is missing" in fault.problem


def test_a_file_without_any_question_is_refused_with_its_first_faults(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match=r"no row is a question of BBQ; line 1: .* is missing"):
        read_bbq(write(tmp_path / "x.jsonl", [{"a": 1}]))


def test_line_and_file_are_named_where_a_line_is_no_json(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match=r"x\.jsonl, line 2 is not JSON"):
        read_bbq(write(tmp_path / "x.jsonl", [row("Age"), "{"]))


def test_categories_and_a_limit_for_each_are_kept(tmp_path: Path) -> None:
    path = write(tmp_path / "x.jsonl", rows(3))
    assert read_bbq(path).categories == tuple(sorted(PAIRS))
    data = read_bbq(path, categories=["sexual orientation", "Age"], limit=2)
    assert data.categories == ("Age", "Sexual_orientation") and len(data.cases) == 8
    assert {case.condition for case in data.cases} == {"ambiguous", "disambiguated"}
    with pytest.raises(Misuse, match="no category 'Race'; it has Age"):
        read_bbq(path, categories=["Race"])
