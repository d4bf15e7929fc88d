"""A knowledge base as its users see it: what goes in is found, with its place, and nothing in a query is a command."""

import asyncio
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redraft.errors import Misuse, SourceError
from redraft.sources import Knowledge, open_knowledge
from redraft.sources.splitting import Splitting

CURIE = (
    "Marie Curie was born in Warsaw in 1867. She studied in Paris. In 1903 she was given the Nobel Prize in Physics."
)
TURING = "Alan Turing was born in London in 1912. He broke ciphers at Bletchley Park."
CHINESE = "居里夫人出生於華沙，後來在巴黎求學。她發現了鐳。王先生說好。"
BACKENDS = ["fts5", "tantivy"]


def opened(tmp_path: Path, backend: str) -> Knowledge:
    if backend == "tantivy":
        pytest.importorskip("tantivy", reason="the extra facts is not installed")
    return open_knowledge(tmp_path / f"{backend}.index", backend=backend, writing=True)


def names(knowledge: Knowledge, query: str, n: int = 5) -> list[str]:
    return [passage.provenance.document for passage in asyncio.run(knowledge.search(query, n))]


@pytest.mark.parametrize("backend", BACKENDS)
def test_what_was_added_is_found_by_its_words(tmp_path: Path, backend: str) -> None:
    with opened(tmp_path, backend) as knowledge:
        counts = knowledge.add_texts({"curie.txt": CURIE, "turing.txt": TURING, "zh.txt": CHINESE})
        assert (counts.new, counts.passages) == (3, 3)
        assert names(knowledge, "Where was Marie Curie born?")[0] == "curie.txt"
        assert names(knowledge, "who breaks a cipher") == ["turing.txt"]
        assert names(knowledge, "居里夫人在哪裡出生") == ["zh.txt"]
        assert names(knowledge, "王") == names(knowledge, "好") == names(knowledge, "鐳") == ["zh.txt"]
        assert names(knowledge, "astrolabe") == names(knowledge, "") == names(knowledge, "?!") == []


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_passage_stands_where_its_provenance_says(tmp_path: Path, backend: str) -> None:
    text = "\n\n".join(f"{TURING} He wrote paper {number} about machines." for number in range(40))
    with opened(tmp_path, backend) as knowledge:
        knowledge.add_texts({"long.txt": text}, date="2020-01-02")
        found = knowledge.find("paper 31 machines", 5)
    assert "paper 31 " in found[0].text
    assert all(text[p.provenance.start : p.provenance.end] == p.text for p in found)
    assert {p.provenance.date for p in found} == {"2020-01-02"}
    assert {len(p.provenance.sha256) for p in found} == {64}


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_text_replaces_the_one_of_its_name_and_can_be_removed(tmp_path: Path, backend: str) -> None:
    with opened(tmp_path, backend) as knowledge:
        knowledge.add_texts({"a": CURIE, "b": TURING})
        before = knowledge.version
        assert knowledge.add_texts({"a": CURIE}).unchanged == 1
        assert knowledge.version == before
        assert knowledge.add_texts({"a": "Nothing of her."}).changed == 1
        assert names(knowledge, "Curie Warsaw") == []
        assert knowledge.version != before
        assert knowledge.remove(["b", "no such"]) == 1
        assert names(knowledge, "Turing") == []
        assert knowledge.add_texts({"a": CURIE, "b": TURING}).new == 1
        assert knowledge.version == before


@pytest.mark.parametrize("backend", BACKENDS)
def test_what_was_written_is_there_when_it_is_opened_again(tmp_path: Path, backend: str) -> None:
    with opened(tmp_path, backend) as knowledge:
        knowledge.add_texts({"a": CURIE})
    with open_knowledge(tmp_path / f"{backend}.index") as again:
        assert names(again, "Warsaw") == ["a"]
        with pytest.raises(SourceError, match=r"attempt to write a readonly database; make the file"):
            again.add_texts({"b": TURING})


def test_a_removed_text_leaves_none_of_its_words_behind() -> None:
    knowledge = open_knowledge()
    knowledge.add_texts({"a": "xylophone secrets", "b": "other secrets"})
    knowledge.remove(["a"])
    run = knowledge.catalogue.connection.execute
    assert [row[0] for row in run("SELECT word FROM words ORDER BY word")] == ["other", "secret"]
    assert run("SELECT count(*) FROM words_of_passages").fetchone() == (1,)
    assert run("SELECT count(*) FROM fts WHERE fts MATCH 'xylophone'").fetchone() == (0,)


def test_of_two_passages_with_the_same_text_one_is_shown() -> None:
    knowledge = open_knowledge()
    knowledge.add_texts({"a": CURIE, "copy of a": CURIE, "b": TURING})
    assert names(knowledge, "Marie Curie Warsaw London") == ["a", "b"]


