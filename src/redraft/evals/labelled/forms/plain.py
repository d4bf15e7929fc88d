"""The generic form, for labelled outputs of one's own.

A row is ``{"prompt", "answer", "acceptable"}`` and, if it likes, ``id``, ``problem``, ``groups``, ``metadata`` and
``mistake``, the first and one past the last character of the first mistake in the answer.
"""

from collections.abc import Iterable
from typing import Any

from redraft.core import Draft, Location, Prompt
from redraft.errors import Misuse
from redraft.evals.labelled.forms.fields import Row, label_in, text_in, texts_in
from redraft.evals.labelled.output import LabelledOutput
from redraft.evals.labelled.reading import Form
from redraft.profiles import as_prompt


def prompt_in(row: Row) -> Prompt:
    """The prompt of a row, a text or a conversation, with its ``metadata``.

    Raises:
        Misuse: when there is none, or it is neither.
    """
    if "prompt" not in row:
        text_in(row, "prompt")  # says what is missing
    asked: Any = row["prompt"]
    return as_prompt(asked, metadata=texts_in(row, "metadata"))


def name_in(row: Row, name: str) -> str | None:
    """The text or number in field `name`, as a text; None where it is missing.

    Raises:
        Misuse: when it is something else.
    """
    value = row.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Misuse(f"`{name}` must be a text or a number, got {value!r:.60}; write one, or leave it out")
    return str(value)


def _outputs(row: Row, index: int) -> Iterable[LabelledOutput]:
    prompt, answer = prompt_in(row), text_in(row, "answer")
    id, problem = name_in(row, "id"), name_in(row, "problem")
    yield LabelledOutput(
        id=f"row {index + 1}" if id is None else id,
        prompt=prompt,
        draft=Draft.of(answer),
        acceptable=label_in(row, "acceptable"),
        problem=prompt.id if problem is None else problem,
        groups=texts_in(row, "groups"),
        mistake=_mistake(row, answer),
    )


def _mistake(row: Row, answer: str) -> Location | None:
    span = row.get("mistake")
    if span is None:
        return None
    match span:
        case [int(start), int(end)] if 0 <= start < end <= len(answer):
            return Location(start=start, end=end)
    raise Misuse(
        f"`mistake` must be [start, end] within the {len(answer)} characters of the answer, got {span!r:.60}; "
        "count characters from 0, the end is one past the last"
    )


FORM = Form(name="plain", recognises=lambda row: {"prompt", "answer", "acceptable"} <= row.keys(), outputs=_outputs)
