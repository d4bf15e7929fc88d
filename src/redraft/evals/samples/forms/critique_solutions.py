"""Problems of RealCritic: mathematics and questions with options; right is who reaches the ground truth."""

from redraft.evals.labelled.forms.fields import text_in
from redraft.evals.sample import Sample
from redraft.evals.samples.forms.base import Row, SampleForm, asked
from redraft.evals.samples.scorers import Mathematics


def _sample(row: Row) -> Sample:
    prompt = asked(text_in(row, "question"))
    return Sample(
        prompt=prompt,
        scorer=Mathematics(reference=text_in(row, "gt")),
        problem=prompt.id,
        groups={"set": text_in(row, "set")},
    )


FORM = SampleForm(name="critique_solutions", keys=frozenset({"set", "question", "gt", "pred"}), sample=_sample)
