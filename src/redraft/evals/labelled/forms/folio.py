"""Premises and a conclusion in natural language and in first-order logic, with a label: FOLIO.

A row is ``{"premises", "premises-FOL", "conclusion", "conclusion-FOL", "label"}``. Its formulas become a program, and
each of the three answers one output, acceptable when it is the label.

Source: han2024folio
"""

from collections.abc import Iterable, Sequence

from redraft.core import Draft, Prompt
from redraft.errors import Misuse
from redraft.evals.labelled.forms.fields import Row, text_in
from redraft.evals.labelled.output import LabelledOutput
from redraft.evals.labelled.reading import Form

_KEYS = frozenset({"premises", "premises-FOL", "conclusion", "conclusion-FOL", "label"})
LABELS = ("True", "False", "Uncertain")
# Later versions of the data use another word for the third label.
_SAME = {"Unknown": "Uncertain"}


def _recognises(row: Row) -> bool:
    return row.keys() >= _KEYS


def _outputs(row: Row, index: int) -> Iterable[LabelledOutput]:
    program, prompt, label = program_of(row), Prompt.of(question_of(row)), label_of(row)
    for answer in LABELS:
        yield LabelledOutput(
            id=f"FOLIO gold #{index + 1} {answer}",
            prompt=prompt,
            draft=Draft.of(f"{program}\nAnswer: {answer}", by="FOLIO"),
            acceptable=answer == label,
            # Conclusions from the same premises are not independent of each other.
            problem=" ".join(_sentences(row, "premises")),
            groups={"set": "FOLIO gold", "label": label},
        )


def program_of(row: Row) -> str:
    """The formulas of a row as a program, each with the sentence that it stands for.

    Some rows have more formulas than sentences; which belong together is then not known, and no sentence is given.

    Raises:
        Misuse: when a field is missing.
    """
    sentences, formulas = _sentences(row, "premises"), _sentences(row, "premises-FOL")
    if len(sentences) != len(formulas):
        sentences = [""] * len(formulas)
    premises = "".join(f"{formula} ::: {said}\n" for formula, said in zip(formulas, sentences, strict=True))
    conclusion = f"{text_in(row, 'conclusion-FOL').strip()} ::: {text_in(row, 'conclusion').strip()}"
    return f"Premises:\n{premises}Conclusion:\n{conclusion}\n"


def question_of(row: Row) -> str:
    """The question of a row, as the models were asked it.

    Raises:
        Misuse: when a field is missing.
    """
    asked = "Based on the above information, is the following statement true, false, or uncertain?"
    options = "\n".join(f"{letter}) {label}" for letter, label in zip("ABC", LABELS, strict=True))
    return f"{' '.join(_sentences(row, 'premises'))}\n{asked} {text_in(row, 'conclusion').strip()}\n{options}"


def label_of(row: Row) -> str:
    """The label of a row, one of `LABELS`.

    Raises:
        Misuse: when it is another word.
    """
    label = _SAME.get(text_in(row, "label"), text_in(row, "label"))
    if label not in LABELS:
        raise Misuse(f"`label` must be one of {', '.join(LABELS)}, got {label!r}")
    return label


def _sentences(row: Row, name: str) -> Sequence[str]:
    value = row.get(name)
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise Misuse(f"`{name}` must be a list of texts, got {value!r:.60}")
    return [" ".join(entry.split()) for entry in value]


FORM = Form(name="folio", recognises=_recognises, outputs=_outputs)
