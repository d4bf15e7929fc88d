"""What a card is measured on: labelled outputs, from wherever their labels are."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from redraft.errors import Misuse
from redraft.evals.labelled.output import LabelledOutput
from redraft.evals.labelled.reading import form_of, read_labelled, sha256_of
from redraft.evals.measuring.labelling import Labels
from redraft.evals.measuring.outputs import StoredOutputs
from redraft.evals.measuring.repeats import Kept, kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """Labelled outputs, and what a card says of them.

    Attributes:
        name: of the file or store.
        sha256: what it held.
        form: of its rows.
        outputs: gives all of them, read anew each time.
        kept: which of them count.
        labels: whose the labels are.
        n_unlabelled: outputs left out because there was no label for them.
    """

    name: str
    sha256: str
    form: str
    outputs: Callable[[], Iterator[LabelledOutput]]
    kept: Kept
    labels: str = "the data"
    n_unlabelled: int = 0


def labelled_data(path: Path, *, form: str | None, limit: int | None) -> Data:
    """The labelled outputs of a file; read through once, so that a bad row is told before anything is judged.

    Raises:
        Misuse: when a row does not fit, or an output has both labels.
    """
    named = form_of(path, form)

    def outputs() -> Iterator[LabelledOutput]:
        return read_labelled(path, form=named, limit=limit)

    return Data(name=path.name, sha256=sha256_of(path), form=named, outputs=outputs, kept=kept(outputs()))


def given_data(source: StoredOutputs, labels: Labels) -> Data:
    """Outputs with labels from elsewhere; those without one are counted and left out.

    Raises:
        Misuse: when none has a label, or an output has both.
    """
    found = tuple(
        LabelledOutput(
            id=one.id,
            prompt=one.prompt,
            draft=one.draft,
            acceptable=labels.acceptable[one.id],
            problem=one.problem,
            groups=one.groups,
        )
        for one in source.outputs
        if one.id in labels.acceptable
    )
    if not found:
        raise Misuse(
            f"none of the {len(source.outputs):,} outputs of {source.name} has a label by {labels.by}; "
            "name another critic to label them, or give other data"
        )
    return Data(
        name=source.name,
        sha256=source.sha256,
        form=source.form,
        outputs=lambda: iter(found),
        kept=kept(found),
        labels=labels.by,
        n_unlabelled=len(source.outputs) - len(found),
    )
