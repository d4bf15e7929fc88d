"""Formal programs that models wrote for questions of logic with options to choose from: the outputs of Logic-LM.

A row is ``{"set", "model", "id", "context", "question", "options", "answer", "raw_logic_programs"}``. What is labelled
are answers, so that each option becomes one output: the program, then that answer; it is acceptable when the option is
the right one. A critic that follows a program passes at most one of them.

Source: pan2023logiclm
"""

from collections.abc import Iterable, Sequence

from redraft.core import Draft, Prompt
from redraft.errors import Misuse
from redraft.evals.labelled.forms.fields import Row, text_in
from redraft.evals.labelled.output import LabelledOutput
from redraft.evals.labelled.reading import Form

_KEYS = frozenset({"set", "model", "id", "context", "question", "options", "answer", "raw_logic_programs"})


def _recognises(row: Row) -> bool:
    return row.keys() >= _KEYS


def _outputs(row: Row, index: int) -> Iterable[LabelledOutput]:
    set_, model, id_, answer = (text_in(row, name) for name in ("set", "model", "id", "answer"))
    options, programs = _listed(row, "options"), _listed(row, "raw_logic_programs")
    prompt = Prompt.of(question_of(row))
    letters = [option[:1] for option in options]
    if answer not in letters:
        raise Misuse(f"`answer` must be the letter of an option, got {answer!r}; there are {', '.join(letters)}")
    for number, program in enumerate(programs, start=1):
        for letter in letters:
            yield LabelledOutput(
                id=f"{set_}/{id_} {model} {number}{letter}",
                prompt=prompt,
                draft=Draft.of(f"{program.rstrip()}\n\nAnswer: {letter}", by=model),
                acceptable=letter == answer,
                problem=f"{set_}/{id_}",
                groups={"set": set_, "model": model},
            )


def question_of(row: Row) -> str:
    """The question of a row as a model is asked it: context, question, options.

    Raises:
        Misuse: when one of them is missing.
    """
    return "\n".join((text_in(row, "context"), text_in(row, "question"), *_listed(row, "options")))


def _listed(row: Row, name: str) -> Sequence[str]:
    value = row.get(name)
    if not isinstance(value, list) or not value or not all(isinstance(entry, str) for entry in value):
        raise Misuse(f"`{name}` must be a list of texts, got {value!r:.60}; write at least one")
    return value


FORM = Form(name="logic_programs", recognises=_recognises, outputs=_outputs)
