"""Claims with the word of fact checkers on them; a model says which of three it is, from what it knows."""

from redraft.errors import Misuse
from redraft.evals.labelled.forms.fields import text_in
from redraft.evals.sample import Sample
from redraft.evals.samples.forms.base import Row, SampleForm, asked, with_options
from redraft.evals.samples.scorers import Choice

_LABELS = {"true": "true", "false": "false", "not_enough_evidence": "not enough evidence"}


def _sample(row: Row) -> Sample:
    label = _LABELS.get(text_in(row, "label"))
    if label is None:
        raise Misuse(f"`label` must be one of {', '.join(_LABELS)}, got {row['label']!r:.60}")
    options = tuple(_LABELS.values())
    prompt = asked(with_options(f"Is this claim true?\n{text_in(row, 'claim')}", options))
    return Sample(prompt=prompt, scorer=Choice.of(options, label), problem=prompt.id, groups={"label": label})


FORM = SampleForm(name="claim_labels", keys=frozenset({"claim", "label", "revised_claim"}), sample=_sample)
