"""Small data of its own for measuring the checks of facts: claims, passages, labels and corrected answers."""

from collections.abc import Mapping
from pathlib import Path

from support.labelled import written

PAIRS: list[dict[str, str]] = [
    {"claim": claim, "evidence": evidence, "stance": stance}
    for claim, evidence, stance in (
        ("The Talus bridge has 12 towers.", "The Talus bridge has 12 towers of steel.", "completely-support"),
        ("The Talus bridge has 12 towers.", "The Talus bridge was painted red by hand.", "irrelevant"),
        ("Ada Quill was born in 1871.", "Ada Quill was born in 1873 in Norwick.", "refute"),
        ("Ada Quill was born in 1871.", "Ada Quill liked to sail on the lake.", "irrelevant"),
        ("The Corvo river is navigable.", "The Corvo river is not navigable.", "refute"),
        ("The Corvo river is navigable.", "Boats go up the Corvo every summer.", "partially-support"),
        ("Ivo Marsh was mayor of Ennis.", "Ivo Marsh was mayor of Ennis for years.", "completely-support"),
        ("Ivo Marsh was mayor of Ennis.", "The market of Ennis opens at dawn.", "irrelevant"),
        ("The Merle plant grows in shade.", "The Merle plant grows in shade and is common.", "completely-support"),
        ("The Merle plant grows in shade.", "Shade is what the fern wants.", "irrelevant"),
    )
]
LABELS = [
    {"claim": "The Talus bridge has 12 towers.", "label": "true", "revised_claim": "The Talus bridge has 12 towers."},
    {"claim": "Ada Quill was born in 1871.", "label": "false", "revised_claim": "Ada Quill was born in 1873."},
    {"claim": "The Corvo river is navigable.", "label": "not_enough_evidence", "revised_claim": ""},
    {"claim": "Ivo Marsh was mayor of Ennis.", "label": "true", "revised_claim": "Ivo Marsh was mayor of Ennis."},
    {"claim": "Nobody looked for this claim.", "label": "true", "revised_claim": "Nobody looked for this claim."},
]
REVISIONS = [
    {
        "prompt": "Who was Ada Quill?",
        "response": "Ada Quill was born in 1871. Ivo Marsh was mayor of Ennis.",
        "revised_response": "Ada Quill was born in 1873. Ivo Marsh was mayor of Ennis.",
        "claim list": ["Ada Quill was born in 1871."],
        "factual state": "false",
    },
    {
        "prompt": "How many towers has the bridge?",
        "response": "The Talus bridge has 12 towers.",
        "revised_response": "The Talus bridge has 12 towers.",
        "claim list": ["The Talus bridge has 12 towers."],
        "factual state": "true",
    },
]


def files(folder: Path) -> Mapping[str, Path]:
    """The three files, written."""
    return {
        "pairs": written(folder / "pairs.jsonl", PAIRS),
        "labels": written(folder / "labels.jsonl", LABELS),
        "revisions": written(folder / "revisions.jsonl", REVISIONS),
    }
