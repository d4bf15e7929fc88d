"""Samples as they came out of a file or a world, with what names them."""

from dataclasses import dataclass, field

from redraft.core import Prompt
from redraft.evals.sample import Sample


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleData:
    """Samples and where they are from.

    Attributes:
        name: of the file or the world, without its folder.
        form: name of the form that the file is in, or ``world``.
        sha256: names the data: of the file's bytes, or of the world's name, number and seed.
        samples: each asks something that no other of them asks, but in a world, where chance may repeat a problem.
        n_rows: rows that were read.
        n_repeated: rows that ask what an earlier row asks; each was left out, for it is no case of its own.
    """

    name: str
    form: str
    sha256: str
    samples: tuple[Sample, ...] = field(repr=False)
    n_rows: int
    n_repeated: int


def case_hash(prompt: Prompt) -> str:
    """What is asked, as 16 hexadecimal digits: the same for the same messages, whatever the prompt is called.

    It tells whether a case that calibrated something also stands in an evaluation of it.
    """
    return Prompt.from_messages(prompt.messages).id
