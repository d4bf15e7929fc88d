"""The certificate of a profile, from its played cases."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from redraft.core.version import VERSION
from redraft.evals.calibrating.halves import by_case
from redraft.evals.calibrating.rows import CalibrationRow
from redraft.store.codec import encode
from redraft.trust.certificate.document import Among, CertificateFile, NetHalf
from redraft.trust.certificate.grid import DEFAULT_GRID
from redraft.trust.certificate.net import certify_net
from redraft.trust.certificate.outcomes import Case
from redraft.trust.certificate.testing import certify, shared_delta


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What shall be certified.

    Attributes:
        epsilon: bound on the broken rate, in (0, 1).
        delta: probability in (0, 1) that the bound fails, for all slices together.
        n_slices: certificates that share delta, this one among them.
        among: whose broken rate: of ``all`` cases, or of those whose draft was ``right``.
        net: whether a net gain is confirmed, too, on the half that did not choose.
        grid: thresholds, strictest first.
    """

    epsilon: float = 0.02
    delta: float = 0.05
    n_slices: int = 1
    among: Among = "all"
    net: bool = False
    grid: tuple[float, ...] = DEFAULT_GRID

    @property
    def own_delta(self) -> float:
        """What this certificate may use of delta."""
        return shared_delta(self.delta, self.n_slices)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibrated:
    """On what a certificate rests.

    Attributes:
        data: name of the data, without its folder.
        sha256: of the data.
        case_hashes: of every case.
        fingerprint: of the plan that answered.
        command: what made the certificate.
    """

    data: str
    sha256: str
    case_hashes: tuple[str, ...]
    fingerprint: Mapping[str, Any]
    command: str

    @property
    def calibration_id(self) -> str:
        """Hash of data and fingerprint."""
        content = encode({"data": self.sha256, "fingerprint": self.fingerprint})
        return hashlib.sha256(content.encode()).hexdigest()[:16]


def certificate_of(rows: Sequence[CalibrationRow], promise: Promise, on: Calibrated) -> CertificateFile:
    """The certificate, also one that says that correcting stays off.

    Raises:
        Misuse: when there is no case to test on, or a figure of the promise is out of range.
    """
    first, second = by_case(rows) if promise.net else (rows, None)
    return certificate_from(
        [row.case() for row in first],
        None if second is None else [row.case() for row in second],
        promise,
        on,
        n_right=sum(row.draft_right is True for row in rows),
    )


def certificate_from(
    cases: Sequence[Case],
    confirming: Sequence[Case] | None,
    promise: Promise,
    on: Calibrated,
    *,
    n_right: int | None,
) -> CertificateFile:
    """The certificate from what is counted of cases.

    Args:
        cases: all of them, or the half that chooses.
        confirming: the half that confirms a net gain; None where none is asked for.
        promise: what shall be certified.
        on: what it rests on.
        n_right: cases whose draft was right, of both halves; None where that was not asked.

    Raises:
        Misuse: as `certificate_of`.
    """
    everything = [*cases, *(confirming or ())]
    figures: dict[str, Any] = {"epsilon": promise.epsilon, "delta": promise.own_delta, "grid": promise.grid}
    net = None
    if confirming is None:
        tested = certify(cases, among=promise.among, **figures)
        threshold, n = None if tested.chosen is None else tested.chosen.threshold, tested.n
    else:
        found = certify_net(cases, confirming, among=promise.among, **figures)
        tested, threshold, n = found.picked, found.chosen, found.n
        net = NetHalf(n=found.n, n_flips=found.n_flips, n_fixes=found.n_fixes, p_flip=found.p_flip, p_net=found.p_net)
    return CertificateFile(
        epsilon=promise.epsilon,
        delta=promise.own_delta,
        among=promise.among,
        n=n,
        n_right=n_right,
        n_unscored=sum(case.is_unscored for case in everything),
        threshold=threshold,
        rows=tested.rows,
        net=net,
        data=on.data,
        data_sha256=on.sha256,
        case_hashes=on.case_hashes,
        fingerprint=on.fingerprint,
        calibration_id=on.calibration_id,
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        command=on.command,
        redraft_version=VERSION,
    )
