"""How often cases were looked at: whoever looks again with more of them until a certificate comes out keeps no promise.

The number of cases is fixed beforehand, or the number of looks is, and each has its part of delta.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from redraft.errors import Misuse
from redraft.evals.calibrating.certifying import Calibrated, Promise
from redraft.store.codec import decode
from redraft.trust.certificate.overlap import overlap


@dataclass(frozen=True, slots=True, kw_only=True)
class _Before:
    """What the file of an earlier calibration says, whatever else is wrong with it."""

    hashes: Sequence[str]
    look: int
    looks: int
    row: Mapping[str, Any]


def with_look(promise: Promise, on: Calibrated, out: Path) -> Promise:
    """The promise with the number of this look at the cases; the same calibration made again is the same look.

    Args:
        promise: what shall be certified.
        on: what it will rest on.
        out: where the certificate goes, and where that of an earlier look lies.

    Raises:
        Misuse: when these cases were looked at as often as was said beforehand.
    """
    before = _read(out)
    n_both = 0 if before is None else len(overlap(on.case_hashes, before.hashes))
    if before is None or not n_both:
        return promise
    if _is_the_same(before.row, promise, on):
        return replace(promise, look=before.look)
    if before.looks != promise.n_looks or before.look >= before.looks:
        raise Misuse(
            f"{str(out)!r} was calibrated on {n_both:,} of these {len(on.case_hashes):,} cases, look {before.look} of "
            f"{before.looks}: to look again until a certificate comes out breaks its promise. Fix the number of cases "
            "beforehand, or say before the first look how often you will look (--looks N divides delta among them); "
            "for cases that nothing was chosen by, give another file with --out"
        )
    return replace(promise, look=before.look + 1)


def _is_the_same(row: Mapping[str, Any], promise: Promise, on: Calibrated) -> bool:
    figures = {"epsilon": promise.epsilon, "delta": promise.own_delta, "among": promise.among, "looks": promise.n_looks}
    cases = {"calibration_id": on.calibration_id, "case_hashes": list(on.case_hashes)}
    same = all(row.get(name) == value for name, value in (figures | cases).items())
    return same and (row.get("net") is not None) == promise.net


def _read(out: Path) -> _Before | None:
    try:
        row = decode(out.read_bytes())
    except (OSError, ValueError):  # nothing there, or no certificate: nothing is known to have been looked at
        return None
    if not isinstance(row, dict):
        return None
    hashes, look, looks = row.get("case_hashes", ()), row.get("look", 1), row.get("looks", 1)
    if not (isinstance(hashes, list) and isinstance(look, int) and isinstance(looks, int)):
        return None
    return _Before(hashes=[one for one in hashes if isinstance(one, str)], look=look, looks=looks, row=row)
