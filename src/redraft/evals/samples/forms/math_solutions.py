"""Word problems of GSM8K, from rows of stored solutions; right is who reaches the number of the ground truth."""

from redraft.evals.labelled.forms.fields import text_in
from redraft.evals.sample import Sample
from redraft.evals.samples.forms.base import Row, SampleForm, asked
from redraft.evals.samples.scorers import Number


def _sample(row: Row) -> Sample:
    prompt = asked(text_in(row, "question"))
    return Sample(prompt=prompt, scorer=Number(reference=text_in(row, "ground_truth")), problem=prompt.id)


FORM = SampleForm(name="math_solutions", keys=frozenset({"question", "ground_truth", "solution"}), sample=_sample)
"""Several models solved each question; it is asked once."""
