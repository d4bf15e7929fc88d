"""Every format gives its words, headings, rows and date; what cannot be read says why and what to do."""

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.errors import MissingExtra
from redraft.sources.extracting.decoding import Unreadable
from redraft.sources.extracting.files import extracted_from
from redraft.sources.extracting.html import from_html
from redraft.sources.extracting.plain import from_markdown
from redraft.sources.extracting.rows import from_csv, from_json_lines
from redraft.sources.splitting import Splitting, split
from support.documents import NOTES, PAGE, pdf


def read(name: str, data: bytes | str):  # type: ignore[no-untyped-def]  # what is read is the subject
    return extracted_from(Path(name), data.encode() if isinstance(data, str) else data)


def told(name: str, data: bytes) -> str:
    """The words of a file, or why it has none."""
    try:
        return str(read(name, data).text)
    except Unreadable as error:
        return str(error)


def test_markdown_keeps_its_text_and_knows_headings_title_and_date() -> None:
    found = read("notes.md", NOTES)
    assert found.text == NOTES
    assert [(one.level, one.words) for one in found.headings] == [(1, "Alan Turing"), (2, "Work")]
    assert (found.title, found.date) == ("Notes on people", "2020-05-06")


def test_markdown_in_code_has_no_headings_and_lines_below_make_some() -> None:
    text = "Title\n=====\n\n```sh\n# no heading\n```\n\nPart *two*\n---\n\n[linked](x) `words` ##\n"
    found = from_markdown(text)
    assert [(one.level, one.words) for one in found.headings] == [(1, "Title"), (2, "Part two")]
    assert found.title == "Title"


def test_a_page_is_read_without_scripts_styles_and_navigation() -> None:
    found = read("page.html", PAGE)
    assert found.text == (
        "Marie Curie\n\nShe was born in Warsaw in 1867 & lived in Paris.\n\nPrizes\n\nYear | Prize\n1903 | Physics"
    )
    assert [found.text[one.start :].partition("\n")[0] for one in found.headings] == ["Marie Curie", "Prizes"]
    assert (found.title, found.date) == ("Marie Curie", "2021-03-04")


def test_a_page_may_be_nested_as_deep_as_readers_have_it_and_no_deeper() -> None:
    assert from_html(("<div>" * 1_000 + "deep").encode()).text == "deep"
    assert from_html(("<div><p>one<br><b>two</div>" * 5_000).encode()).text.startswith("one\ntwo")
    # The parser takes the square of the depth: this page would take minutes.
    for page in ("<div>" * 200_000, "<span><div></span></div>" * 200_000, "<b><i></b>" * 200_000):
        with pytest.raises(Unreadable, match="more than 1,000 elements inside each other"):
            from_html(page.encode())


def test_a_page_names_its_own_encoding() -> None:
    found = from_html('<meta charset="big5"><p>居里夫人出生於華沙</p>'.encode("big5"))
    assert (found.text, found.assumed) == ("居里夫人出生於華沙", "")


def test_a_pdf_is_read_page_by_page() -> None:
    found = read("paper.pdf", pdf("Grace Hopper found a moth.", "It was in 1947.", info="/ModDate (D:20190203)"))
    assert found.text == "Grace Hopper found a moth.\n\nIt was in 1947.\n\n"
    assert [(found.text[one.start : one.start + 2], one.words) for one in found.headings] == [
        ("Gr", "p. 1"),
        ("It", "p. 2"),
    ]
    assert found.date == "2019-02-03"


def test_rows_name_their_columns() -> None:
    found = read("towers.csv", 'name;height\n"Eiffel; Tower";330\n\n;\nBig Ben;\n')
    assert found.text == "name: Eiffel; Tower; height: 330\nname: Big Ben"
    assert [found.text[start:end] for start, end in found.rows] == found.text.split("\n")
    nested = from_json_lines('{"a": {"b": 1}, "c": [1, null, "x"], "d": null}\n\n{"e": [{"f": 2}], "g": true}\n')
    assert nested.text == 'a.b: 1; c: 1, x\ne: [{"f": 2}]; g: true'
    assert read("t.tsv", "a\tb\n1,2\t3").text == "a: 1,2; b: 3"


def test_a_malformed_row_is_told_by_its_line_and_the_others_are_read() -> None:
    table = from_csv("a,b\n1,2\n3\n4,5,6\n7,8\n")
    assert table.text == "a: 1; b: 2\na: 7; b: 8"
    assert [str(fault) for fault in table.faults] == [
        "line 3: has 1 field where the first line names 2; it is left out",
        "line 4: has 3 fields where the first line names 2; it is left out",
    ]
    lines = from_json_lines('{"a": 1}\n{"a": \n[1]\n"x"\n' + "[" * 100_000 + '\n{"a": 2}')
    assert lines.text == "a: 1\na: 2"
    assert [fault.place for fault in lines.faults] == ["line 2", "line 3", "line 4", "line 5"]
    many = from_json_lines("no\n" * 100)
    assert str(many.faults[-1]).startswith("further lines: 80 more are left out, the last: line 100: is no JSON")


