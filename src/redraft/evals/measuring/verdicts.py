"""The verdicts behind a card, one line for each output, for comparing critics and for looking closer."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from redraft.errors import Misuse, StoreError
from redraft.report.page import write_page
from redraft.store.codec import decode_as, encode
from redraft.store.jsonl import read_lines
from redraft.trust.figures import Judged

FILE = "verdicts.jsonl"
"""Name of the file beside a card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a critic said of one output, in short.

    Attributes:
        output: fingerprint of prompt and answer; the same in other data that hold the same output.
        id: of the output in its data.
        problem: outputs with the same problem are not independent.
        score: the critic's, in [0, 1]; None when it could not judge.
        acceptable: the label.
    """

    output: str
    id: str
    problem: str
    score: float | None
    acceptable: bool


def write_verdicts(folder: Path, judged: Sequence[Judged], outputs: Sequence[str]) -> None:
    """Write the verdicts of a card into its folder.

    Args:
        folder: where the card goes.
        judged: as the card has them.
        outputs: the fingerprint of each.

    Raises:
        Misuse: when it cannot be written.
    """
    rows = (
        Verdict(output=output, id=one.id, problem=one.problem, score=one.score, acceptable=one.acceptable)
        for one, output in zip(judged, outputs, strict=True)
    )
    write_page(folder / FILE, "".join(encode(row) + "\n" for row in rows))


def read_verdicts(folder: Path) -> tuple[Verdict, ...]:
    """The verdicts beside a card.

    Raises:
        Misuse: when there are none, or they cannot be read.
    """
    path = folder / FILE
    try:
        return tuple(decode_as(line, Verdict) for _, line in read_lines(path))
    except (StoreError, ValueError) as error:
        raise Misuse(f"{path} holds no verdicts: {error}; measure the critic again") from error


def passed(verdicts: Sequence[Verdict], threshold: float) -> dict[str, bool]:
    """Whether each output passes, by its fingerprint; without those that could not be judged."""
    return {one.output: one.score >= threshold for one in verdicts if one.score is not None}
