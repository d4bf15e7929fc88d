"""FTS5 finds what scoring every passage by the formula finds, and stays within its budget where words are common."""

from collections import Counter
from math import log

from hypothesis import given, settings
from hypothesis import strategies as st

from redraft.sources import open_knowledge
from redraft.sources.index.fts import FtsIndex


def by_the_formula(texts: list[list[str]], query: list[str]) -> dict[int, float]:
    """BM25 of every text that has a word of the query, written from the statement."""
    n, mean = len(texts), sum(map(len, texts)) / len(texts)
    scores = {}
    for number, words in enumerate(texts, start=1):
        score = 0.0
        for word in set(query) & set(words):
            n_with = sum(word in other for other in texts)
            idf = log(1 + (n - n_with + 0.5) / (n_with + 0.5))
            times = Counter(words)[word]
            score += idf * times * 2.2 / (times + 1.2 * (0.25 + 0.75 * len(words) / mean))
        if score:
            scores[number] = score
    return scores


WORDS = st.lists(st.sampled_from("ant bee cow dog elk fox gnu hen ibex".split()), min_size=1, max_size=12)


@given(st.lists(WORDS, min_size=1, max_size=25), WORDS)
@settings(max_examples=60)
def test_a_small_collection_is_scored_as_the_formula_says(texts: list[list[str]], query: list[str]) -> None:
    knowledge = open_knowledge()
    knowledge.add_texts([(str(i), " ".join(words)) for i, words in enumerate(texts)], whole=True)
    expected = by_the_formula(texts, query)
    found = knowledge.lookup.find(sorted(set(query)), 100)
    assert {hit.passage: round(hit.score, 9) for hit in found} == {n: round(s, 9) for n, s in expected.items()}
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)


def test_counts_stay_right_while_documents_come_and_go() -> None:
    knowledge = open_knowledge()
    knowledge.add_texts({str(i): f"common word{i % 4}" for i in range(20)})
    knowledge.remove([str(i) for i in range(0, 20, 4)])
    knowledge.add_texts({"1": "another"})
    run = knowledge.catalogue.connection.execute
    assert dict(run("SELECT word, n FROM words").fetchall()) == {
        "common": 14, "word1": 4, "word2": 5, "word3": 5, "another": 1,
    }  # fmt: skip
    assert (knowledge.n_passages, knowledge.catalogue.n_words) == (15, 29)


def test_the_rarest_words_choose_within_the_budget() -> None:
    knowledge = open_knowledge()
    knowledge.add_texts({str(i): "all " + ("most " if i % 5 else "few ") + f"one{i}" for i in range(100)}, whole=True)
    index = FtsIndex(knowledge.catalogue, budget=30)
    chosen = index._chosen(["all", "most", "few", "one7"], 100)
    assert (chosen.finding, chosen.n_scored) == (["one7", "few"], 21)
    assert set(chosen.weights) == {"all", "most", "few", "one7"}
    assert [hit.passage for hit in index.find(["all", "most"], 3)] == [2, 3, 4]  # both words, though each is too common
