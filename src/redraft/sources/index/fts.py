"""The default index of words: SQLite FTS5, in the catalogue's own file.

FTS5 scores every passage that has any word of a query, so its time grows with the commonest word: 160 ms for a sentence
in 100,000 passages. Therefore the rarer words choose, those that together stand in some `BUDGET` passages at most, and
the best of these passages are then scored by all words of the query. How often each word occurs is kept in a table of
its own, for FTS5 would have to walk its list to tell; so are the words of each passage, for counting them there is
quicker than reading the passage again. FTS5 keeps no lengths of passages (``columnsize = 0``), which it would look up
for every passage: it chooses without them in a third of the time, and the second look knows them.
"""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from redraft.sources.index.catalogue import Catalogue
from redraft.sources.index.lookup import Entry, Hit
from redraft.sources.index.ranking import bm25, weight_of
from redraft.sources.words import PREFIX

BUDGET = 8_000
"""Passages that FTS5 may score for one query, unless its rarest word alone stands in more; it scores some 4,000 in a
millisecond."""

MAX_FINDING, FEW = 12, 1_000
"""Words that choose, at most, once there are more than a few passages to score: FTS5 looks for each of the words in
every one of them."""

RERANKED = 112
"""Passages that are scored again by all words; one takes some 8 microseconds."""

_SCHEMA = """
CREATE VIRTUAL TABLE fts USING fts5(words, content = '', tokenize = 'ascii', columnsize = 0);
CREATE TABLE words (word TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE words_of_passages (passage INTEGER PRIMARY KEY, n INTEGER NOT NULL, words TEXT NOT NULL);
"""
_WORDS_OF = "SELECT passage, n, words FROM words_of_passages WHERE passage IN (SELECT value FROM json_each(?))"
_FORGET = """
INSERT INTO fts (fts, rowid, words)
SELECT 'delete', passage, words FROM words_of_passages WHERE passage IN (SELECT value FROM json_each(?))
"""


class Chosen(NamedTuple):
    """The words that find, the weights of all words of the query, and the passages that FTS5 would score for them."""

    finding: list[str]
    weights: dict[str, float]
    n_scored: int


