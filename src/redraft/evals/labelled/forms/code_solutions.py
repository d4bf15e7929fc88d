"""Solutions of programming problems with the verdict of tests: HumanEval and MBPP, as Reflexion stored them.

A row is ``{"prompt", "solution", "test", "entry_point", "is_solved"}`` and, if it likes, ``name`` of the problem and
``bench``. The tests stand in the prompt's metadata, where the critic of code looks for visible ones: the form measures
how a critic judges *with* them. What a critic can tell without them is measured by `redraft.evals.code`.
"""

from collections.abc import Iterable

from redraft.core import Draft, Message, Prompt
from redraft.evals.labelled.forms.fields import Row, label_in, text_in
from redraft.evals.labelled.output import LabelledOutput
from redraft.evals.labelled.reading import Form

_KEYS = frozenset({"prompt", "solution", "test", "entry_point", "is_solved"})


def _recognises(row: Row) -> bool:
    return row.keys() >= _KEYS


def _outputs(row: Row, index: int) -> Iterable[LabelledOutput]:
    asked, solution, entry = text_in(row, "prompt"), text_in(row, "solution"), text_in(row, "entry_point")
    name = text_in(row, "name") if "name" in row else f"row {index + 1}"
    bench = text_in(row, "bench") if "bench" in row else "given"
    prompt = Prompt.from_messages(
        (Message.of("user", asked),), metadata={"tests": text_in(row, "test"), "entry_point": entry}
    )
    yield LabelledOutput(
        # A problem may have several solutions, so its name alone would not tell them apart.
        id=f"{name} #{index + 1}",
        prompt=prompt,
        draft=Draft.of(solution),
        acceptable=label_in(row, "is_solved"),
        problem=name,
        groups={"bench": bench},
    )


FORM = Form(name="code_solutions", recognises=_recognises, outputs=_outputs)
