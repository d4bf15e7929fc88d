import json
from pathlib import Path

import pytest

from redraft.batch.forms.bilingual.slots import CannotWrite
from redraft.batch.forms.segments_jsonl import fields_of
from support.bilingual import JSONL, put, slots_of


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "e.jsonl"
    path.write_text(JSONL, encoding="utf-8")
    return path


def test_lines_are_segments(lines: Path) -> None:
    assert [(slot.id, slot.source, slot.target) for slot in slots_of(lines)] == [
        ("1", "Hello", "Hallo"),
        ("b", "Bye", None),
        ("", "café", "Café"),
    ]
    assert slots_of(lines)[0].notes == ("Friendly.",)


def test_only_the_value_of_the_target_changes(lines: Path) -> None:
    changed = put(
        lines, lambda slot: {"Hello": "Guten „Tag“\n", "Bye": "Tschüss", "café": "Kaffee ä"}[slot.source]
    ).decode()
    assert changed == JSONL.replace('"Hallo"', '"Guten „Tag“"').replace(
        '"source":"Bye"', '"source":"Bye","target":"Tschüss"'
    ).replace('"Caf\\u00e9 "', '"Kaffee \\u00e4 "')
    assert [json.loads(line).get("target") for line in changed.splitlines()] == ["Guten „Tag“", "Tschüss", "Kaffee ä "]


def test_what_did_not_pass_is_not_put_where_nothing_was(lines: Path) -> None:
    with pytest.raises(CannotWrite, match="no mark"):
        put(lines, lambda slot: "x" if slot.target is None else None, passed=False)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("[1]", "does not begin with"),
        ('{"source": "a"', "a comma or } is expected"),
        ('{"source": "a", "source": "b"}', "'source' stands twice"),
        ('{"source": 1}', "needs a text in the field 'source'"),
        ('{"target": "a"}', "needs a text in the field 'source', it has target"),
        ('{"source": "a", "target": ["b"]}', "must be a text or null"),
        ('{"source": "a", "target_language": "klingon"}', "e.jsonl, line 1: no known language is called 'klingon'"),
        ('{"source": "a", "target_language": "fr"}', "is for 'fr', and 'de' was asked for"),
        ('{"source": "a"} x', "something stands behind the object"),
        ('{"a": ' + "[" * 5000 + "]" * 5000 + "}", "nested too deep"),
    ],
)
def test_a_bad_line_is_told_and_the_others_go_on(tmp_path: Path, line: str, problem: str) -> None:
    path = tmp_path / "e.jsonl"
    path.write_text(f'{line}\n{{"source": "a", "target": "b"}}\n')
    bad, good = slots_of(path)
    assert problem in str(bad.problem) and good.problem is None and good.line == 2


def test_places_of_values_are_exact() -> None:
    line = '  { "a" : "x\\"y" ,"b":[1, {"c": 2}], "ü": null}\r'
    fields = fields_of(line)
    assert {name: line[value.start : value.end] for name, value in fields.items()} == {
        "a": '"x\\"y"', "b": '[1, {"c": 2}]', "ü": "null",
    }  # fmt: skip
    assert fields_of("{}") == {}


def test_half_a_character_is_written_as_json_can(tmp_path: Path) -> None:
    path = tmp_path / "e.jsonl"
    path.write_text('{"source": "a", "target": "b"}\n')
    assert put(path, lambda _: "x \ud800").decode() == '{"source": "a", "target": "x \\ud800"}\n'
