"""Single claims with the word of people who checked them.

A row is ``{"claim", "label", "revised_claim"}``. As a labelled output the claim is the draft, acceptable where people
found it true. Claims for which they found too little evidence give no output.

Source: wang2024factcheck
"""

from collections.abc import Iterable

from redraft.core import Draft, Prompt
from redraft.errors import Misuse
from redraft.evals.labelled.forms.fields import Row, text_in
from redraft.evals.labelled.output import LabelledOutput
from redraft.evals.labelled.reading import Form

_KEYS = frozenset({"claim", "label", "revised_claim"})
_LABELS = {"true": True, "false": False, "not_enough_evidence": None}
_ASKED = "State one fact."


def _outputs(row: Row, index: int) -> Iterable[LabelledOutput]:
    claim, label = text_in(row, "claim"), text_in(row, "label")
    if label not in _LABELS:
        raise Misuse(f"`label` must be one of {', '.join(_LABELS)}, got {label!r:.60}; write one of them")
    acceptable = _LABELS[label]
    if acceptable is not None:
        yield LabelledOutput(
            id=f"claim #{index + 1}",
            prompt=Prompt.of(_ASKED),
            draft=Draft.of(claim),
            acceptable=acceptable,
            problem=claim,
        )


FORM = Form(name="claim_labels", recognises=lambda row: row.keys() >= _KEYS, outputs=_outputs)
"""Claims that people found true or false."""
