"""Files into text: what a document says, with headings, rows and date, and what of it could not be read.

Reading order: `extracted` (what comes out), `files` (which reader reads what), `decoding` (bytes into characters),
`plain` (text and Markdown), `html` with `nesting`, `pdf`, `rows` (CSV and JSON lines).
"""