class FtsIndex:
    """An index of words in FTS5.

    Args:
        catalogue: whose passages they are.
        budget: passages that one query may score; larger is slower and nearer to scoring all.
        max_finding: words that may choose.
    """

    version = f"fts5-1/{BUDGET}/{MAX_FINDING}/{RERANKED}"

    def __init__(self, catalogue: Catalogue, *, budget: int = BUDGET, max_finding: int = MAX_FINDING) -> None:
        self._catalogue, self._budget, self._max_finding = catalogue, budget, max_finding
        self._run, self._many = catalogue.connection.execute, catalogue.connection.executemany
        with catalogue.lock, catalogue.told():
            (n_tables,) = self._run("SELECT count(*) FROM sqlite_master WHERE name = 'fts'").fetchone()
            if not n_tables:
                with catalogue.transaction():
                    (n_tables,) = self._run("SELECT count(*) FROM sqlite_master WHERE name = 'fts'").fetchone()
                    for statement in _SCHEMA.split(";\n") if not n_tables else ():
                        self._run(statement)

    def add(self, entries: Sequence[Entry]) -> None:
        """Take in passages; inside a transaction of the catalogue."""
        rows = [(entry.passage, _in_a_text(entry.words), len(entry.words)) for entry in entries]
        self._many("INSERT INTO fts (rowid, words) VALUES (?, ?)", (row[:2] for row in rows))
        self._many("INSERT INTO words_of_passages (passage, words, n) VALUES (?, ?, ?)", rows)
        counts: Counter[str] = Counter()
        for entry in entries:
            counts.update(set(entry.words))
        self._count(counts, sign=1)
        documents = {(entry.document,) for entry in entries}
        self._many("UPDATE documents SET is_in_words = 1 WHERE id = ?", documents)

    def drop(self, document: int, passages: Sequence[int]) -> None:
        """Take out a document's passages; an index without content is told what to forget."""
        run, numbers = self._run, json.dumps(list(passages))
        counts: Counter[str] = Counter()
        for _, _, words in run(_WORDS_OF, (numbers,)).fetchall():
            counts.update(set(words.split()))
        run(_FORGET, (numbers,))
        run("DELETE FROM words_of_passages WHERE passage IN (SELECT value FROM json_each(?))", (numbers,))
        self._count(counts, sign=-1)
        # A word that stands nowhere any more is no longer kept: it may have been what was to be forgotten.
        self._many("DELETE FROM words WHERE word = ? AND n <= 0", ((word,) for word in counts))

    def _count(self, counts: Counter[str], *, sign: int) -> None:
        self._many(
            "INSERT INTO words VALUES (?, ?) ON CONFLICT (word) DO UPDATE SET n = n + excluded.n",
            ((word, sign * n) for word, n in sorted(counts.items())),
        )

    def written(self) -> None:
        """Nothing to do: the words are in the catalogue's own transaction."""

    def settle(self) -> None:
        """Join what the batches wrote into one piece, in which words are found faster."""
        with self._catalogue.transaction():
            self._run("INSERT INTO fts (fts) VALUES ('optimize')")

    def forgotten(self) -> None:
        """Nothing to do, for the same reason."""

    def find(self, words: Sequence[str], limit: int) -> list[Hit]:
        """The passages with any of `words`, the best first; of common words only where rarer ones stand, too."""
        with self._catalogue.lock, self._catalogue.told():
            n_passages = self._catalogue.n_passages
            chosen = self._chosen(words, n_passages)
            if not chosen.finding:
                return []
            candidates = self._candidates(chosen, max(limit, RERANKED))
            rows = self._run(_WORDS_OF, (json.dumps(candidates),)).fetchall()
            mean_words = self._catalogue.n_words / max(n_passages, 1)
        is_wanted = chosen.weights.__contains__
        beginnings = [word for word in chosen.weights if word.endswith(PREFIX)]
        hits = []
        for number, n_words, text in rows:
            counts: dict[str, int] = {}
            for word in filter(is_wanted, text.split()):
                counts[word] = counts.get(word, 0) + 1
            for word in beginnings:
                counts[word] = text.count(f" {word[:-1]}")
            hits.append(Hit(number, bm25(counts, chosen.weights, n_words, mean_words=mean_words)))
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage))[:limit]

    def _candidates(self, chosen: Chosen, limit: int) -> list[int]:
        """The passages to score by all words: the best by the rarer ones."""
        if chosen.n_scored > self._budget and len(chosen.weights) > 1:
            # Common words alone: passages that have them all are few, and are what is wanted.
            together = self._matching(" AND ".join(map(_quoted, chosen.weights)), limit)
            if together:
                return together
        return self._matching(" OR ".join(map(_quoted, chosen.finding)), limit)

    def _matching(self, query: str, limit: int) -> list[int]:
        # Not `ORDER BY rank`, for which FTS5 sorts all that match before the limit is known.
        rows = self._run(
            "SELECT rowid FROM fts WHERE fts MATCH ? ORDER BY bm25(fts) LIMIT ?", (query, limit)
        ).fetchall()
        return [number for (number,) in rows]

    def _chosen(self, words: Sequence[str], n_passages: int) -> Chosen:
        """The rarest words, as many as the budget holds, at least one; and what each word is worth."""
        counts = {word: n for word in words if (n := self._n_with(word)) > 0}
        finding: list[str] = []
        n_scored = 0
        for word, n in sorted(counts.items(), key=lambda pair: pair[1]):
            is_much = n_scored + n > self._budget or (len(finding) >= self._max_finding and n_scored + n > FEW)
            if finding and is_much:
                break
            finding.append(word)
            n_scored += n
        weights = {word: weight_of(min(n, n_passages), n_passages) for word, n in counts.items()}
        return Chosen(finding, weights, n_scored)

    def _n_with(self, word: str) -> int:
        """Passages with a word; of a beginning, at most (one passage may have several words that begin so)."""
        if word.endswith(PREFIX):
            between = (word[:-1], word[:-1] + "\U0010ffff")
            row = self._run("SELECT sum(n) FROM words WHERE word >= ? AND word < ?", between).fetchone()
        else:
            row = self._run("SELECT n FROM words WHERE word = ?", (word,)).fetchone()
        return int(row[0] or 0) if row else 0

    def catch_up(self, entries_of: Callable[[int], list[Entry]]) -> None:
        """Nothing to do, for the same reason."""

    def close(self) -> None:
        """Nothing to let go of but what the catalogue holds."""


def _in_a_text(words: Sequence[str]) -> str:
    """Words as one text, with a blank before each."""
    return "".join(f" {word}" for word in words)


def _quoted(word: str) -> str:
    """A word as FTS5 reads it: inside quotes nothing is an operator, and no word has a quote in it."""
    return f'"{word[:-1]}"*' if word.endswith(PREFIX) else f'"{word}"'
