"""Known sets that hold no reference a new answer could be scored by, and why."""

from collections.abc import Mapping
from typing import NamedTuple

from redraft.evals.samples.forms.base import Row


class Refused(NamedTuple):
    """A set that cannot be evaluated on: its name, the keys it is recognised by, and why."""

    name: str
    keys: frozenset[str]
    why: str


_REFUSED = (
    Refused(
        "claim_evidence",
        frozenset({"claim", "evidence", "stance"}),
        "a stance belongs to one piece of evidence and no answer to a prompt; measure a critic on it instead",
    ),
    Refused(
        "fact_revisions",
        frozenset({"prompt", "response", "revised_response"}),
        "its labels belong to the claims of one stored response, and a new answer makes other claims",
    ),
    Refused(
        "translation_errors",
        frozenset({"source", "target", "category", "severity"}),
        "its marks belong to the spans of one stored translation, and a new translation has other spans",
    ),
    Refused(
        "refusals",
        frozenset({"prompt", "completion", "final_label"}),
        "whether a new answer refuses is for people to say; string matching agrees with them in 84 % only",
    ),
    Refused(
        "labelled outputs",
        frozenset({"prompt", "answer", "acceptable"}),
        "a label belongs to one stored answer; measure a critic on them with `redraft critics measure`, or replay the "
        "loop with `redraft replay`",
    ),
)


def why_refused(row: Row) -> Refused | None:
    """The known set without a reference that a row is from; None when it is from none."""
    return next((one for one in _REFUSED if row.keys() >= one.keys), None)


REFUSED: Mapping[str, Refused] = {one.name: one for one in _REFUSED}
