"""What a knowledge base of 100,000 passages costs: time to index, time of a search, memory and size, for both backends.

The text is generated: words of natural lengths whose frequencies follow the law of Zipf and Mandelbrot, in sentences of
natural lengths, in documents of some 50 passages, which are cut as files are. Searches are timed warm, one at a time:

* *sentence*: a sentence of the text with a third of its words left out, common words and all, as a claim would be;
* *words*: three to five words of one passage that are not among the 200 commonest;
* *common*: two of the 50 commonest words, the worst that can be asked.

How often the passage that a query was drawn from is among the first five is counted for both. For FTS5 a search is also
compared with scoring every passage that has any of the words (its rarer words choose; see `redraft.sources.index.fts`):
how many of the true best five are found.

``python benchmarks/sources.py`` takes some two minutes; where others work too, ``chrt -f 5`` in front keeps their
work from being measured as ours, and the result says so.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from measuring import write_result
from redraft.sources import Knowledge, open_knowledge
from redraft.sources.index.catalogue import Catalogue
from redraft.sources.index.fts import FtsIndex
from redraft.sources.words import query_words
from redraft.sources.writing import text_document

SEED = 0
GOAL_INDEX_S, GOAL_SEARCH_MS = 60.0, 5.0
N_WORDS = 200_000
N_QUERIES = 300


def vocabulary(rng: random.Random) -> list[str]:
    """Different words of natural lengths, the short ones first, as in languages common words are short."""
    parts = ["ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "da", "pel", "gor", "min", "tar", "sul", "fen"]
    words: dict[str, None] = {}
    n_parts = 1
    while len(words) < N_WORDS:
        for _ in range(4 * len(parts) ** min(n_parts, 4)):
            words["".join(rng.choices(parts, k=n_parts)) + rng.choice(["", "n", "r", "k"])] = None
        n_parts += 1
    return list(words)[:N_WORDS]


def documents(n_passages: int) -> Iterator[tuple[str, str]]:
    """Names and texts, without end."""
    rng, draw = random.Random(SEED), np.random.default_rng(SEED)
    words = np.array(vocabulary(rng), dtype=object)
    ranks = np.arange(1, N_WORDS + 1)
    weights = 1 / (ranks + 2.7) ** 1.07
    shares = np.cumsum(weights / weights.sum())
    for number in range(n_passages):
        paragraphs = []
        for _ in range(25):
            sentences = []
            for _ in range(int(draw.integers(6, 14))):
                n = int(np.clip(draw.lognormal(2.9, 0.45), 4, 60))
                drawn = words[np.searchsorted(shares, draw.random(n))]
                sentences.append(" ".join(drawn).capitalize() + ".")
            paragraphs.append(" ".join(sentences))
        yield f"document-{number:05}.txt", "\n\n".join(paragraphs)


def index(path: Path, backend: str, n_passages: int) -> dict[str, Any]:
    """Index until there are as many passages, and say what it took; the text is generated outside of the time."""
    made, texts = 0.0, []
    knowledge = open_knowledge(path, backend=backend, writing=True)
    writer = knowledge.writer()
    n, wall_s, cpu_s = 0, 0.0, 0.0
    for name, text in documents(n_passages):
        texts.append((name, text))
        if len(texts) < 100:
            continue
        began, began_cpu = time.perf_counter(), time.process_time()
        for document in texts:
            writer.put(text_document(*document))
        n = writer.counts.passages
        wall_s += time.perf_counter() - began
        cpu_s += time.process_time() - began_cpu
        made += sum(len(text) for _, text in texts)
        texts = []
        if n >= n_passages:
            break
    began, began_cpu = time.perf_counter(), time.process_time()
    n = writer.finish().passages
    knowledge.close()
    wall_s += time.perf_counter() - began
    cpu_s += time.process_time() - began_cpu
    return {
        "n_passages": n,
        "text_mb": round(made / 1e6, 1),
        "index_wall_s": round(wall_s, 1),
        "index_cpu_s": round(cpu_s, 1),
        "index_mb": round(size_mb(path), 1),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def size_mb(path: Path) -> float:
    """Megabytes of a file, or of all files of a folder."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files) / 1e6


def drawn(knowledge: Knowledge, n: int) -> list[int]:
    """Numbers of the passages that queries are drawn from."""
    rng = random.Random(SEED + 1)
    return [rng.randrange(1, knowledge.n_passages + 1) for _ in range(n)]


