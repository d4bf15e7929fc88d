import json
from dataclasses import replace

import pytest

from redraft.core import Attempt, Context, Critique, Draft, Finding, Passage, Provenance
from redraft.store import decode_record, encode_record
from unit.store.examples import full_record

PLACE = Provenance(document="moons.txt", start=3, end=12, sha256="ab12", date="2026-11-22")


def test_a_provenance_names_a_document_and_a_place_in_it() -> None:
    with pytest.raises(ValueError, match="names its document"):
        Provenance(document="")
    for start, end in ((-1, 2), (3, 2)):
        with pytest.raises(ValueError, match="ends behind that"):
            Provenance(document="moons.txt", start=start, end=end)


def test_a_passage_that_nobody_ranked_has_score_zero_and_no_title() -> None:
    assert (Passage(text="Two moons.", provenance=PLACE).score, Passage(text="", provenance=PLACE).title) == (0.0, "")


def test_a_record_keeps_where_the_evidence_of_a_finding_stands() -> None:
    finding = Finding(message="Mars has two moons", evidence=("Two moons.",), sources=(PLACE,))
    critique = Critique(critic="facts", kind="verified", score=0.0, findings=(finding,))
    prompt = full_record().context.prompt
    context = Context(prompt=prompt, attempts=(Attempt(draft=Draft.of("Three."), critiques=(critique,)),), standing=0)
    record = replace(full_record(), context=context)
    assert decode_record(encode_record(record)) == record
    assert json.loads(encode_record(record))["context"]["attempts"][0]["critiques"][0]["findings"][0]["sources"] == [
        {"document": "moons.txt", "start": 3, "end": 12, "sha256": "ab12", "date": "2026-11-22"}
    ]
