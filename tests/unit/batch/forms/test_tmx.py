from dataclasses import replace
from pathlib import Path

import pytest

from redraft.batch.forms.bilingual.slots import BilingualOptions, CannotWrite
from redraft.errors import Misuse
from support.bilingual import GERMAN, TMX, put, slots_of


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    path = tmp_path / "c.tmx"
    path.write_text(TMX, encoding="utf-8")
    return path


def test_of_several_languages_the_one_asked_for_is_worked_on(memory: Path) -> None:
    german = slots_of(memory)
    assert [(slot.id, slot.source, slot.target, slot.notes) for slot in german] == [
        ("a", "Hello <g1>world</g1>", "Hallo <g1>Welt</g1>", ("Friendly.",)),
        ("", "Bye", None, ()),
    ]
    french = slots_of(memory, replace(GERMAN, target_language="fr"))
    assert [slot.target for slot in french] == ["Bonjour <g1>monde</g1>", "Au revoir"]


def test_without_a_choice_two_languages_are_one_too_many(memory: Path) -> None:
    with pytest.raises(Misuse, match=r"c\.tmx: holds de-DE, en, fr; choose the language of the translations with --to"):
        slots_of(memory, BilingualOptions())


def test_two_languages_need_no_choice(tmp_path: Path) -> None:
    path = tmp_path / "c.tmx"
    path.write_text(TMX.replace('xml:lang="de-DE"', 'xml:lang="fr-FR"'), encoding="utf-8")
    with pytest.raises(Misuse, match="holds en, fr, fr-FR"):
        slots_of(path, BilingualOptions())
    path.write_text(TMX.replace('xml:lang="de-DE"', 'xml:lang="en-GB"'), encoding="utf-8")
    assert [slot.target_language for slot in slots_of(path, BilingualOptions())] == ["fr", "fr"]


def test_paired_codes_come_back_with_what_they_hold(memory: Path) -> None:
    changed = put(memory, lambda slot: "<g1>Welt</g1>, hallo" if slot.target else None).decode()
    old = 'Hallo <bpt i="1">&lt;b&gt;</bpt>Welt<ept i="1">&lt;/b&gt;</ept>'
    new = '<bpt i="1">&lt;b&gt;</bpt>Welt<ept i="1">&lt;/b&gt;</ept>, hallo'
    assert changed == TMX.replace(old, new)


def test_a_missing_language_is_added_behind_the_last(memory: Path) -> None:
    changed = put(memory, lambda slot: "Tschüss" if slot.target is None else None).decode()
    last = '<tuv xml:lang="fr"><seg>Au revoir</seg></tuv>'
    assert changed == TMX.replace(last, f'{last}\n      <tuv xml:lang="de"><seg>Tschüss</seg></tuv>')
    with pytest.raises(CannotWrite, match="no mark for what needs review"):
        put(memory, lambda slot: "Tschüss" if slot.target is None else None, passed=False)


def test_a_memory_without_a_source_language_needs_one(tmp_path: Path) -> None:
    path = tmp_path / "c.tmx"
    path.write_text(TMX.replace('srclang="en"', 'srclang="*all*"'), encoding="utf-8")
    with pytest.raises(Misuse, match="does not say which language is the source; say it with --from"):
        slots_of(path, BilingualOptions(target_language="de"))
    assert len(slots_of(path)) == 2


def test_a_language_that_is_none_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "c.tmx"
    path.write_text(TMX.replace('xml:lang="fr"', 'xml:lang="klingon"'), encoding="utf-8")
    with pytest.raises(Misuse, match=r"c\.tmx, line 9: no known language is called 'klingon'"):
        slots_of(path)


def test_an_element_of_another_standard_travels_whole(tmp_path: Path) -> None:
    path = tmp_path / "m.tmx"
    path.write_text(
        '<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>a <g>b</g></seg></tuv>'
        '<tuv xml:lang="de"><seg>c <g>d</g></seg></tuv></tu></body></tmx>'
    )
    (slot,) = slots_of(path)
    assert (slot.source, slot.target) == ("a <x1/>", "c <x1/>")
    assert "<seg>e <g>d</g></seg>" in put(path, lambda _: "e <x1/>").decode()


def test_of_two_varieties_the_one_that_is_called_exactly_so_is_meant(tmp_path: Path) -> None:
    path = tmp_path / "m.tmx"
    versions = "".join(f'<tuv xml:lang="{tag}"><seg>{tag}</seg></tuv>' for tag in ("en", "de-AT", "de-DE", "de"))
    path.write_text(f'<tmx version="1.4"><header srclang="en"/><body><tu>{versions}</tu></body></tmx>')
    for tag in ("de-AT", "de-DE", "de"):
        assert [slot.target for slot in slots_of(path, replace(GERMAN, target_language=tag))] == [tag]
