"""Answers of a model that people took apart into claims, labelled and corrected.

A row is ``{"prompt", "response", "revised_response", "claim list", "factual state"}``. An answer is acceptable when
people found its facts right.

Source: wang2024factcheck
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from redraft.core import Draft, Prompt
from redraft.errors import Misuse
from redraft.evals.labelled.forms.fields import Row, text_in
from redraft.evals.labelled.output import LabelledOutput
from redraft.evals.labelled.reading import Form

KEYS = frozenset({"prompt", "response", "revised_response", "factual state"})
_STATES: Mapping[str, bool] = {"true": True, "false": False}


class Revision(NamedTuple):
    """An answer and what people made of it.

    Attributes:
        prompt: what was asked.
        response: what the model answered.
        revised: what people wrote instead.
        is_right: whether people found nothing wrong in the answer.
    """

    prompt: str
    response: str
    revised: str
    is_right: bool


def revision_of(row: Row) -> Revision:
    """The answer of a row.

    Raises:
        Misuse: when a field is missing or the state is neither true nor false.
    """
    state = text_in(row, "factual state")
    if state not in _STATES:
        raise Misuse(f"`factual state` must be one of {', '.join(_STATES)}, got {state!r:.60}; write one of them")
    return Revision(
        text_in(row, "prompt"), text_in(row, "response"), text_in(row, "revised_response"), is_right=_STATES[state]
    )


def _outputs(row: Row, index: int) -> Iterable[LabelledOutput]:
    revision = revision_of(row)
    yield LabelledOutput(
        id=f"answer #{index + 1}",
        prompt=Prompt.of(revision.prompt),
        draft=Draft.of(revision.response),
        acceptable=revision.is_right,
        problem=revision.prompt,
    )


FORM = Form(name="fact_revisions", recognises=lambda row: row.keys() >= KEYS, outputs=_outputs)
