"""Glossaries: every row is used or told with its line."""

import hashlib
from pathlib import Path

import pytest

from redraft.critics.translation import Glossary, glossary_of, read_glossary
from redraft.errors import Misuse


def written(folder: Path, text: str | bytes, name: str = "terms.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def terms(glossary: Glossary) -> list[tuple[str, tuple[str, ...], tuple[str, ...], bool, int]]:
    return [(t.source, t.targets, t.forbidden, t.case_matters, t.line) for t in glossary.terms]


def test_a_file_with_a_head_is_read_by_its_columns(tmp_path: Path) -> None:
    path = written(tmp_path, "target,source,case,forbidden\nFestplatte|Platte,hard drive,yes,Laufwerk\n")
    assert terms(read_glossary(path)) == [("hard drive", ("Festplatte", "Platte"), ("Laufwerk",), True, 2)]


def test_a_file_without_a_head_is_source_and_target(tmp_path: Path) -> None:
    path = written(tmp_path, "# our words\nhard drive\tFestplatte\n\n螢幕\tBildschirm\n", "terms.tsv")
    assert [(one[0], one[1], one[4]) for one in terms(read_glossary(path))] == [
        ("hard drive", ("Festplatte",), 2), ("螢幕", ("Bildschirm",), 4),
    ]  # fmt: skip


def test_a_term_says_where_it_stands(tmp_path: Path) -> None:
    text = 'source,target\nfile,Datei\n"hard\ndrive",Festplatte\n'
    second = read_glossary(written(tmp_path, text)).terms[1]
    place = second.provenance
    assert place is not None
    assert text[place.start : place.end] == '"hard\ndrive",Festplatte\n'
    assert place.document == "terms.csv"
    assert place.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert place.date is not None


def test_rows_that_cannot_be_used_are_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "source,target,forbidden,case\nfile,Datei\nlonely,\n,Wort\nFile,Akte\nyes,ja,ja\nno,nein,,perhaps\nfile,datei\n",
    )
    glossary = read_glossary(path)
    assert [one[0] for one in terms(glossary)] == ["file"]
    lines = [fault.removeprefix(f"{path}, ") for fault in glossary.faults]
    assert lines == [
        "line 3: 'lonely' has no translation; write it in the second column",
        "line 4: a term without words, translated as 'Wort'; write the source term first",
        (
            "line 5: 'File' is 'Akte' here and 'Datei' in line 2; the first one is used: keep one row, with its "
            "translations separated by |"
        ),
        "line 6: 'ja' is both wanted and forbidden for 'yes'; keep one of them",
        "line 7: the column of case says 'perhaps'; write yes or no",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty; write a row"),
        (b"source,target\n", "has no term that can be used"),
        (b"a,b\nc,\xff\n", "line 2, is not UTF-8: byte 0xff"),
        (b"lonely\n", "no term that can be used: .*line 1: 'lonely' has no translation"),
    ],
)
def test_a_file_without_a_usable_row_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(Misuse, match=message):
        read_glossary(written(tmp_path, content))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match=r"none\.csv' cannot be read"):
        read_glossary(tmp_path / "none.csv")


def test_a_table_of_settings_is_a_glossary() -> None:
    assert glossary_of({"hard drive": "Festplatte|Platte"}).terms[0].targets == ("Festplatte", "Platte")
    with pytest.raises(Misuse, match="`terms` is empty"):
        glossary_of({})
    with pytest.raises(Misuse, match="'file' has no translation"):
        glossary_of({"file": " "})
