"""Questions of logic with options to choose from, from rows of stored formal programs.

Source: pan2023logiclm
"""

import re

from redraft.evals.labelled.forms.fields import text_in
from redraft.evals.labelled.forms.logic_programs import question_of
from redraft.evals.sample import Sample
from redraft.evals.samples.forms.base import Row, SampleForm, asked, listed
from redraft.evals.samples.scorers import Choice

_LETTER = re.compile(r"^\(?[A-Z][).:]\s*")


def _sample(row: Row) -> Sample:
    set_ = text_in(row, "set")
    options = tuple(_LETTER.sub("", option) for option in listed(row, "options"))
    return Sample(
        prompt=asked(question_of(row)),
        scorer=Choice(options=options, reference=text_in(row, "answer")),
        problem=f"{set_}/{text_in(row, 'context')}",
        groups={"set": set_},
    )


FORM = SampleForm(
    name="logic_programs", keys=frozenset({"set", "context", "question", "options", "answer"}), sample=_sample
)
"""Questions about one context are not independent of each other; several models formalised each of them."""
