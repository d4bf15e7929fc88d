"""Documents of yours made searchable, and a table of statements beside them: found, looked up, each with its place.

Offline, in a folder that is thrown away; `redraft facts add` and `redraft facts search` do the same as commands.
"""

import asyncio
import tempfile
from pathlib import Path

from redraft.errors import MissingExtra
from redraft.sources import Together, open_knowledge, read_triples
from redraft.sources.adding import add_files

NOTES = """# Marie Curie

She was born in Warsaw in 1867 and studied in Paris.

## Prizes

In 1903 she was given the Nobel Prize in Physics, in 1911 the one in Chemistry.
"""

with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    (folder / "curie.md").write_text(NOTES)
    (folder / "towers.csv").write_text("name,height in metres\nEiffel Tower,330\nTaipei 101,508\n")
    (folder / "rows.jsonl").write_text('{"river": "Rhine", "length in km": 1233}\nnot a row\n')

    # 1. Index a folder. What cannot be read is told, and the rest goes on; run again, only what changed is read.
    knowledge = open_knowledge(folder / "facts.db", writing=True)
    added = add_files(knowledge, [folder])
    print(f"indexed: {added.counts.new} documents, {added.counts.passages} passages")
    for fault in added.faults:
        print(f"fault:   {Path(fault.place).name}: {fault.problem.partition(':')[0]}")
    assert add_files(knowledge, [folder]).counts.unchanged == 3

    # 2. Search it. Every passage says where it stands.
    (passage,) = asyncio.run(knowledge.search("When did Curie get the Nobel Prize in Chemistry?", n=1))
    where = passage.provenance
    print(f"found:   {Path(where.document).name}[{where.start}:{where.end}] under {passage.title!r}")
    assert NOTES[where.start : where.end] == passage.text

    # 3. Statements beside it: looked up exactly, or searched together with the documents.
    statements = folder / "people.csv"
    statements.write_text("subject,predicate,object\nMarie Curie,place of birth,Warsaw\n")
    try:
        triples = read_triples([statements])
    except MissingExtra as error:
        print(f"skipped: {error}")
    else:
        print(f"looked up: {triples.look_up('marie curie', 'place of birth')[0].text}")
        both = asyncio.run(Together([knowledge, triples]).search("Where was Marie Curie born?", n=2))
        print(f"together: {[Path(one.provenance.document).name for one in both]}")
    knowledge.close()
