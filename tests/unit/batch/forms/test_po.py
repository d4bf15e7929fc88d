from dataclasses import replace
from pathlib import Path

import polib
import pytest

from redraft.batch.forms.bilingual.slots import CannotWrite
from redraft.errors import Misuse
from support.bilingual import GERMAN, PO, put, slots_of


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    path = tmp_path / "d.po"
    path.write_text(PO, encoding="utf-8")
    return path


def test_entries_are_segments_with_what_the_file_says_about_them(catalogue: Path) -> None:
    slots = slots_of(catalogue)
    assert [(slot.line, slot.source, slot.target) for slot in slots] == [
        (12, "Open", "Öffnen"),
        (18, "%d file", "%d Datei"),
        (18, "%d files", "%d Dateien"),
        (23, "A long text that a tool has wrapped over several lines of the file, as gettext does.\nAnd a second line.",
         ("Ein langer Text, den ein Programm über mehrere Zeilen der Datei umbrochen hat, wie gettext.\n"
          "Und eine zweite Zeile.")),
        (32, 'Quit "now"', None),
    ]  # fmt: skip
    assert slots[0].notes == ("Shown on the button.", "Context: menu")
    assert slots[2].notes == ("Plural form 1, for counts such as 0, 2, 3, 4, 5.",)


def test_polib_reads_the_same_entries(catalogue: Path) -> None:
    theirs = {(entry.msgid, entry.msgctxt): entry for entry in polib.pofile(str(catalogue)) if not entry.obsolete}
    assert len(theirs) == 4
    for slot in slots_of(catalogue):
        if not slot.id.endswith("]"):
            (entry,) = [entry for entry in theirs.values() if entry.msgid.strip() == slot.source]
            assert (entry.msgstr.strip() or None) == slot.target


def test_only_the_string_changes_and_white_space_is_the_source_s(catalogue: Path) -> None:
    changed = put(catalogue, lambda slot: 'Jetzt "beenden"' if slot.target is None else None).decode()
    assert changed == PO.replace(
        'msgid "Quit \\"now\\"\\t"\nmsgstr ""', 'msgid "Quit \\"now\\"\\t"\nmsgstr "Jetzt \\"beenden\\"\\t"'
    )


def test_a_wrapped_file_is_wrapped_again_as_gettext_does(catalogue: Path) -> None:
    text = (
        "Ein anderer langer Text, den ein Programm hier über mehrere Zeilen umbrechen muss, wie immer.\nZweite Zeile."
    )
    changed = put(catalogue, lambda slot: text if slot.source.startswith("A long") else None).decode()
    theirs = next(e for e in polib.pofile(changed) if e.msgid.startswith("A long"))
    assert theirs.msgstr == f"{text}\n"
    written = changed[changed.index("Ein anderer") - 1 :].split("\n\n")[0].splitlines()
    assert [line[:12] for line in written] == ['"Ein anderer', '"muss, wie i', '"Zweite Zeil']
    assert max(map(len, written)) <= 80


def test_the_mark_fuzzy_stays_is_cleared_or_keeps_an_entry_out_as_asked(tmp_path: Path) -> None:
    path = tmp_path / "d.po"
    text = '#, fuzzy\nmsgid "A"\nmsgstr "B"\n\n#, fuzzy, c-format\nmsgid "%d"\nmsgstr "%s"\n'
    path.write_text(text)
    stays = put(path, lambda _: "C").decode()
    assert stays == text.replace('"B"', '"C"').replace('"%s"', '"C"')
    cleared = put(path, lambda _: "C", options=replace(GERMAN, fuzzy="clear")).decode()
    assert cleared == 'msgid "A"\nmsgstr "C"\n\n#, c-format\nmsgid "%d"\nmsgstr "C"\n'
    assert [slot.left for slot in slots_of(path, replace(GERMAN, fuzzy="skip"))] == ["it is marked fuzzy"] * 2


def test_a_new_translation_that_did_not_pass_becomes_fuzzy(tmp_path: Path) -> None:
    path = tmp_path / "d.po"
    first = '#: a.c\nmsgctxt "c"\nmsgid "A"\nmsgstr ""\n\n'
    text = first + '#, c-format\nmsgid "%d"\nmsgid_plural "%d b"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    path.write_text(text)
    changed = put(path, lambda _: "C", passed=False).decode()
    assert '#: a.c\n#, fuzzy\nmsgctxt "c"\nmsgid "A"\nmsgstr "C"\n' in changed
    assert '#, fuzzy, c-format\nmsgid "%d"\nmsgid_plural "%d b"\nmsgstr[0] "C"\nmsgstr[1] "C"\n' in changed


