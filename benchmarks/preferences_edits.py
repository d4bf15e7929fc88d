"""How often corrected facts are mistaken for habits of style, by the code that describes edits.

    python benchmarks/preferences_edits.py FOLDER

FOLDER holds claim_labels and fact_revisions as JSON lines, gzipped or not: claims and answers in which people corrected
facts, not style. Whatever check is learnt from such an edit is a false alarm. Printed with 95 % intervals, and written
to results/preferences_edits.json. The rules for words and length were tightened after looking at these same rows: the
figures are those of a known set. No model, no seed; a second.
"""

import argparse
from collections import Counter
from pathlib import Path
from typing import Any

from measuring import write_result
from redraft.critics.preferences.observing import observed
from redraft.evals.labelled.reading import read_rows
from redraft.trust.intervals import proportion

FILES = {"claim_labels": ("claim", "revised_claim"), "fact_revisions": ("response", "revised_response")}


def edits(path: Path, before: str, after: str) -> list[tuple[str, str]]:
    """The pairs of texts that differ."""
    rows: list[dict[str, Any]] = [row for _, row in read_rows(path)]
    pairs = [(row.get(before), row.get(after)) for row in rows]
    return [(a, b) for a, b in pairs if isinstance(a, str) and isinstance(b, str) and a.strip() != b.strip()]


def main() -> None:
    """Print the figures and keep them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    figures: dict[str, Any] = {}
    for name, (before, after) in FILES.items():
        path = next(folder.glob(f"{name}.jsonl*"))
        pairs = edits(path, before, after)
        learnt = [observed(a, b) for a, b in pairs]
        share = proportion(sum(map(bool, learnt)), len(pairs))
        assert share is not None
        kinds = Counter(check.name for checks in learnt for check in checks)
        n = sum(map(bool, learnt))
        print(f"{name}: {n} of {len(pairs)} corrections are taken for style [{share.low:.3f}, {share.high:.3f}]")
        print(f"  {dict(kinds)}")
        figures[name] = {"n": len(pairs), "n_taken": n, "low": share.low, "high": share.high, "checks": dict(kinds)}
    print(f"written: {write_result('preferences_edits', figures)}")


if __name__ == "__main__":
    main()
