"""Where knowledge comes from: everything that is looked up goes through `redraft.core.Source.search`.

A knowledge base from Python::

    from redraft.sources import open_knowledge

    knowledge = open_knowledge()                       # in memory; a path with writing=True keeps it in a file
    knowledge.add_texts({"curie.txt": "Marie Curie was born in Warsaw in 1867."})  # whole=True: one passage each
    passages = await knowledge.search("Where was Curie born?", n=5)                # or knowledge.find(...)
    passages[0].text, passages[0].provenance, passages[0].score

Reading order: `knowledge` (a knowledge base and its search), `words` (what passages are found by), `splitting`
(documents into passages), `extracting` (files into text), `walking` (the files of folders), `adding` (files, as far as
they changed), `writing` (batches into the index), `index` (the catalogue and its indexes), `fusion` (several rankings,
several sources), `statements` and `triples` (RDF files, searched and looked up), `http` (a search service of yours).
"""

from redraft.sources.fusion import Together
from redraft.sources.http import HttpSource
from redraft.sources.knowledge import Knowledge, is_knowledge, open_knowledge
from redraft.sources.splitting import Splitting
from redraft.sources.triples import Triples, read_triples
from redraft.sources.writing import Counts

__all__ = [
    "Counts",
    "HttpSource",
    "Knowledge",
    "Splitting",
    "Together",
    "Triples",
    "is_knowledge",
    "open_knowledge",
    "read_triples",
]
