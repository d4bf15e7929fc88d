"""Claims with one passage each and what the passage does to the claim, by people: support, refute, nothing.

A row is ``{"claim", "evidence", "stance"}``. As a labelled output it asks whether the passage bears the claim out: the
draft is the claim, the passage stands in the prompt, and a refuted claim is not acceptable. Passages that say nothing
of their claim make no claim acceptable or not and give no output; `redraft.evals.facts` uses them.

Source: wang2024factcheck
"""

from collections.abc import Iterable
from typing import Literal, NamedTuple, cast

from redraft.core import Draft, Prompt
from redraft.errors import Misuse
from redraft.evals.labelled.forms.fields import Row, text_in
from redraft.evals.labelled.output import LabelledOutput
from redraft.evals.labelled.reading import Form

KEYS = frozenset({"claim", "evidence", "stance"})
Stance = Literal["support", "refute", "irrelevant"]

_STANCES: dict[str, Stance] = {
    "completely-support": "support", "partially-support": "support", "support": "support", "refute": "refute",
    "irrelevant": "irrelevant",
}  # fmt: skip


class Pair(NamedTuple):
    """A claim and a passage.

    Attributes:
        claim: one statement.
        passage: a text found for it.
        stance: what the passage does to the claim, by people.
        fully: whether it supports the claim in all that it says.
    """

    claim: str
    passage: str
    stance: Stance
    fully: bool


def pair_of(row: Row) -> Pair:
    """The claim and passage of a row.

    Raises:
        Misuse: when a field is missing or the stance is none of those known.
    """
    said = text_in(row, "stance")
    if said not in _STANCES:
        raise Misuse(f"`stance` must be one of {', '.join(_STANCES)}, got {said!r:.60}; write one of them")
    claim, passage = text_in(row, "claim"), text_in(row, "evidence")
    return Pair(claim, passage, _STANCES[said], fully=said == "completely-support")


def _outputs(row: Row, index: int) -> Iterable[LabelledOutput]:
    pair = pair_of(row)
    if pair.stance != "irrelevant":
        yield LabelledOutput(
            id=f"claim and passage #{index + 1}",
            prompt=Prompt.of(f"State one fact that this passage bears out.\n\n{pair.passage}"),
            draft=Draft.of(pair.claim),
            acceptable=pair.stance == "support",
            problem=pair.claim,
            groups={"stance": cast(str, row["stance"])},
        )


FORM = Form(name="claim_evidence", recognises=lambda row: row.keys() >= KEYS, outputs=_outputs)
