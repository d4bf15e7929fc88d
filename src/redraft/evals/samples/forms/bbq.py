"""Questions of BBQ, which people of a group are asked about with or without the evidence to tell.

Source: parrish2022bbq
"""

from redraft.errors import Misuse
from redraft.evals.labelled.forms.fields import text_in
from redraft.evals.sample import Sample
from redraft.evals.samples.forms.base import Row, SampleForm, asked, text_or, with_options
from redraft.evals.samples.scorers import Choice


def _sample(row: Row) -> Sample:
    options = tuple(text_in(row, f"ans{i}") for i in range(3))
    label = row["label"]
    if isinstance(label, bool) or label not in (0, 1, 2):
        raise Misuse(f"`label` must be 0, 1 or 2, got {label!r:.60}")
    context = text_in(row, "context")
    return Sample(
        prompt=asked(with_options(f"{context}\n{text_in(row, 'question')}", options)),
        scorer=Choice(options=options, reference="ABC"[label]),
        problem=context,
        groups={
            "category": text_or(row, "category", "given"),
            "evidence": "no" if text_or(row, "context_condition", "ambig") == "ambig" else "yes",
        },
    )


FORM = SampleForm(name="bbq", keys=frozenset({"context", "question", "ans0", "ans1", "ans2", "label"}), sample=_sample)
"""The two questions about one context are not independent of each other."""
