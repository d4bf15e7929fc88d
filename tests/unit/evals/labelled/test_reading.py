import gzip
import hashlib
import json
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.errors import Misuse
from redraft.evals.labelled.forms import FORMS
from redraft.evals.labelled.output import LabelledOutput
from redraft.evals.labelled.reading import form_names, read_labelled, read_rows, recognised, sha256_of

ROWS = [{"prompt": f"{n} + 1?", "answer": str(n + 1), "acceptable": n != 2} for n in range(4)]


def written(path: Path, content: bytes | str | Sequence[Mapping[str, object]]) -> Path:
    if not isinstance(content, bytes | str):
        content = "".join(json.dumps(row) + "\n" for row in content)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def refusal(path: Path, **options: str) -> str:
    with pytest.raises(Misuse) as refused:
        list(read_labelled(path, **options))  # type: ignore[arg-type]  # only `form` is passed
    return str(refused.value)


def test_rows_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    outputs = list(read_labelled(written(tmp_path / "a.jsonl", ROWS)))
    assert [output.draft.text for output in outputs] == ["1", "2", "3", "4"]
    assert [output.acceptable for output in outputs] == [True, True, False, True]
    assert [output.id for output in outputs] == ["row 1", "row 2", "row 3", "row 4"]


def test_a_gzipped_file_reads_the_same_whatever_it_is_called(tmp_path: Path) -> None:
    plain = written(tmp_path / "a.jsonl", ROWS)
    packed = gzip.compress(plain.read_bytes())
    assert list(read_labelled(written(tmp_path / "a.jsonl.gz", packed))) == list(read_labelled(plain))
    assert list(read_labelled(written(tmp_path / "b.jsonl", packed))) == list(read_labelled(plain))


def test_empty_lines_and_a_byte_order_mark_are_no_rows(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", "\ufeff" + json.dumps(ROWS[0]) + "\n\n   \n" + json.dumps(ROWS[1]))
    assert [number for number, _ in read_rows(path)] == [1, 4]
    assert len(list(read_labelled(path))) == 2


def test_reading_stops_at_the_limit_and_is_lazy(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", json.dumps(ROWS[0]) + "\n" + json.dumps(ROWS[1]) + "\nnot JSON\n")
    assert len(list(read_labelled(path, limit=2))) == 2
    assert len(list(islice(read_labelled(path), 2))) == 2
    with pytest.raises(Misuse, match="line 3 is not JSON"):
        list(read_labelled(path))
    with pytest.raises(Misuse, match="`limit` must be 1 or more, got 0"):
        read_labelled(path, limit=0)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty; give a file of JSON lines"),
        (b"\n \n", "is empty; give a file of JSON lines"),
        (b'{"prompt": "caf\xe9"}\n', "line 1 is not UTF-8: byte 0xe9 at 15; save the file as UTF-8"),
        (b"{'prompt': 1}\n", "line 1 is not JSON"),
        (b"[" * 100_000, "line 1 is not JSON"),
        (b'["prompt"]\n', 'line 1 must be a JSON object, got b\'["prompt"]'),
        (b'{"query": "?"}\n', "line 1: no known form has the keys 'query'; write rows with prompt, answer and accept"),
        (b"{}\n", "no known form has the keys (none)"),
        (b"\x1f\x8bnot gzip", "is a broken gzip file"),
        (gzip.compress(b'{"prompt": "?"}' * 999)[:-9], "is a broken gzip file"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_where_and_what_to_do(tmp_path: Path, content: bytes, said: str) -> None:
    path = written(tmp_path / "a.jsonl", content)
    message = refusal(path)
    assert message.startswith(str(path)) and said in message


def test_a_file_called_gz_that_is_not_one_is_told_so(tmp_path: Path) -> None:
    assert "is not a gzip file although it is called one" in refusal(written(tmp_path / "a.jsonl.gz", ROWS))
    assert "is empty" in refusal(written(tmp_path / "b.jsonl.gz", b""))


def test_a_missing_file_is_told_so(tmp_path: Path) -> None:
    assert "No such file or directory; check the path" in refusal(tmp_path / "a.jsonl")
    assert "Is a directory" in refusal(tmp_path)
    with pytest.raises(Misuse, match="check the path"):
        sha256_of(tmp_path / "a.jsonl")


def test_two_outputs_with_one_id_are_refused_with_both_lines(tmp_path: Path) -> None:
    rows = [{**row, "id": "same"} for row in ROWS]
    assert "line 2: the id 'same' is that of line 1 too" in refusal(written(tmp_path / "a.jsonl", rows))


def test_a_row_that_does_not_fit_its_form_is_told_with_its_line(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", [ROWS[0], {"prompt": "?", "answer": "!"}])
    assert (
        refusal(path) == f"{path}, line 2 (form plain): `acceptable` is missing, the row has 'prompt', 'answer'; add it"
    )


def test_an_unknown_form_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    message = refusal(written(tmp_path / "a.jsonl", ROWS), form="plane")
    assert message.startswith("no form of data is called 'plane'; known: ") and message.endswith("plain")


def test_a_named_form_is_used_without_asking_whether_it_recognises_the_row(tmp_path: Path) -> None:
    assert "`prompt` is missing" in refusal(written(tmp_path / "a.jsonl", [{"x": 1}]), form="plain")


def test_every_form_in_the_registry_loads_under_a_name_of_its_own() -> None:
    assert len(set(form_names())) == len(FORMS) >= 1
    assert form_names()[-1] == "plain"
    assert recognised(ROWS[0], "here").name == "plain"


def test_the_data_are_named_by_the_hash_of_the_bytes(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", b"abc")
    assert sha256_of(path) == hashlib.sha256(b"abc").hexdigest()


def attempt(path: Path, form: str | None = None) -> tuple[list[LabelledOutput], str]:
    """What was read, or what was said instead."""
    try:
        return list(read_labelled(path, form=form)), ""
    except Misuse as error:
        return [], str(error)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from(["prompt", "answer", "acceptable", "id", "problem", "groups", "metadata", "mistake"])


@given(st.lists(st.dictionaries(FIELDS, VALUES, max_size=8), max_size=4))
def test_whatever_the_rows_hold_they_are_read_or_refused_in_words(rows: list[dict[str, object]]) -> None:
    with TemporaryDirectory() as folder:
        path = written(Path(folder) / "a.jsonl", rows)
        outputs, said = attempt(path, form="plain")
        assert said.startswith(str(path)) if said else 0 < len(outputs) == len(rows)


@given(st.binary(max_size=200), st.booleans())
def test_whatever_the_bytes_are_they_are_read_or_refused_in_words(content: bytes, packed: bool) -> None:
    with TemporaryDirectory() as folder:
        path = written(Path(folder) / "a.jsonl", gzip.compress(content)[: len(content)] if packed else content)
        outputs, said = attempt(path)
        assert bool(outputs) != said.startswith(str(path))
