"""Chains of reasoning with the first wrong step that people marked: BIG-Bench-Mistake.

A row is ``{"task", "input", "steps", "target", "answer", "mistake_index"}``; ``mistake_index`` counts steps from 0 and
is null when no step is wrong. What people marked are wrong steps: a chain without one may still end in a wrong answer,
so whether the answer is the target stands in the groups. Where the input alone does not ask anything, the prompt is the
task's instruction with it.
"""

from collections.abc import Iterable

from redraft.core import Draft, Location, Prompt
from redraft.errors import Misuse
from redraft.evals.labelled.forms.fields import Row, text_in
from redraft.evals.labelled.output import LabelledOutput
from redraft.evals.labelled.reading import Form

_KEYS = frozenset({"task", "input", "steps", "target", "answer", "mistake_index"})
# The words of the BIG-Bench Hard prompts of these tasks; the other inputs ask by themselves.
_ASKED = {
    "word_sorting": "Sort the following words alphabetically: List: ",
    "dyck_languages": (
        "Complete the rest of the sequence, making sure that the parentheses are closed properly. Input: "
    ),
}


def _recognises(row: Row) -> bool:
    return row.keys() >= _KEYS


def _outputs(row: Row, index: int) -> Iterable[LabelledOutput]:
    task, asked, answer, target = (text_in(row, name) for name in ("task", "input", "answer", "target"))
    steps = _steps(row)
    mistake = row["mistake_index"]
    if mistake is not None and (isinstance(mistake, bool) or not isinstance(mistake, int)):
        raise Misuse(f"`mistake_index` must be a number or null, got {mistake!r:.60}; count steps from 0")
    if mistake is not None and not 0 <= mistake < len(steps):
        raise Misuse(f"`mistake_index` must lie in 0..{len(steps) - 1}, got {mistake!r}; count steps from 0")
    text = ""
    places: list[Location] = []
    for number, step in enumerate(steps, start=1):
        text += f"{number}. "
        places.append(Location(start=len(text), end=len(text) + len(step)))
        text += f"{step}\n"
    # Most chains state their answer in the last step; the others get a line that does.
    if "answer is" not in steps[-1]:
        text += f"The answer is {answer}\n"
    yield LabelledOutput(
        id=f"{task} #{index + 1}",
        prompt=Prompt.of(_ASKED.get(task, "") + asked),
        draft=Draft.of(text.rstrip("\n")),
        acceptable=mistake is None,
        problem=asked,
        groups={"task": task, "answer": "right" if answer.strip() == target.strip() else "wrong"},
        mistake=None if mistake is None else places[mistake],
    )


def _steps(row: Row) -> list[str]:
    steps = row["steps"]
    if not isinstance(steps, list) or not steps or not all(isinstance(step, str) for step in steps):
        raise Misuse(f"`steps` must be a list of texts, at least one, got {steps!r:.60}; write one text for each step")
    return steps


FORM = Form(name="reasoning_mistakes", recognises=_recognises, outputs=_outputs)
"""Rows of BIG-Bench-Mistake."""
