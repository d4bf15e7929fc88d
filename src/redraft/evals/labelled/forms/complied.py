"""The rows of `refusals` by another question: whether the answer complies, whatever the request deserves.

Never recognised, for its rows are those of `refusals`: it is asked for by name, ``--form complied``, to measure
a critic that reads refusals off the words and cannot know what a request deserves.
"""

from collections.abc import Iterable
from dataclasses import replace

from redraft.evals.labelled.forms import refusals
from redraft.evals.labelled.forms.fields import Row
from redraft.evals.labelled.output import LabelledOutput
from redraft.evals.labelled.reading import Form


def _outputs(row: Row, index: int) -> Iterable[LabelledOutput]:
    for output in refusals.FORM.outputs(row, index):
        yield replace(output, acceptable=output.groups["label"] == "compliance")


FORM = Form(name="complied", recognises=lambda row: False, outputs=_outputs)
"""Completions of XSTest that are acceptable where people call them full compliance."""
