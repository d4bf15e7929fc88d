import time
from pathlib import Path

import pytest

from redraft.batch.forms.bilingual.text import read_text
from redraft.batch.forms.bilingual.xml import DEEPEST, declared_encoding, elements, with_attribute
from redraft.errors import Misuse
from support.bilingual import TMX, XLIFF_12, put, slots_of

BOMB = """<?xml version="1.0"?>
<!DOCTYPE tmx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
"""


def read(path: Path, text: str | bytes) -> None:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    slots_of(path)


@pytest.mark.parametrize(
    ("beginning", "problem"),
    [
        (BOMB, "line 2: declares a document type with entities of its own, which is refused"),
        ('<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "line 1: declares a document type"),
        ('<!DOCTYPE tmx [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>', "line 1: declares a document type"),
        ('<!DOCTYPE tmx SYSTEM "x.dtd" []>', "line 1: declares a document type"),
    ],
)
def test_a_file_that_declares_entities_is_refused_before_any_is_expanded(
    tmp_path: Path, beginning: str, problem: str
) -> None:
    body = TMX[TMX.index("<tmx") :].replace("Hello", "&c;")
    with pytest.raises(Misuse, match=problem):
        read(tmp_path / "c.tmx", beginning + body)


def test_a_document_type_that_is_only_named_is_let_through_and_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tmx14.dtd").write_text('<!ENTITY secret "expanded">')
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "c.tmx"
    path.write_text(TMX.replace("Bye", "Bye &secret;"))
    first, second = slots_of(path)
    assert first.problem is None
    assert second.problem == "the entity &secret; is not defined in the file; write the character itself"
    assert put(path, lambda _: None) == path.read_bytes()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (XLIFF_12.replace("</file>", "</fiel>"), r"a\.xlf, line 22: is not well-formed XML: mismatched tag"),
        (XLIFF_12[:700], r"a\.xlf, line \d+: is not well-formed XML"),
        (XLIFF_12.replace("Cancel", "&undefined;"), "line 13: is not well-formed XML: undefined entity"),
        ("", "is empty; give a file with segments"),
        ("  \n", "is empty"),
        (
            XLIFF_12.encode("latin-1"),
            "line 9: is not utf-8 as the file says: byte 0xfc",
        ),
        (
            XLIFF_12.replace('encoding="UTF-8"', 'encoding="klingon"'),
            "declares the encoding 'klingon', which is not known",
        ),
        (XLIFF_12.replace('encoding="UTF-8"', 'encoding="UTF-16"'), "without a byte order mark"),
    ],
)
def test_a_broken_file_is_named_with_its_line(tmp_path: Path, text: str | bytes, problem: str) -> None:
    with pytest.raises(Misuse, match=problem):
        read(tmp_path / "a.xlf", text)


def test_what_lies_too_deep_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match=f"more than {DEEPEST} deep"):
        read(tmp_path / "a.xlf", "<a>" * 100_000)


def test_places_are_exact_whatever_stands_in_tags(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text("<r>é<a b='>' c=\"'/>\" /><n:x xmlns:n='u'>\U0001f600<!-- <a> --></n:x ></r>", encoding="utf-8")
    text = read_text(path, declared_encoding)
    found = list(elements(text, lambda _: None))
    assert [text.at(one.start, one.end) for one in found[:2]] == [
        "<a b='>' c=\"'/>\" />",
        "<n:x xmlns:n='u'>\U0001f600<!-- <a> --></n:x >",
    ]
    assert [(one.space, one.local, one.closes_itself) for one in found] == [
        ("", "a", True), ("u", "x", False), ("", "r", False),
    ]  # fmt: skip
    assert text.at(found[1].inner, found[1].inner_end) == "\U0001f600<!-- <a> -->"


def test_an_attribute_gets_another_value_and_nothing_else_changes() -> None:
    tag = "<target xml:state = 'a' state = 'b' x=\"state='c'\">"
    assert with_attribute(tag, "state", "new") == "<target xml:state = 'a' state = 'new' x=\"state='c'\">"
    assert with_attribute(tag, "state", None) == "<target xml:state = 'a' x=\"state='c'\">"
    assert with_attribute("<target x=\" state='c'\"/>", "state", "new") == '<target state="new" x=" state=\'c\'"/>'


def test_a_large_file_is_read_in_time_proportional_to_its_size(tmp_path: Path) -> None:
    unit = '<trans-unit id="{0}"><source>Press {0}</source><target>Drücke {0}</target></trans-unit>\n'
    path = tmp_path / "a.xlf"
    head, tail = XLIFF_12[: XLIFF_12.index("   <trans-unit")], "</body></file></xliff>"
    path.write_text(head + "".join(map(unit.format, range(5_000))) + tail, encoding="utf-8")
    began = time.process_time()
    slots = slots_of(path)
    assert len(slots) == 5_000 and slots[-1].target == "Drücke 4999"
    assert time.process_time() - began < 20  # a quadratic reading takes minutes
