"""A small set of translations with marks, in the form of WMT's ratings."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_SENTENCES = (
    ("The old house stands at the end of a long road.", "Das alte Haus steht am Ende einer langen Straße."),
    ("My sister bought three apples and some fresh bread.", "Meine Schwester kaufte drei Äpfel und frisches Brot."),
    ("We waited for the train, but it never came that day.", "Wir warteten auf den Zug, aber er kam nie an jenem Tag."),
    ("Nobody in the village had seen such a big storm.", "Niemand im Dorf hatte je so einen großen Sturm gesehen."),
    ("The children were playing outside until it got dark.", "Die Kinder spielten draußen, bis es dunkel wurde."),
    ("She wrote him a letter every week for many years.", "Sie schrieb ihm viele Jahre lang jede Woche einen Brief."),
    ("A good book is worth more than a bad conversation.", "Ein gutes Buch ist mehr wert als ein schlechtes Gespräch."),
    ("He counted 50 birds on the roof of the old church.", "Er zählte 50 Vögel auf dem Dach der alten Kirche."),
)


def row(**fields: Any) -> dict[str, Any]:
    """A row without an error, but for the fields given."""
    source, target = _SENTENCES[0]
    return {
        "pair": "ende", "system": "S1", "doc": "d", "doc_id": "1", "seg_id": "1", "rater": "r1", "source": source,
        "target": target, "category": "No-error", "severity": "No-error", "comment": "", **fields,
    }  # fmt: skip


def rows() -> list[dict[str, Any]]:
    """Two systems and a reference: S1 is good; S2 writes other numbers and hyphens, some of which people marked."""
    made = []
    for number, (source, target) in enumerate(_SENTENCES, start=1):
        place = {"seg_id": str(number), "source": source}
        made.append(row(**place, target=target))
        made.append(row(**place, target=target, system="ref"))
        broken = target.replace("50", "15").replace(", ", " - ")
        marked = {"category": "Accuracy/Mistranslation", "severity": "Major"}
        if "15" in broken:
            made.append(row(**place, target=broken.replace("15", "<v>15</v>"), system="S2", **marked))
            made.append(row(**place, target=f"<v>{broken}", system="S2", rater="r2", **marked))
        elif " - " in broken:
            comma = {"category": "Fluency/Punctuation", "severity": "Minor"}
            made.append(row(**place, target=broken.replace(" - ", "<v> - </v>"), system="S2", **comma))
        else:
            made.append(row(**place, target=broken, system="S2"))
    return made


def written(path: Path, lines: Sequence[dict[str, Any]]) -> Path:
    """The rows as JSON lines."""
    path.write_text("".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines), encoding="utf-8")
    return path