def test_a_word_of_common_words_alone_is_searched_within_the_budget() -> None:
    knowledge = open_knowledge()
    knowledge.add_texts({f"{i}": f"the book of number{i}" for i in range(300)}, whole=True)
    found = knowledge.lookup.find(["the", "book", "number7"], 5)
    assert len(found) == 5
    assert knowledge.catalogue.found([found[0].passage])[found[0].passage].passage.text == "the book of number7"


def test_words_that_are_too_common_to_choose_still_decide_the_order() -> None:
    from redraft.sources.index.fts import FtsIndex

    knowledge = open_knowledge()
    texts = {f"plain {i}": f"rare filler{i}" for i in range(20)} | {f"other {i}": "common words" for i in range(50)}
    knowledge.add_texts({**texts, "both": "rare common filler"}, whole=True)
    (best, *_) = FtsIndex(knowledge.catalogue, budget=25).find(["rare", "common"], 3)
    assert knowledge.catalogue.found([best.passage])[best.passage].passage.provenance.document == "both"


HOSTILE = [
    '"',
    "NEAR(a b, 2)",
    "a AND",
    "NOT",
    "words : x",
    "^a",
    "a*",
    "-a",
    "(((",
    "a' OR 1=1 --",
    "{a b} : c",
    "\x00",
    "\ud800",
]


@pytest.mark.parametrize("backend", BACKENDS)
def test_operators_of_query_languages_are_words_like_others(tmp_path: Path, backend: str) -> None:
    with opened(tmp_path, backend) as knowledge:
        knowledge.add_texts({"a": CURIE, "ops": "Say NOT near, and or; words."})
        for query in HOSTILE:
            knowledge.find(query)
        assert names(knowledge, 'NOT "near" AND (OR') == ["ops"]


_KNOWLEDGE = open_knowledge()
_KNOWLEDGE.add_texts({"a": CURIE, "zh": CHINESE})


@given(st.text(max_size=200))
@settings(max_examples=200)
def test_any_text_may_be_a_query(query: str) -> None:
    assert len(_KNOWLEDGE.find(query, 3)) <= 3


@given(st.text(max_size=300), st.text(max_size=300))
@settings(max_examples=60)
def test_any_text_may_be_a_document(text: str, other: str) -> None:
    knowledge = open_knowledge()
    knowledge.add_texts([("one", text), ("two", other), ("one", other)])
    assert {document.name for document in knowledge.documents()} == {"one", "two"}
    assert knowledge.remove(["one", "two"]) == 2
    assert knowledge.n_passages == 0
    assert knowledge.catalogue.n_words == 0


def test_a_long_query_costs_no_more_than_its_first_words() -> None:
    query = " ".join(f"word{i}" for i in range(100_000)) + "居里" * 10_000
    assert _KNOWLEDGE.find(query, 3) == ()


def test_two_openings_of_one_file_write_after_each_other(tmp_path: Path) -> None:
    path = tmp_path / "k.db"
    with open_knowledge(path, writing=True) as one, open_knowledge(path, writing=True) as two:
        one.add_texts({"a": CURIE})
        two.add_texts({"b": TURING, "a": CURIE})
        assert names(one, "born") == names(two, "born")
        assert {document.name for document in one.documents()} == {"a", "b"}


def test_a_batch_that_fails_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    with open_knowledge(tmp_path / "k.db", writing=True) as knowledge:
        knowledge.add_texts({"a": CURIE})
        before = knowledge.version
        knowledge.catalogue.connection.execute(
            "CREATE TRIGGER no BEFORE INSERT ON documents BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
        with pytest.raises(SourceError, match="full; check the disk"):
            knowledge.add_texts({"a": TURING})
        assert knowledge.version == before
        assert names(knowledge, "Warsaw") == ["a"]


def test_what_is_no_index_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()
    with pytest.raises(Misuse, match="no index of passages"):
        open_knowledge(other, writing=True)
    with pytest.raises(SourceError, match="no such index"):
        open_knowledge(tmp_path / "none.db")
    (tmp_path / "text.txt").write_text("words " * 500)
    with pytest.raises(SourceError, match="not a database"):
        open_knowledge(tmp_path / "text.txt")
    with pytest.raises(Misuse, match="is a folder"):
        open_knowledge(tmp_path, writing=True)
    with pytest.raises(Misuse, match="'sqlite'"):
        open_knowledge(tmp_path / "x", backend="sqlite")
    with pytest.raises(Misuse, match="1 or more, got 0"):
        asyncio.run(_KNOWLEDGE.search("x", 0))


def test_long_texts_are_cut_as_the_splitting_says() -> None:
    knowledge = open_knowledge(splitting=Splitting(max_characters=60, overlap_characters=0))
    assert knowledge.add_texts({"a": CURIE}).passages == 3
    assert knowledge.add_texts({"whole": CURIE}, whole=True).passages == 1
