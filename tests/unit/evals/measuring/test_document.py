import json
from pathlib import Path

import pytest

from redraft.errors import Misuse
from redraft.evals.measuring.document import as_document, read_card
from redraft.trust.cards import Card, Measured, measure
from redraft.trust.figures import Judged

MEASURED = Measured(
    critic="c", version="1", kind="external", data="d.jsonl", sha256="0" * 64, form="plain", limit=5,
    command="redraft critics measure c d.jsonl", redraft_version="0",
)  # fmt: skip


def card() -> Card:
    judged = [
        Judged(id=str(i), problem=str(i), score=i / 40, acceptable=i % 3 > 0, groups={"task": "a" if i % 2 else "b"})
        for i in range(40)
    ]
    return measure([*judged, Judged(id="x", problem="x", score=None, reason="“no”", acceptable=True)], MEASURED)


def test_a_card_is_read_back_as_it_was(tmp_path: Path) -> None:
    made, path = card(), tmp_path / "card.json"
    path.write_text(as_document(made), encoding="utf-8")
    assert read_card(path) == made


def test_a_card_that_has_nothing_to_rank_is_read_back_with_its_reason(tmp_path: Path) -> None:
    empty, path = measure([], MEASURED), tmp_path / "card.json"
    path.write_text(as_document(empty), encoding="utf-8")
    assert read_card(path) == empty and "NaN" not in path.read_text()
    assert read_card(path).overall.no_auroc == "no output was scored"


def test_a_card_of_the_first_version_is_read_without_what_it_did_not_have(tmp_path: Path) -> None:
    row, path = json.loads(as_document(card())), tmp_path / "card.json"
    for gone in ("ranking", "no_ranking", "fitted", "no_fitted"):
        for figures in (row["overall"], *row["groups"]["task"].values()):
            del figures[gone]
    for gone in ("labels", "n_unlabelled", "n_repeated"):
        del row["measured"][gone]
    del row["agreement"]
    path.write_text(json.dumps(row | {"schema_version": 1}))
    old = read_card(path)
    assert old.schema_version == 1 and old.measured.labels == "the data" and old.agreement is None
    assert old.overall.ranking is None and old.overall.fitted is None and old.overall.auroc == card().overall.auroc


def test_what_is_no_card_is_told_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "card.json"
    with pytest.raises(Misuse, match="No such file or directory; check the path"):
        read_card(path)
    for content in ("", "[]", "{}", "nothing"):
        path.write_text(content)
        with pytest.raises(Misuse, match=r"is no card: .*; make one with `redraft critics measure`"):
            read_card(path)
    path.write_text(json.dumps(json.loads(as_document(card())) | {"schema_version": 99}))
    with pytest.raises(Misuse, match="of version 99, this Redraft reads 2; update it"):
        read_card(path)
