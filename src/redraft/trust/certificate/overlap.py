"""Cases that stand on both sides: what was calibrated on must not be evaluated on, or the promise is circular.

What is compared are hashes of what is asked, `redraft.evals.samples.case_hash`.
"""

from collections.abc import Iterable, Sequence


def overlap(hashes: Sequence[str], calibrated: Iterable[str]) -> tuple[int, ...]:
    """The places of the cases that a certificate was calibrated on, too; see `CertificateFile.case_hashes`."""
    known = frozenset(calibrated)
    return tuple(place for place, one in enumerate(hashes) if one in known)
