from dataclasses import replace
from pathlib import Path

import pytest

from redraft.batch.forms.bilingual.slots import CannotWrite, Slot
from redraft.errors import Misuse
from support.bilingual import GERMAN, XLIFF_2, XLIFF_12, put, slots_of


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "a.xlf"
    path.write_text(XLIFF_12, encoding="utf-8")
    return path


@pytest.fixture
def new(tmp_path: Path) -> Path:
    path = tmp_path / "b.xliff"
    path.write_text(XLIFF_2, encoding="utf-8")
    return path


def by_id(path: Path, id: str) -> Slot:
    (slot,) = [slot for slot in slots_of(path) if slot.id.endswith(id)]
    return slot


def test_a_unit_travels_with_its_inline_elements_as_placeholders(old: Path) -> None:
    slot = by_id(old, "#1")
    assert (slot.source, slot.target) == ("Press <g1>OK</g1> & wait<x2/>.", "Drücke <g1>OK</g1> & warte<x2/>.")
    assert (slot.id, slot.line, slot.notes) == ("app.txt#1", 7, ("A button.",))
    assert (slot.source_language, slot.target_language) == ("en", "de")


def test_only_the_words_of_the_target_change_and_elements_come_back_as_they_were(old: Path) -> None:
    changed = put(old, lambda slot: "Drücken Sie <g1>OK</g1>, dann <x2/> & Ende." if slot.id.endswith("#1") else None)
    before = '  Drücke <g id="7">OK</g> &amp; warte<x id="8"/>.'
    after = '  Drücken Sie <g id="7">OK</g>, dann <x id="8"/> &amp; Ende.'
    assert changed.decode() == XLIFF_12.replace(before, after)


def test_a_missing_target_is_added_behind_the_source(old: Path) -> None:
    changed = put(old, lambda slot: "Abbrechen" if slot.id.endswith("#2") else None)
    wanted = '<source>Cancel</source><target state="translated">Abbrechen</target></trans-unit>'
    assert changed.decode() == XLIFF_12.replace("<source>Cancel</source></trans-unit>", wanted)


def test_what_did_not_pass_is_marked_for_review(old: Path) -> None:
    changed = put(old, lambda slot: "Hilfe" if slot.id.endswith("#3") else None, passed=False)
    assert '<target state="needs-review-translation">Hilfe</target>' in changed.decode()


def test_a_copy_of_the_source_that_waits_for_a_translator_is_no_translation(old: Path) -> None:
    assert by_id(old, "#3").target is None


def test_approved_and_locked_units_and_those_without_words_are_left_alone(old: Path) -> None:
    left = {slot.id[-1]: slot.left for slot in slots_of(old) if slot.left}
    assert left == {"4": "it is approved", "5": 'it is locked by translate="no"', "8": "its source has no words"}
    checked = slots_of(old, replace(GERMAN, approved=True))
    assert [slot.left for slot in checked if slot.id.endswith("#4")] == [None]


def test_cdata_stays_cdata_and_references_stay_references(old: Path) -> None:
    changed = put(old, lambda slot: {"6": "<b>Kühn</b> ]]> gezogen", "7": 'Sag "hallo" …'}.get(slot.id[-1])).decode()
    assert "<target><![CDATA[<b>Kühn</b> ]]]]><![CDATA[> gezogen]]></target>" in changed
    assert '<target state="translated">Sag &quot;hallo&quot; &#8230;</target>' in changed
    path = old.with_name("again.xlf")
    path.write_text(changed, encoding="utf-8")
    assert by_id(path, "#6").target == "<b>Kühn</b> ]]> gezogen"


