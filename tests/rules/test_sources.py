"""Every `Source: key` in the code is a known reference, and every known reference looks like one."""

import re

from rules.repository import ROOT, relative, source_files

BIBLIOGRAPHY = ROOT / "docs" / "references.bib"
FIELDS = ("title", "author", "year")


def cited(text: str) -> set[str]:
    """Keys behind `Source:`, several separated by `;`; `our own` marks what no paper states."""
    # Not the return type of a function, nor the end of a class's name.
    lines = re.findall(r"(?<!-> )\bSource:\s*([^\n]+)", text)
    keys = {re.match(r"[\w ]*", part.strip()).group() for line in lines for part in line.split(";")}  # type: ignore[union-attr]
    return {k for key in keys if (k := key.split(" ")[0])}


def known(bibliography: str) -> set[str]:
    """Keys of the entries of a BibTeX file."""
    return set(re.findall(r"^@\w+\{(\w+),", bibliography, re.M))


def test_every_cited_source_is_known() -> None:
    keys = known(BIBLIOGRAPHY.read_text())
    assert len(keys) >= 10
    unknown = {relative(p): sorted(cited(p.read_text()) - keys) for p in source_files()}
    assert {name: missing for name, missing in unknown.items() if missing} == {}


def test_every_reference_has_a_title_authors_and_a_year() -> None:
    entries = re.findall(r"^@\w+\{(\w+),(.*?)^\}", BIBLIOGRAPHY.read_text(), re.M | re.S)
    assert len(entries) >= 10
    assert [key for key, body in entries for field in FIELDS if not re.search(rf"^\s*{field}\s*=", body, re.M)] == []


def test_a_type_that_is_called_source_is_no_citation() -> None:
    assert cited("def f() -> Source:\n    table = 1\nclass HttpSource:\n    x = 1\n") == set()


def test_an_unknown_source_is_seen() -> None:
    code = '"""Loss.\n\nSource: wang2024incontext Eq. (3); bradley1952rank.\n"""'
    assert cited(code) - known("@article{bradley1952rank,\n") == {"wang2024incontext"}