def queries(knowledge: Knowledge, n: int) -> dict[str, list[str]]:
    """Queries of three kinds, drawn from what is indexed."""
    rng = random.Random(SEED + 2)
    run = knowledge.catalogue.connection.execute
    numbers = drawn(knowledge, n)
    texts = [run("SELECT text FROM passages WHERE id = ?", (number,)).fetchone()[0] for number in numbers]
    all_words = vocabulary(random.Random(SEED))
    common = set(all_words[:200])
    sentences, words = [], []
    for text in texts:
        sentence = rng.choice(text.split(". ")).split()
        sentences.append(" ".join(word for word in sentence if rng.random() < 2 / 3) or text)
        rare = [word for word in text.replace(".", "").lower().split() if word not in common]
        words.append(" ".join(rng.sample(rare, min(len(rare), rng.randint(3, 5)))))
    return {
        "sentence": sentences,
        "words": words,
        "common": [" ".join(rng.sample(all_words[:50], 2)) for _ in range(n // 10)],
    }


def timed(find: Callable[[str], object], asked: Sequence[str]) -> dict[str, float]:
    """Median and 95th percentile of one search, in milliseconds, after all have been asked once."""
    for query in asked:
        find(query)
    seconds = []
    for query in asked:
        began = time.perf_counter()
        find(query)
        seconds.append(time.perf_counter() - began)
    median, p95 = np.quantile(seconds, [0.5, 0.95]) * 1000
    return {"median_ms": round(float(median), 2), "p95_ms": round(float(p95), 2), "n": len(asked)}


def search(path: Path, backend: str) -> dict[str, Any]:
    """Times of searches, and for FTS5 how many of the true best are found."""
    with open_knowledge(path) as knowledge:
        asked = queries(knowledge, N_QUERIES)
        times = {kind: timed(lambda query: knowledge.find(query, 5), texts) for kind, texts in asked.items()}
        memory = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        found = {"search": times, "search_memory_mb": memory}
        found["own_passage_in_five"] = own_passage(knowledge, asked)
        return found | ({"exact": exact(knowledge, asked)} if backend == "fts5" else {})


def own_passage(knowledge: Knowledge, asked: dict[str, list[str]]) -> dict[str, float]:
    """Share of queries of which the first five passages hold the one that was asked for, by kind of query."""
    numbers = drawn(knowledge, N_QUERIES)
    shares = {}
    for kind in ("sentence", "words"):
        found = [{one.passage for one in knowledge.lookup.find(query_words(query), 5)} for query in asked[kind]]
        shares[kind] = round(sum(number in five for number, five in zip(numbers, found, strict=True)) / len(found), 3)
    return shares


def exact(knowledge: Knowledge, asked: dict[str, list[str]]) -> dict[str, float]:
    """Share of the best five of all passages that a search finds, by kind of query."""
    catalogue = Catalogue(knowledge.path, backend=None, writing=False)
    everything = FtsIndex(catalogue, budget=10**9, max_finding=10**9)
    shares = {}
    for kind in ("sentence", "words"):
        hit = total = 0
        for query in asked[kind][:60]:
            words = query_words(query)
            # 2,000 deep: what FTS5 ranks without lengths is ranked again with them.
            best = {one.passage for one in everything.find(words, 2000)[:5]}
            hit += len(best & {one.passage for one in knowledge.lookup.find(words, 5)})
            total += len(best)
        shares[kind] = round(hit / total, 3)
    catalogue.close()
    return shares


def in_a_process(step: str, path: Path, backend: str, n_passages: int) -> dict[str, Any]:
    """One step in a process of its own, so that its memory is its own."""
    command = [sys.executable, __file__, "--step", step, "--path", str(path), "--backend", backend]
    done = subprocess.run(
        [*command, "--passages", str(n_passages)], check=True, capture_output=True, text=True, env=os.environ
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def table(figures: dict[str, Any]) -> str:
    """The figures for people."""
    lines = []
    for backend, one in figures["backends"].items():
        lines.append(
            f"{backend:8} {one['n_passages']:,} passages ({one['text_mb']} MB of text): indexed in "
            f"{one['index_wall_s']} s (goal {GOAL_INDEX_S:.0f}), {one['index_mb']} MB on disk, "
            f"{one['peak_memory_mb']} MB of memory at most, {one['search_memory_mb']} MB when searching"
        )
        for kind, times in one["search"].items():
            lines.append(
                f"         {kind:9} median {times['median_ms']:6.2f} ms, 95 % within {times['p95_ms']:6.2f} ms"
                f" (n = {times['n']}, goal {GOAL_SEARCH_MS:.0f} ms)"
            )
        shares = ", ".join(f"{kind} {share:.1%}" for kind, share in one["own_passage_in_five"].items())
        lines.append(f"         the passage that was asked for is among the first five: {shares}")
        if "exact" in one:
            shares = ", ".join(f"{kind} {share:.1%}" for kind, share in one["exact"].items())
            lines.append(f"         of the best five of all passages it finds: {shares}")
    return "\n".join(lines)


def main() -> None:
    """Measure both backends and keep the result."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--step", choices=["index", "search"], help=argparse.SUPPRESS)
    parser.add_argument("--path", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--backend", help=argparse.SUPPRESS)
    parser.add_argument("--no-result", action="store_true", help="print only; keep no result")
    given = parser.parse_args()
    if given.step == "index":
        print(json.dumps(index(given.path, given.backend, given.passages)))
        return
    if given.step == "search":
        print(json.dumps(search(given.path, given.backend)))
        return
    figures: dict[str, Any] = {"seed": SEED, "backends": {}}
    with tempfile.TemporaryDirectory() as folder:
        for backend in ("fts5", "tantivy"):
            path = Path(folder) / (backend if backend == "tantivy" else "fts5.db")
            one = in_a_process("index", path, backend, given.passages)
            figures["backends"][backend] = one | in_a_process("search", path, backend, given.passages)
    print(table(figures))
    if not given.no_result:
        kept = write_result("sources", figures)
        kept.with_suffix(".txt").write_text(table(figures) + "\n")


if __name__ == "__main__":
    main()
