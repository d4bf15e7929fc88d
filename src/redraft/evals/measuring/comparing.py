"""Several cards beside each other, and how far their critics agree on the outputs that they share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from redraft.errors import Misuse
from redraft.evals.measuring.document import read_card
from redraft.evals.measuring.verdicts import FILE, Verdict, read_verdicts
from redraft.trust.agreement import Agreement, agreement
from redraft.trust.cards import Card


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Cards beside each other.

    Attributes:
        cards: by a name that tells them apart, in the order in which they were given.
        agreement: of their critics; None when there is nothing to compare.
        no_agreement: why there is none; None when there is.
    """

    cards: Mapping[str, Card]
    agreement: Agreement | None
    no_agreement: str | None


def compared(paths: Sequence[Path]) -> Compared:
    """The cards in some files, with the agreement that the verdicts beside them show.

    Args:
        paths: card.json, or the folder it is in; two or more.

    Raises:
        Misuse: when there are fewer, one is no card, or an output has another label in another card.
    """
    if len(paths) < 2:
        raise Misuse(f"comparing needs two cards or more, got {len(paths)}; name their card.json, or their folders")
    files = [path / "card.json" if path.is_dir() else path for path in paths]
    cards = [read_card(file) for file in files]
    names = _names(cards, files)
    missing = [str(file.parent) for file in files if not (file.parent / FILE).is_file()]
    if missing:
        why = f"there are no verdicts beside {', '.join(missing)}; measure again to have them"
        return Compared(cards=dict(zip(names, cards, strict=True)), agreement=None, no_agreement=why)
    found = _agreement(dict(zip(names, files, strict=True)), cards)
    return Compared(
        cards=dict(zip(names, cards, strict=True)),
        agreement=found if found.pairs else None,
        no_agreement=None if found.pairs else "no two of them judged the same output",
    )


def _names(cards: Sequence[Card], files: Sequence[Path]) -> list[str]:
    """The critics' names, with versions, data or folders where that is what tells cards apart."""
    of = [card.measured for card in cards]
    choices = (
        [one.critic for one in of],
        [f"{one.critic} {one.version}" for one in of],
        [" without ".join((one.critic, *one.without)) for one in of],
        [f"{one.critic} on {one.data}" for one in of],
        [str(file.parent) for file in files],
    )
    names = next((list(names) for names in choices if len(set(names)) == len(names)), None)
    if names is None:
        raise Misuse(f"the same card is given twice: {', '.join(map(str, files))}; name each once")
    return names


def _agreement(files: Mapping[str, Path], cards: Sequence[Card]) -> Agreement:
    verdicts = {name: read_verdicts(file.parent) for name, file in files.items()}
    first: dict[str, Verdict] = {}
    for name, found in verdicts.items():
        for one in found:
            earlier = first.setdefault(one.output, one)
            if earlier.acceptable != one.acceptable:
                raise Misuse(
                    f"the output {one.id!r} is labelled {one.acceptable} in the card of {name!r} and "
                    f"{earlier.acceptable} in another; measure both with the same labels"
                )
    passed: dict[str, list[bool | None]] = {}
    for (name, found), card in zip(verdicts.items(), cards, strict=True):
        scores = {one.output: one.score for one in found if one.score is not None}
        passed[name] = [
            scores[output] >= card.threshold if output in scores else None  # unscored, or not in these data
            for output in first
        ]
    shared = list(first.values())
    return agreement(passed, [one.problem for one in shared], [one.acceptable for one in shared])
