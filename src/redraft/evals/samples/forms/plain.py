"""One's own samples.

A row is ``{"prompt", "reference"}`` and, if it likes, ``id``, ``scorer``, ``choices``, ``entry_point`` (the function
that Python tests are for), ``problem``, ``groups`` and ``metadata``. In a CSV the columns ``group:NAME`` and
``metadata:NAME`` stand for these, and options are separated by ``|``.
"""

from dataclasses import replace

from redraft.errors import Misuse
from redraft.evals.labelled.forms.fields import text_in, texts_in
from redraft.evals.labelled.forms.plain import name_in, prompt_in
from redraft.evals.sample import Sample
from redraft.evals.samples.forms.base import Row, SampleForm, listed, text_or
from redraft.evals.samples.scorers import scorer_for

_KNOWN = frozenset({"id", "prompt", "reference", "scorer", "choices", "entry_point", "problem", "groups", "metadata"})


def _sample(row: Row) -> Sample:
    unknown = sorted(row.keys() - _KNOWN)
    if unknown:
        raise Misuse(f"no such field: {unknown[0]!r}; known: {', '.join(sorted(_KNOWN))}; put labels into `metadata`")
    prompt = prompt_in(row)
    id, problem = name_in(row, "id"), name_in(row, "problem")
    prompt = prompt if id is None else replace(prompt, id=id)
    return Sample(
        prompt=prompt,
        scorer=scorer_for(
            None if row.get("scorer") is None else text_in(row, "scorer"),
            row["reference"],
            prompt=prompt,
            choices=None if row.get("choices") is None else listed(row, "choices"),
            function=text_or(row, "entry_point", ""),
        ),
        problem=prompt.id if problem is None else problem,
        groups=texts_in(row, "groups"),
    )


FORM = SampleForm(name="plain", keys=frozenset({"prompt", "reference"}), sample=_sample, repeats=False)
