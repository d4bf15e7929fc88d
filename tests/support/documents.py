"""Small files of every format, made here, and broken ones."""

from pathlib import Path


def pdf(*pages: str, info: str = "") -> bytes:
    """A PDF with a line of text on each page, written by hand."""
    kids = " ".join(f"{3 + 2 * i} 0 R" for i in range(len(pages)))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>"]
    font = 3 + 2 * len(pages)
    for i, text in enumerate(pages):
        stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {4 + 2 * i} 0 R "
            f"/Resources << /Font << /F1 {font} 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    objects.append(f"<< {info} >>")
    body, places = "%PDF-1.4\n", []
    for number, text in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    n = len(objects)
    body += f"xref\n0 {n + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {n + 1} /Root 1 0 R /Info {n} 0 R >>\n"
    return f"{body}startxref\n{body.index('xref')}\n%%EOF\n".encode("latin-1")


PAGE = """<!doctype html><html><head><title>Marie Curie</title><meta name="date" content="2021-03-04T10:00">
<style>p { color: red }</style></head><body><nav>Home About</nav><script>alert("hidden")</script>
<article><h1>Marie Curie</h1><p>She was born in <b>Warsaw</b> in 1867 &amp; lived in Paris.</p>
<h2>Prizes</h2><table><tr><th>Year</th><th>Prize</th></tr><tr><td>1903</td><td>Physics</td></tr></table></article>
<footer>Imprint</footer></body></html>"""

NOTES = """---
title: Notes on people
date: 2020-05-06
---
# Alan Turing

He was born in London in 1912.

## Work

He broke ciphers at *Bletchley Park*.
"""


def folder(root: Path) -> Path:
    """A folder with one good file of each format."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "plain.txt").write_text("Ada Lovelace wrote the first program in 1843.\n")
    (root / "notes.md").write_text(NOTES)
    (root / "page.html").write_text(PAGE)
    (root / "paper.pdf").write_bytes(pdf("Grace Hopper found a moth.", "It was in 1947.", info="/Title (Moths)"))
    (root / "towers.csv").write_text('name,height,city\nEiffel Tower,330,Paris\n"Tower, big",200,Taipei\n')
    (root / "rivers.jsonl").write_text('{"name": "Rhine", "length": {"km": 1233}, "countries": ["CH", "DE"]}\n')
    return root
