"""Problems of BIG-Bench-Mistake; right is who reaches the target."""

from redraft.evals.labelled.forms.fields import text_in
from redraft.evals.labelled.forms.reasoning_mistakes import FORM as LABELLED
from redraft.evals.sample import Sample, Scorer
from redraft.evals.samples.forms.base import Row, SampleForm, asked
from redraft.evals.samples.scorers import Exact, Mathematics, Number


def _sample(row: Row) -> Sample:
    task = text_in(row, "task")
    # The labelled form knows with which words each task is asked.
    (output,) = LABELLED.outputs(row, 0)
    return Sample(
        prompt=asked(output.prompt.text),
        scorer=_scorer(text_in(row, "target").strip()),
        problem=output.problem,
        groups={"task": task},
    )


def _scorer(target: str) -> Scorer:
    if target.startswith("(") and target.endswith(")") and len(target) == 3:
        return Mathematics(reference=target)
    if target.lstrip("-").isdigit():
        return Number(reference=target)
    return Exact(reference=target)


FORM = SampleForm(
    name="reasoning_mistakes", keys=frozenset({"task", "input", "steps", "target", "answer"}), sample=_sample
)
