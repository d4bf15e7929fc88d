"""Where passages are kept and found: one catalogue, and an index of its words.

Reading order: `catalogue` (documents and passages in SQLite) and `connecting` (its file), `lookup` (what an index of
words can do), `fts` (the default: SQLite FTS5 in the catalogue's own file), `tantivy_folder` (for large collections),
`ranking` (how well a passage answers a query), `vectors` (meaning beside words).
"""
