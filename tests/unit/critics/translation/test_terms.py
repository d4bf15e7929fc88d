"""Where the source has a term, the target has its translation, in whatever inflection."""

from pathlib import Path

import pytest

from redraft.critics.translation import glossary_of, read_glossary
from redraft.critics.translation.terms import check_of
from support.translating import flaws, said, words

CHECK = check_of(glossary_of({"hard drive": "Festplatte", "drive": "Laufwerk", "child": "Kind"}))


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("The hard drives are full.", "Die Festplatten sind voll."),
        ("The children of the drive", "Die Kinder des Laufwerks"),
        ("A hard drive cable", "Ein Festplattenkabel"),
        ("Nothing of it.", "Nichts davon."),
    ],
)
def test_inflected_terms_and_compounds_are_found(source: str, target: str) -> None:
    assert flaws(CHECK, source, target) == []


def test_a_missing_term_refutes_with_the_row_as_evidence() -> None:
    (flaw,) = flaws(CHECK, "Two hard drives", "Zwei Laufwerke")
    assert (flaw.says, flaw.severity, flaw.values) == (
        "term_missing", "major", {"term": "hard drives", "wanted": "Festplatte"},
    )  # fmt: skip
    assert flaw.evidence == ("hard drive = Festplatte",)


def test_forbidden_words_and_letters_are_located_with_their_source(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text("source,target,forbidden,case\nhard drive,Festplatte,Laufwerk,\nWeb,Web,,yes\n", encoding="utf-8")
    check = check_of(read_glossary(path))
    target = "Das Laufwerk"
    forbidden, missing = flaws(check, "The hard drive", target)
    assert (forbidden.says, words(target, forbidden), missing.says) == ("term_forbidden", "Laufwerk", "term_missing")
    assert forbidden.evidence == ("line 2: hard drive = Festplatte",)
    assert forbidden.sources[0].document == "terms.csv"
    (letters,) = flaws(check, "The Web", "das web")
    assert (letters.says, letters.severity) == ("term_case", "minor")


def test_chinese_terms_are_parts_of_the_text() -> None:
    check = check_of(glossary_of({"硬碟": "hard drive", "螢幕": "screen"}))
    assert said(check, "新的硬碟壞了", "The new hard drives broke.", "zh+Hant-en") == []
    back = check_of(glossary_of({"hard drive": "硬碟"}))
    assert said(back, "hard drives", "新的硬碟", "en-zh+Hant") == []
    assert said(back, "hard drives", "新的硬盤", "en-zh+Hant") == ["term_missing"]
