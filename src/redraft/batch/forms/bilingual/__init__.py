"""Files of segments, source beside target, in which nothing but translations changes.

Reading order: `slots` (a segment and how to write into its file), `text` (a file's text with exact places),
`languages`, `inline` (inline elements as placeholders), `xml` (elements with their places, safely), `po_text` (strings
of a PO file), `files` (which reader for which file), `reading` and `writing` (as a batch reads and writes them).
"""