@pytest.mark.parametrize(
    ("translation", "problem"),
    [
        ("Drücke OK & warte<x2/>.", "it lost </g1>, <g1>"),
        ("Drücke <g1>OK</g1>.", "it lost <x2/>"),
        ("<g1>OK</g1><x2/><x2/>", "it has <x2/> too often"),
        ("<g1>OK</g1><x2/><x9/>", "holds <x9/>, which stands for nothing"),
        ("</g1>OK<g1><x2/>", "comes before its beginning"),
        ("<g1>OK</g1><x2/>\x00", "U\\+0000, which XML cannot hold"),
    ],
)
def test_a_translation_whose_placeholders_do_not_fit_is_refused(old: Path, translation: str, problem: str) -> None:
    with pytest.raises(CannotWrite, match=problem):
        by_id(old, "#1").write(translation, True)


def test_a_target_may_go_without_an_element_that_it_went_without_before(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    path.write_text(XLIFF_12.replace('<g id="7">OK</g> &amp; warte', "OK &amp; warte"), encoding="utf-8")
    slot = by_id(path, "#1")
    assert slot.target == "Drücke OK & warte<x2/>."
    assert slot.write("Drücken Sie OK<x2/>.", True) and slot.write("Drücken Sie <g1>OK</g1><x2/>.", True)


def test_segments_of_version_2_have_states_of_their_own(new: Path) -> None:
    slots = slots_of(new)
    assert [(slot.id, slot.source, slot.target, slot.left) for slot in slots] == [
        ("f1#u1/s1", "One <g1>two</g1><x2/>", None, None),
        ("f1#u1", "Three", "Drei", None),
        ("f1#u1", "Four", "Vier", "it is final"),
        ("f1#u2", "CODE", None, 'it is locked by translate="no"'),
    ]
    changed = put(new, lambda slot: "Eins <g1>zwei</g1><x2/>" if slot.target is None else None).decode()
    source = '<source>One <pc id="1" dataRefStart="d1">two</pc><ph id="2" dataRef="d1"/></source>'
    target = '<target>Eins <pc id="1" dataRefStart="d1">zwei</pc><ph id="2" dataRef="d1"/></target>'
    wanted = XLIFF_2.replace('state="initial"', 'state="translated"').replace(source, f"{source}\n        {target}")
    assert changed == wanted


def test_a_file_that_does_not_say_its_target_language_says_it_when_a_translation_is_added(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    text = XLIFF_12.replace(" target-language='de'", "")
    path.write_text(text, encoding="utf-8")
    assert put(path, lambda _: None).decode() == text
    changed = put(path, lambda slot: "Abbrechen" if slot.id.endswith("#2") else None).decode()
    assert 'datatype="plaintext" target-language="de">' in changed


def test_segments_of_a_unit_and_prefixes_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    path.write_text(
        '<l:xliff xmlns:l="urn:oasis:names:tc:xliff:document:1.2" version="1.2"><l:file source-language="en" '
        'target-language="de" original="o"><l:body><l:trans-unit id="1"><l:source>A. B.</l:source><l:seg-source>'
        '<l:mrk mtype="seg" mid="0">A.</l:mrk> <l:mrk mtype="seg" mid="1">B.</l:mrk></l:seg-source></l:trans-unit>'
        "</l:body></l:file></l:xliff>"
    )
    (slot,) = slots_of(path)
    assert slot.source == "<g1>A.</g1> <g2>B.</g2>"
    changed = put(path, lambda _: "<g1>Ä.</g1> <g2>Ö.</g2>").decode()
    segments = '<l:mrk mtype="seg" mid="0">Ä.</l:mrk> <l:mrk mtype="seg" mid="1">Ö.</l:mrk>'
    wanted = f'<l:target state="translated">{segments}</l:target>'
    assert f"</l:seg-source>{wanted}</l:trans-unit>" in changed


def test_another_target_language_than_the_file_s_is_refused(old: Path) -> None:
    with pytest.raises(Misuse, match=r"a\.xlf, line 7: is for 'de', and 'fr' was asked for"):
        slots_of(old, replace(GERMAN, target_language="fr"))


def test_a_root_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    path.write_text("<html/>")
    with pytest.raises(Misuse, match="line 1: is <html>, not <xliff>"):
        slots_of(path)


def test_line_ends_of_a_translation_become_those_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    path.write_bytes(XLIFF_12.replace("  Drücke <g", "Drücke\n<g").replace("\n", "\r\n").encode())
    slot = by_id(path, "#1")
    assert slot.target == "Drücke\n<g1>OK</g1> & warte<x2/>."
    changed = put(path, lambda one: "Zuerst\r\n<g1>OK</g1>\ndann<x2/>" if one.id.endswith("#1") else None)
    assert b'>Zuerst\r\n<g id="7">OK</g>\r\ndann<x id="8"/></target>' in changed


UNIT = XLIFF_12[: XLIFF_12.index("   <trans-unit")] + "{0}</body></file></xliff>"
SEGMENT = (
    '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="de"><file id="f">'
    "{0}</file></xliff>"
)


@pytest.mark.parametrize("empty", ["<target/>", "<target></target>", "<target xml:lang='de'/>", ""])
def test_a_new_translation_that_did_not_pass_is_marked_whatever_stood_there(tmp_path: Path, empty: str) -> None:
    path = tmp_path / "a.xlf"
    path.write_text(UNIT.replace("{0}", f'<trans-unit id="1"><source>A</source>{empty}</trans-unit>'))
    changed = put(path, lambda _: "B", passed=False).decode()
    assert ' state="needs-review-translation"' in changed and ">B</target>" in changed
    assert ' state="translated"' in put(path, lambda _: "B").decode()


def test_a_segment_without_a_state_tells_what_passed_from_what_did_not(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    path.write_text(SEGMENT.replace("{0}", '<unit id="1"><segment subState="my:x"><source>A</source></segment></unit>'))
    added = "<source>A</source><target>B</target></segment>"
    assert f'<segment state="translated">{added}' in put(path, lambda _: "B").decode()
    assert f'<segment subState="my:x">{added}' in put(path, lambda _: "B", passed=False).decode()


def test_what_looks_like_a_state_inside_another_attribute_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    target = """<target equiv-trans="a state='new' b" state="new"></target>"""
    path.write_text(UNIT.replace("{0}", f'<trans-unit id="1"><source>A</source>{target}</trans-unit>'))
    wanted = """<target equiv-trans="a state='new' b" state="translated">B</target>"""
    assert wanted in put(path, lambda _: "B").decode()


@pytest.mark.parametrize(
    ("form", "content", "travelling"),
    [
        (UNIT, '<trans-unit id="1"><source>Use <mrk mtype="protected">Go</mrk>!</source></trans-unit>', "Use <x1/>!"),
        (SEGMENT, '<unit id="1"><segment><source>Use <mrk id="m" translate="no">Go</mrk>!</source></segment></unit>',
         "Use <x1/>!"),
        # Elements of another standard, which some converters write.
        (UNIT, '<trans-unit id="1"><source>a <pc id="1">b <hi>c</hi></pc></source></trans-unit>', "a <x1/>"),
        (SEGMENT, '<unit id="1"><segment><source>a <g id="1">b <g/></g> c</source></segment></unit>', "a <x1/> c"),
    ],
)  # fmt: skip
def test_protected_words_and_unknown_elements_travel_whole(
    tmp_path: Path, form: str, content: str, travelling: str
) -> None:
    path = tmp_path / "a.xlf"
    path.write_text(form.replace("{0}", content))
    (slot,) = slots_of(path)
    assert slot.source == travelling
    inner = content[content.index("<source>") + len("<source>") : content.index("</source>")]
    assert f">{inner}</target>" in put(path, lambda slot: slot.source).decode()


def test_notes_of_a_unit_of_version_2_reach_whoever_translates(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    unit = '<unit id="1"><notes><note>A button.</note></notes><segment><source>A</source></segment></unit>'
    path.write_text(SEGMENT.replace("{0}", unit + unit.replace("A button.", "A menu.")))
    assert [slot.notes for slot in slots_of(path)] == [("A button.",), ("A menu.",)]
