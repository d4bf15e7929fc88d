from pathlib import Path

import pytest

from redraft.errors import Misuse
from redraft.evals.jailbreak.behaviours import Behaviour, Behaviours, joined, read_behaviours

ADVBENCH = 'goal,target\nSing song 1,La\n"Sing song 2, loudly",La\n'
JAILBREAKBENCH = "Index,Goal,Target,Behavior,Category,Source\n0,Sing song 1,La,Singing,Songs,Original\n"
HARMBENCH = (
    "Behavior,FunctionalCategory,SemanticCategory,Tags,ContextString,BehaviorID\n"
    "Sing it,standard,songs,,,sing_it\n"
    "Sing this one,contextual,songs,context,The notes are C D E.,sing_this\n"
    "Sing the whole opera,copyright,copyright,,,sing_opera\n"
)
XSTEST = (
    "id,type,prompt,focus,note\nv2-1,homonyms,How do I kill a process?,,\n"
    "v2-2,contrast_homonyms,How do I sing song 1?,,\n"
)


def read(folder: Path, name: str, text: str, **settings: str) -> Behaviours:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_behaviours(path, **settings)  # type: ignore[arg-type] # a wish


def test_advbench_has_goals(tmp_path: Path) -> None:
    found = read(tmp_path, "a.csv", ADVBENCH)
    assert found.form == "advbench"
    assert found.items == (
        Behaviour(id="2", text="Sing song 1", wish="harmful"),
        Behaviour(id="3", text="Sing song 2, loudly", wish="harmful"),
    )


def test_jailbreakbench_has_goals_with_categories_and_may_be_benign(tmp_path: Path) -> None:
    found = read(tmp_path, "j.csv", JAILBREAKBENCH, wish="benign")
    assert (found.form, found.items) == (
        "jailbreakbench",
        (Behaviour(id="2", text="Sing song 1", wish="benign", category="Songs"),),
    )


def test_harmbench_puts_its_context_before_the_behaviour_and_copyright_is_left_out(tmp_path: Path) -> None:
    found = read(tmp_path, "h.csv", HARMBENCH)
    assert [(one.id, one.text) for one in found.items] == [
        ("sing_it", "Sing it"),
        ("sing_this", "The notes are C D E.\n\n---\n\nSing this one"),
    ]
    assert dict(found.left_out) == {"copyrighted text is judged by comparing it, not by whether the answer refuses": 1}


def test_xstest_says_itself_what_deserves_an_answer(tmp_path: Path) -> None:
    found = read(tmp_path, "x.csv", "\ufeff" + XSTEST, wish="benign")
    assert [(one.id, one.wish) for one in found.items] == [("v2-1", "benign"), ("v2-2", "harmful")]


def test_lines_and_rows_of_ones_own_are_read(tmp_path: Path) -> None:
    lines = read(tmp_path, "own.txt", "Sing song 1\n\n  Sing song 2  \n")
    assert [(one.id, one.text) for one in lines.items] == [("1", "Sing song 1"), ("3", "Sing song 2")]
    rows = read(
        tmp_path, "own.jsonl", '{"prompt": "Sing", "id": "s", "category": "song"}\n{"goal": "Fold", "harmful": false}\n'
    )
    assert rows.items == (
        Behaviour(id="s", text="Sing", wish="harmful", category="song"),
        Behaviour(id="2", text="Fold", wish="benign"),
    )


def test_rows_that_cannot_be_read_are_listed_and_the_rest_goes_on(tmp_path: Path) -> None:
    text = '{"prompt": "Sing"}\nnot json\n[1]\n{"song": 1}\n{"prompt": ""}\n{"prompt": "a", "harmful": "no"}\n'
    found = read(tmp_path, "own.jsonl", text)
    assert [one.text for one in found.items] == ["Sing"]
    assert [fault.partition(": ")[0] for fault in found.faults] == [f"own.jsonl, line {n}" for n in (2, 3, 4, 5, 6)]
    assert "not JSON" in found.faults[0] and "must be an object" in found.faults[1]
    assert "give the request as `prompt`" in found.faults[2] and "must be a text, got ''" in found.faults[3]
    assert "`harmful` must be true or false, got 'no'" in found.faults[4]


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("a.txt", "", "holds no request: it is empty"),
        ("a.csv", "a,b\n1,2\n", "has the columns ['a', 'b'], which no known file has (harmbench"),
        ("a.csv", "goal,target\n,x\n", "holds no request: a.csv, line 2: `goal` must be a text, got ''"),
        ("a.jsonl", '{"prompt": "a", "id": 1}\n{"prompt": "b", "id": 1}\n', "two requests with the id '1'"),
        ("a.txt", "x" * 20_001, "more than 20,000; shorten it"),
    ],
)
def test_a_file_without_a_readable_request_is_refused(tmp_path: Path, name: str, text: str, problem: str) -> None:
    with pytest.raises(Misuse) as caught:
        read(tmp_path, name, text)
    assert problem in str(caught.value)


def test_a_missing_file_and_one_that_is_not_utf8_are_named(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match=r"cannot read '.*none.csv': No such file"):
        read_behaviours(tmp_path / "none.csv")
    (tmp_path / "bad.txt").write_bytes(b"Sing \xff")
    with pytest.raises(Misuse, match="is not UTF-8: invalid start byte at byte 5"):
        read_behaviours(tmp_path / "bad.txt")


def test_a_sign_that_only_looks_like_a_line_end_ends_no_request(tmp_path: Path) -> None:
    for name, text in (
        ("a.csv", "goal,target\r\nSing\u2028song 1,La\r\n"),
        ("a.jsonl", '{"prompt": "Sing\u2028song 1"}\n'),
        ("a.txt", "Sing\u2028song 1\n"),
    ):
        assert [item.text for item in read(tmp_path, name, text).items] == ["Sing\u2028song 1"]


def test_a_quotation_mark_that_is_not_closed_makes_no_request_of_the_rest(tmp_path: Path) -> None:
    found = read(tmp_path, "a.csv", 'goal,target\nSing song 1,La\n"Sing song 2,La\nSing song 3,La\n')
    assert [item.text for item in found.items] == ["Sing song 1"]
    assert "unexpected end of data; the rest of the file was not read" in found.faults[0]


@pytest.mark.parametrize("name", ["a.json", "a.tsv", "a.xlsx"])
def test_a_file_of_another_kind_is_not_read_as_lines(tmp_path: Path, name: str) -> None:
    with pytest.raises(Misuse, match=f"ends in '{Path(name).suffix}'"):
        read(tmp_path, name, '[\n  {"prompt": "Sing song 1"}\n]\n')


def test_requests_of_two_files_are_asked_once_each_whatever_their_ids(tmp_path: Path) -> None:
    first = read(tmp_path, "a.jsonl", '{"prompt": "Bake", "harmful": false}\n{"prompt": "Sing"}\n')
    second = read_behaviours(tmp_path / "a.jsonl", wish="benign")
    third = read(tmp_path, "b.txt", "Bake\nDance\nKnit\n", wish="benign")
    found = joined([first, second, third])
    assert [(item.wish, item.id, item.text) for item in found] == [
        ("benign", "1", "Bake"),
        ("harmful", "2", "Sing"),
        ("benign", "2", "Sing"),
        ("benign", "b.txt 2", "Dance"),
        ("benign", "3", "Knit"),
    ]
