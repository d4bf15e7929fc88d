"""Cases that stand twice: within one set, or on both sides of a promise, which would then be circular.

What is compared are hashes of what is asked, `redraft.evals.samples.case_hash`.
"""

from collections.abc import Iterable, Sequence


def duplicates(hashes: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    """The places of cases that occur more than once, together with their likes, in order of first appearance."""
    places: dict[str, list[int]] = {}
    for place, one in enumerate(hashes):
        places.setdefault(one, []).append(place)
    return tuple(tuple(found) for found in places.values() if len(found) > 1)


def overlap(hashes: Sequence[str], calibrated: Iterable[str]) -> tuple[int, ...]:
    """The places of the cases that a certificate was calibrated on, too; see `CertificateFile.case_hashes`."""
    known = frozenset(calibrated)
    return tuple(place for place, one in enumerate(hashes) if one in known)
