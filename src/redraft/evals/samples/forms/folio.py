"""Conclusions of FOLIO: whether they follow from their premises; the formulas stay out of the prompt.

Source: han2024folio
"""

from redraft.evals.labelled.forms.folio import LABELS, label_of, question_of
from redraft.evals.sample import Sample
from redraft.evals.samples.forms.base import Row, SampleForm, asked, listed
from redraft.evals.samples.scorers import Choice


def _sample(row: Row) -> Sample:
    label = label_of(row)
    return Sample(
        prompt=asked(question_of(row)),
        scorer=Choice.of(LABELS, label),
        # Conclusions from the same premises are not independent of each other.
        problem=" ".join(" ".join(premise.split()) for premise in listed(row, "premises")),
        groups={"label": label},
    )


FORM = SampleForm(name="folio", keys=frozenset({"premises", "conclusion", "label"}), sample=_sample)
