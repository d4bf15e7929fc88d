"""The certificate of a profile, from its played cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from redraft.core.version import VERSION
from redraft.errors import Misuse
from redraft.evals.calibrating.halves import by_case
from redraft.evals.calibrating.independent import one_of_each
from redraft.evals.calibrating.rows import CalibrationRow
from redraft.profiles.certificates import calibration_id_of
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
        look: which look at the cases this is, from 1 on; only the certificate says it.
        n_looks: how often the cases are looked at at most, as was said before the first time; they share delta.
        grid: thresholds, strictest first.
    """

    epsilon: float = 0.02
    delta: float = 0.05
    n_slices: int = 1
    among: Among = "all"
    net: bool = False
    look: int = 1
    n_looks: int = 1
    grid: tuple[float, ...] = DEFAULT_GRID

    @property
    def own_delta(self) -> float:
        """What this certificate promises: its part of delta, where several slices share it."""
        return shared_delta(self.delta, self.n_slices)

    @property
    def level(self) -> float:
        """What a threshold is tested at: whichever look leads to the certificate, all of them together keep delta."""
        return shared_delta(self.own_delta, self.n_looks)


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
        return calibration_id_of(self.sha256, self.fingerprint)


def certificate_of(
    rows: Sequence[CalibrationRow], promise: Promise, on: Calibrated, *, are_draws: bool = False
) -> CertificateFile:
    """The certificate, also one that says that correcting stays off.

    Args:
        rows: of every case.
        promise: what shall be certified.
        on: what it rests on.
        are_draws: whether rows of the same problem are independent draws all the same, as in a world; by default one
            row of each problem counts.

    Raises:
        Misuse: when there is no case to test on, or a figure of the promise is out of range.
    """
    independent = rows if are_draws else one_of_each(rows)
    answered = [row for row in independent if row.right]
    first, second = by_case(answered) if promise.net else (answered, None)
    return certificate_from(
        [row.case() for row in first],
        None if second is None else [row.case() for row in second],
        promise,
        on,
        n_right=sum(row.draft_right is True for row in answered),
        n_unanswered=len(independent) - len(answered),
        n_left_out=len(rows) - len(independent),
    )


def certificate_from(
    cases: Sequence[Case],
    confirming: Sequence[Case] | None,
    promise: Promise,
    on: Calibrated,
    *,
    n_right: int | None,
    n_unanswered: int = 0,
    n_left_out: int = 0,
) -> CertificateFile:
    """The certificate from what is counted of cases.

    Args:
        cases: all of them, or the half that chooses.
        confirming: the half that confirms a net gain; None where none is asked for.
        promise: what shall be certified.
        on: what it rests on.
        n_right: cases whose draft was right, of both halves; None where that was not asked.
        n_unanswered: cases left out because there was no answer.
        n_left_out: cases left out because another of their problem counts.

    Raises:
        Misuse: as `certificate_of`.
    """
    everything = [*cases, *(confirming or ())]
    if not everything:
        raise Misuse(f"none of the {n_unanswered} cases was answered, so nothing can be tested; look at the model")
    figures: dict[str, Any] = {"epsilon": promise.epsilon, "delta": promise.level, "grid": promise.grid}
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
        n_unanswered=n_unanswered,
        n_left_out=n_left_out,
        look=promise.look,
        looks=promise.n_looks,
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