def test_a_quote_that_never_ends_costs_its_own_line_alone() -> None:
    table = from_csv('a,b\n1,"2\n3,4\n5,"6\n7"\n8,"x"y\n9,10\n')
    assert table.text == "a: 3; b: 4\na: 5; b: 6 7\na: 9; b: 10"
    assert [fault.place for fault in table.faults] == ["line 2", "line 6"]
    # A quote that opens nothing and is never closed, in each of many rows; the others are read.
    many = from_csv("a,b\n" + ('1,"2\n' + "3,4\n" * 3) * 50)
    assert len(many.rows) >= 100
    assert many.faults[-1].place == "further lines"
    endless = from_csv('a,b\n"1\n' + "2,3\n" * 5000)
    assert (len(endless.rows), [fault.place for fault in endless.faults]) == (5000, ["line 2"])


def test_an_encoding_that_is_not_utf_8_is_guessed_and_told() -> None:
    found = read(
        "old.txt", "Die Brücke über den Fluß wurde größer, schöner und älter. Überall hörte man Grüße.".encode("cp1252")
    )
    assert "Brücke über den Fluß" in found.text
    assert found.assumed.startswith("read as cp125")
    text = "居里夫人出生於華沙，後來在巴黎求學，她發現了鐳，並且兩次獲得諾貝爾獎。" * 3
    assert read("big5.txt", text.encode("big5")).text == text
    assert read("wide.txt", text.encode("utf-16")).text == text
    assert read("mark.txt", b"\xef\xbb\xbfx\r\ny\rz").text == "x\ny\nz"


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("a.txt", b"", "is empty"), ("a.pdf", b" \n", "is empty"), ("a.txt", b"PK\x03\x04\0\0", "is binary"),
        ("a.txt", b"\xff\xfeab\xd8", "begins as utf-16 and is not"), ("a.pdf", b"%PDF-1.4 broken", "is a broken PDF"),
        ("a.pdf", b"no pdf at all", "is a broken PDF"), ("a.pdf", pdf(""), "has no text on its 1 pages: it may be"),
        ("a.html", b"<script>x</script>", "has no words"), ("a.csv", b"name,height\n", "has no words"),
        ("a.jsonl", b"nope\n", "has no words: line 1: is no JSON"), ("a.csv", b",\n,\n", "has no rows"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(name: str, data: bytes, problem: str) -> None:
    with pytest.raises(Unreadable, match=problem):
        read(name, data)


def test_an_encrypted_pdf_is_told() -> None:
    import io

    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Secret."))))
    writer.encrypt("password", algorithm="RC4-128")
    kept = io.BytesIO()
    writer.write(kept)
    with pytest.raises(Unreadable, match="is encrypted"):
        read("locked.pdf", kept.getvalue())


@pytest.mark.parametrize("cut", range(40, 900, 43))
def test_a_pdf_cut_anywhere_is_read_or_told(cut: int) -> None:
    whole = pdf("One page.", "Another page.")
    for data in (whole[:cut], whole[:cut] + b"\x00>>(" + whole[cut + 9 :]):
        assert told("cut.pdf", data)


@pytest.mark.parametrize(
    ("module", "name", "data"),
    [
        ("pypdf", "a.pdf", pdf("x")),
        ("selectolax.lexbor", "a.html", PAGE.encode()),
        ("charset_normalizer", "a.txt", b"\xfc\xe4"),
    ],
)
def test_a_missing_package_is_named_with_its_extra(
    monkeypatch: pytest.MonkeyPatch, module: str, name: str, data: bytes
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtra, match=r"redraft\[facts\]"):
        read(name, data)


MARKS = st.text(st.sampled_from("#=-`~ \n\tab[](){}<>/&;,\"'|pdiv1h居。."), max_size=300)


@given(st.sampled_from(["a.md", "a.txt", "a.html", "a.csv", "a.tsv", "a.jsonl"]), MARKS)
def test_any_text_is_read_or_told_and_its_passages_are_where_they_say(name: str, text: str) -> None:
    try:
        found = read(name, text)
    except Unreadable:
        return
    for start, end, _ in split(found, Splitting(max_characters=60, overlap_characters=20)):
        assert 0 <= start < end <= len(found.text)
    assert all(0 <= heading.start <= len(found.text) and heading.words for heading in found.headings)
    assert all(found.text[start:end].strip() for start, end in found.rows)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_told(data: bytes) -> None:
    for name in ("a.txt", "a.html", "a.pdf", "a.csv"):
        assert told(name, data)


def test_joined_letters_of_a_pdf_are_told_apart_and_signs_without_meaning_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from pypdf import PageObject

    monkeypatch.setattr(
        PageObject, "extract_text", lambda page: "The Ei\ufb00el Tower, of\ufb01ce \0\0inter-\nnational"
    )
    assert read("a.pdf", pdf("x")).text == "The Eiffel Tower, office international\n\n"
