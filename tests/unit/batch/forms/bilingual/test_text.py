"""What is not changed stays byte for byte: on files of every form, generated and in every encoding."""

import codecs
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redraft.batch.forms.bilingual.text import FileText, Splice, read_text
from redraft.errors import Misuse
from support.bilingual import FILES, put, slots_of


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_a_file_in_which_nothing_wins_stays_byte_for_byte(
    tmp_path: Path, name: str, line_end: str, mark: bytes
) -> None:
    path = tmp_path / name
    raw = mark + FILES[name].replace("\n", line_end).encode()
    path.write_bytes(raw)
    assert put(path, lambda _: None) == raw
    assert put(path, lambda slot: slot.target and f"{slot.target}!") != raw


@pytest.mark.parametrize("name", FILES)
def test_what_was_put_in_is_read_back_and_the_rest_is_as_it_was(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(FILES[name], encoding="utf-8")
    before = slots_of(path)
    path.write_bytes(put(path, lambda slot: f"Ä <&> \"{slot.source}\" '…' \U0001f600"))
    after = slots_of(path)
    assert [slot.source for slot in before] == [slot.source for slot in after]
    for old, new in zip(before, after, strict=True):
        assert new.target == (old.target if old.left else f"Ä <&> \"{old.source}\" '…' \U0001f600")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_written_as_it_was(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.xlf"
    mark = codecs.BOM_UTF16_LE if encoding == "utf-16-le" else codecs.BOM_UTF16_BE
    raw = mark + FILES["a.xlf"].replace("UTF-8", "UTF-16").encode(encoding)
    path.write_bytes(raw)
    assert put(path, lambda _: None) == raw
    changed = put(path, lambda slot: "Grün \U0001f600" if slot.id.endswith("#2") else None)
    assert "Grün \U0001f600" in changed.decode("utf-16") and changed.startswith(mark)
    assert len(changed) > len(raw)


def test_a_character_that_the_encoding_lacks_becomes_a_reference(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    raw = FILES["a.xlf"].replace('"UTF-8"', '"ISO-8859-1"').encode("latin-1")
    path.write_bytes(raw)
    assert put(path, lambda _: None) == raw
    changed = put(path, lambda slot: "Grün Ж" if slot.id.endswith("#2") else None)
    assert "Grün &#1046;".encode("latin-1") in changed
    path.write_bytes(changed)
    assert [slot.target for slot in slots_of(path) if slot.id.endswith("#2")] == ["Grün Ж"]


words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=12
)
runs = st.one_of(
    words.map(escape),
    words.filter(lambda text: "]]>" not in text).map(lambda text: f"<![CDATA[{text}]]>"),
    st.sampled_from(
        [
            "&#65;",
            "&quot;",
            "&#x1F600;",
            " ",
            "<!-- a <b> -->",
            "<?pi x > y?>",
            "&amp;lt;g1&gt;",
            "<g1>".replace("<", "&lt;"),
        ]
    ),
    st.integers(1, 3).map(lambda n: f'<x id="x{n}"/>'),
    st.integers(1, 2).map(lambda n: f"<ph id='p{n}' ctype=\">\">&lt;br/&gt;<sub>a</sub></ph>"),
    st.integers(1, 2).map(lambda n: f'<bpt id="b{n}">[</bpt>'),
    st.integers(1, 2).map(lambda n: f'<ept id="b{n}">]</ept>'),
)
contents = st.recursive(
    st.lists(runs, max_size=4).map("".join),
    lambda inner: st.tuples(st.integers(1, 3), inner, inner).map(lambda t: f'<g id="g{t[0]}" >{t[1]}</g >{t[2]}'),
    max_leaves=4,
)


def xliff(units: list[tuple[str, str]]) -> str:
    body = "".join(
        f'\n<trans-unit id="{n}"><source>{source}</source> <target >{target}</target></trans-unit>'
        for n, (source, target) in enumerate(units)
    )
    head = '<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2">'
    return f"{head}<file source-language='en' target-language='de'><body>{body}\n</body></file></xliff>"


@settings(max_examples=60)
@given(st.lists(st.tuples(contents, contents), min_size=1, max_size=3), words)
def test_generated_files_stay_or_change_at_the_place_of_the_translation_alone(
    units: list[tuple[str, str]], addition: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlf"
        raw = xliff(units).encode()
        path.write_bytes(raw)
        assert put(path, lambda _: None) == raw
        wanted = {}
        for slot in slots_of(path):
            if not slot.left and not slot.problem:
                wanted[slot.id] = f"{addition}{slot.target or slot.source}{addition}".strip()
        path.write_bytes(put(path, lambda slot: wanted[slot.id]))
        after = slots_of(path)
        assert {slot.id: slot.target or "" for slot in after if slot.id in wanted} == wanted
        # Outside the targets every byte is as it was.
        outside = [f'<trans-unit id="{n}"><source>{source}</source> <target' for n, (source, _) in enumerate(units)]
        changed = path.read_bytes().decode()
        for beginning in outside:
            assert beginning in changed
        assert changed.endswith("</target></trans-unit>\n</body></file></xliff>")


def test_splices_may_come_in_any_order_but_not_overlap(tmp_path: Path) -> None:
    text = FileText(path=tmp_path, utf8=b"abcdef", encoding="utf-8", mark=b"")
    assert text.with_splices([Splice(4, 5, "E"), Splice(0, 0, "<"), Splice(1, 3, "")]) == b"<adEf"
    with pytest.raises(AssertionError, match="overlap"):
        text.with_splices([Splice(0, 3, "x"), Splice(2, 4, "y")])


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="No such file"):
        read_text(tmp_path / "none", lambda _: None)


def test_utf_16_without_a_mark_is_refused_and_not_read_as_something_else(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    path.write_bytes('<xliff version="1.2"/>'.encode("utf-16-le"))
    with pytest.raises(Misuse, match=r"a\.xlf, line 1: holds NUL, as UTF-16 without a byte order mark does"):
        read_text(path, lambda _: None)


def test_an_encoding_that_would_be_written_in_another_way_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    path.write_bytes(b"<a>+AGE-</a>")  # UTF-7 may write "a" so, and Python would not
    with pytest.raises(Misuse, match="cannot be written back in utf-7 byte for byte"):
        read_text(path, lambda _: "utf-7")
