"""What a process killed between the catalogue's commit and tantivy's leaves behind is made good by the next one."""

import sys
from pathlib import Path

import pytest

from redraft.errors import MissingExtra, Misuse
from redraft.sources import open_knowledge
from redraft.sources.index.tantivy_folder import TantivyIndex

pytest.importorskip("tantivy", reason="the extra facts is not installed")


def test_words_that_were_not_written_are_written_when_it_is_opened_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "index"
    with open_knowledge(path, backend="tantivy", writing=True) as knowledge:
        knowledge.add_texts({"a": "first words", "gone": "words that go"})
    with open_knowledge(path, writing=True) as knowledge, monkeypatch.context() as patch:
        # As if killed behind the catalogue's commit: tantivy's never comes.
        patch.setattr(TantivyIndex, "written", TantivyIndex.forgotten)
        knowledge.remove(["gone"])
        knowledge.add_texts({"b": "second words", "a": "changed words"})
        assert knowledge.find("second") == ()
        assert [p.provenance.document for p in knowledge.find("go first")] == []
    with open_knowledge(path, writing=True) as knowledge:
        assert [p.provenance.document for p in knowledge.find("second")] == ["b"]
        assert [p.provenance.document for p in knowledge.find("changed")] == ["a"]
        assert knowledge.find("go") == knowledge.find("first") == ()
        assert len(knowledge.find("words")) == 2


def test_both_indexes_rank_alike(tmp_path: Path) -> None:
    texts = {f"{i}": f"word{i % 3} word{i % 5} common {'filler ' * (i % 7)}" for i in range(40)}
    with open_knowledge(tmp_path / "t", backend="tantivy", writing=True) as one, open_knowledge() as other:
        one.add_texts(texts)
        other.add_texts(texts)
        # tantivy keeps the length of a passage in one byte: scores of long ones differ by a few hundredths.
        scores = [[round(p.score, 1) for p in source.find("word1 word4 common", 10)] for source in (one, other)]
        assert scores[0] == scores[1]


def test_another_backend_and_a_missing_package_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_knowledge(tmp_path / "k.db", writing=True) as knowledge:
        knowledge.add_texts({"a": "x"})
    with pytest.raises(Misuse, match="give its path"):
        open_knowledge(backend="tantivy")
    monkeypatch.setitem(sys.modules, "tantivy", None)
    with pytest.raises(MissingExtra, match=r"redraft\[facts\]"):
        open_knowledge(tmp_path / "t", backend="tantivy", writing=True)
