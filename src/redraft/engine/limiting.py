"""Edits kept inside what critics call wrong: a redraft cannot touch the rest, whatever its writer says."""

from collections.abc import Sequence
from typing import NamedTuple

from redraft.core import Attempt, Finding

REFUSED = "refused_edits"
"""Key in `Draft.extra` of the edits that were not carried out: a list of old text, new text and why."""


class Place(NamedTuple):
    """A piece of a text that may be changed, and the findings that call it wrong.

    Attributes:
        start: its first character.
        end: one past its last character.
        findings: those inside it, in their order.
    """

    start: int
    end: int
    findings: tuple[Finding, ...]


def wrong_places(attempt: Attempt) -> tuple[Place, ...]:
    """What the findings of an attempt call wrong, in order; findings that overlap share a place.

    Minor findings leave an answer usable and call nothing wrong; neither do findings without a place in the text.
    """
    found = [
        Place(int(finding.location.start), int(finding.location.end), (finding,))
        for critique in attempt.critiques
        for finding in critique.findings
        if finding.severity != "minor" and finding.location is not None and finding.location.kind == "text"
    ]
    places: list[Place] = []
    for place in sorted(found, key=lambda place: (place.start, place.end)):
        if places and place.start < places[-1].end:
            before = places.pop()
            place = Place(before.start, max(before.end, place.end), (*before.findings, *place.findings))
        places.append(place)
    return tuple(places)


def starts_of(old: str, text: str, places: Sequence[Place]) -> list[int]:
    """Where `old` begins inside the places; every occurrence, overlapping ones too."""
    starts: list[int] = []
    for place in places:
        at = text.find(old, place.start, place.end)
        while at >= 0:
            starts.append(at)
            at = text.find(old, at + 1, place.end)
    return starts


def refusal(old: str, new: str, text: str, n_found: int) -> dict[str, str]:
    """An edit that is not carried out, with the reason, as the record keeps it."""
    if n_found:
        why = f"it stands {n_found} times in what is called wrong, so that it is not clear which is meant"
    elif old in text:
        why = "it lies outside what is called wrong"
    else:
        why = "it does not stand in the answer"
    return {"old": old, "new": new, "why": why}
