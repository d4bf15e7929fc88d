"""Statements are found by their labels and looked up exactly, and a broken one does not hide the others."""

import asyncio
import sys
from pathlib import Path

import pytest

from redraft.core import Passage
from redraft.errors import MissingExtra, Misuse, SourceError
from redraft.sources import Triples, read_triples

TURTLE = """@prefix : <http://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:curie rdfs:label "Marie Curie"@en, "居里夫人"@zh ; :birthPlace :warsaw ; :bornIn 1867 .
:warsaw rdfs:label "Warsaw" ; :countryCode "PL" .
:birthPlace rdfs:label "place of birth" .
"""
FORMS = {
    "a.nt": '<http://example.org/turing> <http://example.org/diedIn> "1954" .\n',
    "a.rdf": """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://example.org/">
        <rdf:Description rdf:about="http://example.org/turing"><e:diedIn>1954</e:diedIn></rdf:Description></rdf:RDF>""",
    "a.jsonld": '{"@id": "http://example.org/turing", "http://example.org/diedIn": "1954"}',
    "a.csv": "subject,predicate,object\nturing,died in,1954\n",
    "a.tsv": "note\tobject\tpredicate\tsubject\nx\t1954\tdied in\tturing\n",
}


@pytest.fixture
def people(tmp_path: Path) -> Triples:
    file = tmp_path / "people.ttl"
    file.write_text(TURTLE)
    return read_triples([file])


def found(source: Triples, query: str, n: int = 5) -> tuple[Passage, ...]:
    return asyncio.run(source.search(query, n))


def test_statements_are_found_as_sentences_of_labels(people: Triples, tmp_path: Path) -> None:
    best = found(people, "Where is the place of birth of Marie Curie?")[0]
    assert best.text == "Marie Curie place of birth Warsaw."
    assert best.title == "Marie Curie; 居里夫人"
    assert best.provenance.document == str(tmp_path / "people.ttl")
    assert len(best.provenance.sha256) == 64
    assert {p.text for p in found(people, "居里夫人", 9)} >= {"Marie Curie born in 1867."}


def test_positions_count_in_the_statements_written_out_one_to_a_line(people: Triples) -> None:
    every = sorted((p.provenance.start, p.provenance.end, p.text) for s in ("Marie Curie", "Warsaw", "birth place")
                   for p in people.look_up(s))  # fmt: skip
    text = "\n".join(words for _, _, words in every)
    assert len(every) == people.n_statements == 7
    assert all(text[start:end] == words for start, end, words in every)


@pytest.mark.parametrize(
    ("subject", "predicate"),
    [
        ("http://example.org/curie", "http://example.org/birthPlace"), ("marie  CURIE", "Place of Birth"),
        ("居里夫人", "birth place"), ("curie", "birth place"),
    ],
)  # fmt: skip
def test_a_statement_is_looked_up_by_addresses_or_labels(people: Triples, subject: str, predicate: str) -> None:
    assert [p.text for p in people.look_up(subject, predicate)] == ["Marie Curie place of birth Warsaw."]
    assert people.look_up(subject, "no such") == people.look_up("nobody") == ()
    assert len(people.look_up(subject)) == 4


@pytest.mark.parametrize("name", FORMS)
def test_every_form_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(FORMS[name])
    source = read_triples([tmp_path / name])
    assert [p.text for p in found(source, "turing")] == ["turing died in 1954."]
    assert [p.text for p in source.look_up("turing", "died in")] == ["turing died in 1954."]


def test_several_files_keep_their_provenance(tmp_path: Path) -> None:
    for name in ("a.csv", "a.nt"):
        (tmp_path / name).write_text(FORMS[name])
    source = read_triples([tmp_path / "a.csv", tmp_path / "a.nt"], name="both")
    assert {Path(p.provenance.document).name for p in source.look_up("turing")} == {"a.csv", "a.nt"}
    assert source.version != read_triples([tmp_path / "a.csv"]).version


def test_a_broken_statement_is_told_with_its_line_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.nt").write_text(FORMS["a.nt"] + "broken here\n" + FORMS["a.nt"].replace("1954", "1955"))
    (tmp_path / "b.csv").write_text("subject,predicate,object\nturing,,1\nturing,born,1912\n")
    (tmp_path / "c.csv").write_text("a,b\n1,2\n")
    (tmp_path / "d.xyz").write_text("?")
    source = read_triples([tmp_path / name for name in ("a.nt", "b.csv", "c.csv", "d.xyz", "none.ttl")])
    assert source.n_statements == 3
    told = [str(fault).removeprefix(f"{tmp_path}/").partition(";")[0] for fault in source.faults]
    assert [one[:22] for one in told] == [
        "a.nt, line 2: is no st", "b.csv, line 2: lacks o", "c.csv: has columns ['a", "d.xyz: has an ending o",
        "none.ttl: cannot be re",
    ]  # fmt: skip


def test_files_without_any_statement_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("no turtle at all")
    with pytest.raises(SourceError, match="no statement could be read"):
        read_triples([tmp_path / "a.ttl"])
    with pytest.raises(Misuse, match="no files"):
        read_triples([])


def test_a_missing_package_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "pyoxigraph", None)
    with pytest.raises(MissingExtra, match=r"redraft\[facts\]"):
        read_triples([tmp_path / "a.ttl"])
