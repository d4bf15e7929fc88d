import json
from pathlib import Path

import pytest

from redraft.batch.forms import form_of, reader_for
from redraft.batch.forms.jsonl import JsonlReader
from redraft.core import Message, Prompt
from redraft.errors import Misuse
from support.batches import Answering, read_jsonl, run, write_jsonl


def test_a_conversation_is_a_prompt(tmp_path: Path) -> None:
    messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "2 + 2?"}]
    (entry,) = JsonlReader(write_jsonl(tmp_path / "in.jsonl", [{"messages": messages, "id": 7}])).entries()
    expected = (Message.of("system", "Be brief."), Message.of("user", "2 + 2?"))
    assert entry.prompt == Prompt.from_messages(expected, id="7")


def test_the_inputs_fields_are_kept_and_make_room_for_ours(tmp_path: Path) -> None:
    row = {"prompt": "q", "text": "mine", "label": {"deep": [1, None]}, "id": "a"}
    run(write_jsonl(tmp_path / "in.jsonl", [row]), tmp_path / "o.jsonl", tmp_path / "s.db", Answering(str.upper))
    (result,) = read_jsonl(tmp_path / "o.jsonl")
    assert (result["text"], result["input_text"], result["label"]) == ("Q", "mine", {"deep": [1, None]})
    assert (result["prompt"], result["id"]) == ("q", "a")


@pytest.mark.parametrize("text", ["half \ud83d pair", "line\u2028separator", "null \x00", "中文"])
def test_any_text_goes_through(tmp_path: Path, text: str) -> None:
    run(write_jsonl(tmp_path / "in.jsonl", [{"prompt": text}]), tmp_path / "o.jsonl", tmp_path / "s.db", Answering(str))
    (line,) = (tmp_path / "o.jsonl").read_bytes().splitlines()
    assert json.loads(line)["text"] == json.loads(line)["prompt"] == text


def test_a_file_of_windows_with_a_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(b'\xef\xbb\xbf{"prompt": "q"}\r\n\r\n{"prompt": "r"}')
    reader = JsonlReader(tmp_path / "in.jsonl")
    assert [(entry.line, entry.prompt and entry.prompt.text) for entry in reader.entries()] == [(1, "q"), (3, "r")]
    assert reader.count() == 2


def test_a_line_that_is_not_utf8_is_bad_and_spoils_no_other(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(b'{"prompt": "\xff"}\n{"prompt": "r"}\n')
    bad, good = JsonlReader(tmp_path / "in.jsonl").entries()
    assert bad.problem is not None
    assert bad.problem.startswith("is not JSON: ")
    assert good.problem is None


def test_names_tell_formats(tmp_path: Path) -> None:
    names = ("a.jsonl", "a.NDJSON", "a.csv", "a.parquet")
    assert [form_of(Path(name)) for name in names] == ["jsonl", "jsonl", "csv", "parquet"]
    with pytest.raises(Misuse, match=r"cannot tell the format of 'a\.txt'; end its name in \.jsonl, "):
        form_of(Path("a.txt"))
    path = write_jsonl(tmp_path / "prompts.txt", [{"prompt": "q"}])
    assert reader_for(path, "jsonl").form == "jsonl"
