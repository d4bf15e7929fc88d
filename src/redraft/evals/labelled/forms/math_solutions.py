"""Solutions of word problems with the verdict on their answer: the example solutions that came with GSM8K.

A row is ``{"question", "ground_truth", "model", "solution", "is_correct"}``. The label says whether the answer is
right, not where a wrong solution goes wrong: a solution may compute rightly with the wrong quantities.
"""

from collections.abc import Iterable

from redraft.core import Draft, Prompt
from redraft.evals.labelled.forms.fields import Row, label_in, text_in
from redraft.evals.labelled.output import LabelledOutput
from redraft.evals.labelled.reading import Form

_KEYS = frozenset({"question", "model", "solution", "is_correct"})


def _recognises(row: Row) -> bool:
    return row.keys() >= _KEYS


def _outputs(row: Row, index: int) -> Iterable[LabelledOutput]:
    question, model = text_in(row, "question"), text_in(row, "model")
    yield LabelledOutput(
        id=f"{model} #{index + 1}",
        prompt=Prompt.of(question),
        draft=Draft.of(text_in(row, "solution"), by=f"gsm8k/{model}"),
        acceptable=label_in(row, "is_correct"),
        problem=question,
        groups={"model": model},
    )


FORM = Form(name="math_solutions", recognises=_recognises, outputs=_outputs)
"""Rows of the example model solutions of GSM8K."""
