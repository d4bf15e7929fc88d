"""Certificates as a calibration writes them, of cases that a test makes up."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from redraft.profiles.certificates import calibration_id_of
from redraft.trust.certificate.document import CertificateFile
from redraft.trust.certificate.outcomes import Case
from redraft.trust.certificate.testing import certify


def certificate_file(
    *,
    fingerprint: Mapping[str, Any] | None = None,
    threshold: float | None = 0.9,
    n: int = 300,
    hashes: tuple[str, ...] = (),
    **settings: Any,
) -> CertificateFile:
    """One from `n` cases: ten repaired at `threshold` (none for None), twenty broken at .5, at epsilon 2 %."""
    fixes = [] if threshold is None else [Case(score=threshold, draft_right=False, result_right=True)] * 10
    flips = [Case(score=0.5, draft_right=True, result_right=False)] * 20
    kept = [Case(score=None, draft_right=True, result_right=True)] * (n - len(fixes) - len(flips))
    tested = certify([*fixes, *flips, *kept], epsilon=0.02, delta=0.05)
    made_for = {} if fingerprint is None else fingerprint
    file = CertificateFile(
        epsilon=0.02,
        delta=0.05,
        n=tested.n,
        n_right=n - len(fixes),
        n_unscored=0,
        threshold=None if tested.chosen is None else tested.chosen.threshold,
        rows=tested.rows,
        data="cases.jsonl",
        data_sha256="0" * 64,
        case_hashes=(*hashes, *(f"{k:016x}" for k in range(n - len(hashes)))),
        fingerprint=made_for,
        calibration_id=calibration_id_of("0" * 64, made_for),
        created_at="2026-01-01T00:00:00+00:00",
        command="redraft calibrate",
        redraft_version="0",
    )
    return replace(file, **settings)
