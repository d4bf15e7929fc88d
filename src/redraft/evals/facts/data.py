"""The rows of the files that facts are measured on, told apart by their keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from redraft.errors import Misuse
from redraft.evals.labelled.forms import claim_evidence, fact_revisions
from redraft.evals.labelled.forms.claim_evidence import Pair, pair_of
from redraft.evals.labelled.forms.fact_revisions import Revision, revision_of
from redraft.evals.labelled.forms.fields import Row, text_in
from redraft.evals.labelled.reading import read_rows, sha256_of

Label = Literal["true", "false", "not_enough_evidence"]

_LABEL_KEYS = frozenset({"claim", "label"})
_LABELS: Mapping[str, Label] = {"true": "true", "false": "false", "not_enough_evidence": "not_enough_evidence"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsData:
    """All that was read.

    Attributes:
        pairs: claims with one passage each and what it does to them.
        labels: the word of people on each claim.
        revisions: answers that people labelled and corrected.
        sha256: name and SHA-256 of each file.
    """

    pairs: tuple[Pair, ...]
    labels: Mapping[str, Label]
    revisions: tuple[Revision, ...]
    sha256: Mapping[str, str]

    def passages(self) -> tuple[str, ...]:
        """All different passages, in the order of the data."""
        return tuple(dict.fromkeys(pair.passage for pair in self.pairs))

    def by_claim(self) -> dict[str, list[Pair]]:
        """The pairs of each claim."""
        found: dict[str, list[Pair]] = {}
        for pair in self.pairs:
            found.setdefault(pair.claim, []).append(pair)
        return found


def read_facts(paths: Sequence[Path]) -> FactsData:
    """The rows of some files, of any of the three kinds.

    Raises:
        Misuse: when a file or row cannot be read, is of no known kind, or no file has passages.
    """
    pairs: list[Pair] = []
    labels: dict[str, Label] = {}
    revisions: list[Revision] = []
    for path in paths:
        for number, row in read_rows(path):
            try:
                if row.keys() >= claim_evidence.KEYS:
                    pairs.append(pair_of(row))
                elif row.keys() >= fact_revisions.KEYS:
                    revisions.append(revision_of(row))
                else:
                    labels[text_in(row, "claim")] = _label_of(row)
            except Misuse as error:
                raise Misuse(f"{path}, line {number}: {error}") from error
    if not pairs:
        raise Misuse(
            f"none of the files has passages, got {', '.join(path.name for path in paths)!r}; "
            "give one with rows of claim, evidence and stance, too"
        )
    return FactsData(
        pairs=tuple(pairs),
        labels=labels,
        revisions=tuple(revisions),
        sha256={path.name: sha256_of(path) for path in paths},
    )


def _label_of(row: Row) -> Label:
    if not row.keys() >= _LABEL_KEYS:
        raise Misuse(
            f"the keys {', '.join(map(repr, row)) or '(none)'} belong to no known kind of row; write claim, evidence "
            "and stance; claim and label; or prompt, response, revised_response and factual state"
        )
    said = text_in(row, "label")
    if said not in _LABELS:
        raise Misuse(f"`label` must be one of {', '.join(_LABELS)}, got {said!r:.60}; write one of them")
    return _LABELS[said]