def test_a_catalogue_in_another_encoding_keeps_it(tmp_path: Path) -> None:
    path = tmp_path / "d.po"
    raw = PO.replace("charset=UTF-8", "charset=ISO-8859-1").encode("iso-8859-1")
    path.write_bytes(raw)
    assert put(path, lambda _: None) == raw
    changed = put(path, lambda slot: "Auf" if slot.source == "Open" else None)
    assert changed == raw.replace("Öffnen".encode("iso-8859-1"), b"Auf")
    with pytest.raises(CannotWrite, match="iso8859-1 has no form for a character"):
        put(path, lambda _: "Ж")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('msgid "a"\nmsgstr "b\n', "line 2: the string is not closed"),
        ('msgid "a"\nhello\n', "line 2: is no line of a PO file: 'hello'"),
        ('msgid "a"\n\nmsgid "b"\nmsgstr "c"\n', "line 3: a second msgid in one entry"),
        ('msgstr "b"\n', "line 1: msgstr has no msgid of its own"),
        ('msgid "a"\n', "line 1: an entry without msgstr"),
        ('msgid "a"\nmsgstr "b"\nmsgstr "c"\n', "line 3: msgstr has no msgid of its own"),
        ('msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(n ! 1);\\n"\n', "Plural-Forms cannot be read"),
        ('msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=n ? 1/(n-5) : 0;\\n"\n', "Plural-Forms cannot be read"),
        ('msgid ""\nmsgstr "Content-Type: text/plain; charset=EBCDIC-9\\n"\n', "'EBCDIC-9', which is not known"),
        ("", "is empty"),
    ],
)
def test_a_broken_catalogue_is_named_with_its_line(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "d.po"
    path.write_text(text)
    with pytest.raises(Misuse, match=problem) as caught:
        slots_of(path)
    assert "d.po" in str(caught.value)


def test_what_is_said_of_an_obsolete_entry_is_not_said_of_the_next(tmp_path: Path) -> None:
    path = tmp_path / "d.po"
    text = '#, fuzzy\n#. gone\n#~ msgid "old"\n#~ msgstr "alt"\n\nmsgid "A"\nmsgstr "B"\n'
    path.write_text(text)
    assert slots_of(path)[0].notes == ()
    assert put(path, lambda _: "C", options=replace(GERMAN, fuzzy="clear")).decode() == text.replace('"B"', '"C"')


def test_keywords_may_be_indented_and_stand_close_as_gettext_reads_them(tmp_path: Path) -> None:
    path = tmp_path / "d.po"
    path.write_text('msgid"A"\n\tmsgstr"B"\n')
    assert put(path, lambda _: "C").decode() == 'msgid"A"\n\tmsgstr"C"\n'


def test_escaped_bytes_are_characters_of_the_file_s_encoding(tmp_path: Path) -> None:
    path = tmp_path / "d.po"
    path.write_text('msgid "caf\\303\\251 \\x41"\nmsgstr "B"\n')
    assert slots_of(path)[0].source == "café A"


def test_a_language_may_name_its_script_as_gettext_does(tmp_path: Path) -> None:
    path = tmp_path / "d.po"
    path.write_text('msgid ""\nmsgstr "Language: sr_RS@latin\\n"\n\nmsgid "A"\nmsgstr "B"\n')
    assert slots_of(path, replace(GERMAN, target_language=None))[0].target_language == "sr-Latn-RS"


def test_a_character_that_would_end_the_string_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "d.po"
    path.write_text('msgid "A"\nmsgstr "B"\n')
    with pytest.raises(CannotWrite, match=r"U\+0000"):
        put(path, lambda _: "C\0")


def test_a_form_for_more_than_one_count_is_translated_from_the_plural(tmp_path: Path) -> None:
    path = tmp_path / "d.po"
    rule = "plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2)"
    head = f'msgid ""\nmsgstr "Plural-Forms: nplurals=3; {rule};\\n"\n\n'
    path.write_text(head + 'msgid "%d b"\nmsgid_plural "%d bs"\n' + "".join(f'msgstr[{n}] ""\n' for n in range(3)))
    slots = slots_of(path)
    assert [slot.source for slot in slots] == ["%d bs"] * 3  # Russian says 21 like 1, where English has a plural
    assert slots[0].notes == ("Plural form 0, for counts such as 1, 21, 31, 41, 51.",)


def test_the_mark_fuzzy_is_not_cleared_for_what_did_not_pass(tmp_path: Path) -> None:
    path = tmp_path / "d.po"
    path.write_text('#, fuzzy\nmsgid "A"\nmsgstr "B"\n')
    changed = put(path, lambda _: "C", passed=False, options=replace(GERMAN, fuzzy="clear")).decode()
    assert changed == '#, fuzzy\nmsgid "A"\nmsgstr "C"\n'
