"""Labelled outputs for tests: small files of JSON lines."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any


def written(path: Path, rows: Iterable[Mapping[str, Any]]) -> Path:
    """The rows as JSON lines in `path`."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def yes_and_no(n: int, **fields: object) -> list[dict[str, Any]]:
    """`n` outputs of which every third is not acceptable; the answer says ``yes`` but to every fifth prompt."""
    return [
        {"id": f"o{i}", "prompt": f"Question {i}", "answer": "no" if i % 5 == 0 else "yes", "acceptable": i % 3 != 0}
        | fields
        for i in range(n)
    ]
