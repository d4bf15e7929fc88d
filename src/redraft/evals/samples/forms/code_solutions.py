"""Programming problems of HumanEval and MBPP; right is whose program passes the tests, which no prompt holds."""

from redraft.evals.labelled.forms.fields import text_in
from redraft.evals.sample import Sample
from redraft.evals.samples.forms.base import Row, SampleForm, asked, text_or
from redraft.evals.samples.scorers import PythonTests


def _sample(row: Row) -> Sample:
    prompt = asked(text_in(row, "prompt"))
    return Sample(
        prompt=prompt,
        scorer=PythonTests(tests=text_in(row, "test"), function=text_in(row, "entry_point"), asked=prompt),
        problem=text_or(row, "name", prompt.id),
        groups={"bench": text_or(row, "bench", "given")},
    )


FORM = SampleForm(name="code_solutions", keys=frozenset({"prompt", "test", "entry_point", "solution"}), sample=_sample)
