"""A certificate as it is kept in a file: what was found, on what, and what it holds for.

No statistics are loaded here: whoever runs under a certificate needs none of the packages that made it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from redraft.core import Certificate

SCHEMA_VERSION = 1
"""Version of the written form."""

Among = Literal["all", "right"]
"""Whose broken rate is bounded: of all cases, or of the cases whose draft was right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What was found at one threshold.

    Attributes:
        threshold: the score from which a redraft replaces the draft.
        n: cases that the rate is among.
        n_replaced: cases whose draft is replaced.
        n_flips: right drafts replaced by wrong ones.
        n_fixes: wrong drafts replaced by right ones.
        p_value: of "the broken rate is epsilon or more".
        broken_at_most: upper bound of the broken rate at the level of the test, for this threshold by itself.
        certified: whether the sequence came past it.
    """

    threshold: float
    n: int
    n_replaced: int
    n_flips: int
    n_fixes: int
    p_value: float
    broken_at_most: float
    certified: bool

    @property
    def net(self) -> int:
        """Cases gained: fixes less flips."""
        return self.n_fixes - self.n_flips


@dataclass(frozen=True, slots=True, kw_only=True)
class NetHalf:
    """The second half of a certificate with a net gain; see `redraft.trust.certificate.net`.

    Attributes:
        n: cases of the half that confirmed.
        n_flips: of them, at the threshold.
        n_fixes: of them, at the threshold.
        p_flip: p-value of "the broken rate is epsilon or more"; None when no threshold was picked.
        p_net: p-value of "correcting breaks as much as it repairs, or more"; None when no threshold was picked.
    """

    n: int
    n_flips: int
    n_fixes: int
    p_flip: float | None
    p_net: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFile:
    """Everything about one calibration.

    Attributes:
        epsilon: bound on the broken rate, in (0, 1).
        delta: probability in (0, 1) that the bound fails; what is left of it for this certificate where several share.
        among: whose broken rate: of ``all`` cases, or of those whose draft was ``right``.
        n: cases that the test rests on, at the threshold; at the strictest one when correcting stays off.
        n_right: cases whose draft was right; None where only the cases that matter were labelled.
        n_unscored: cases in which something could not be told; counted as broken where a redraft would be returned.
        n_unanswered: cases without any answer, as when the model refused; there is none to be broken, so they are left
            out, as a monitor leaves them out.
        n_left_out: cases of a problem that another case stands for; they are not independent, so one of each counts.
        look: how often these cases were looked at so far, this time included, at least 1.
        looks: how often they were to be looked at, as was said before the first time; each look has its part of delta.
        threshold: the certified score from which a redraft replaces the draft; None when correcting stays off.
        rows: counts and p-value at every threshold of the grid, strictest first.
        net: what the second half confirmed, for a certificate with a net gain; None for one without.
        data: name of the data file, without its folder.
        data_sha256: of that file.
        case_hashes: of every case, so that cases that also stand in an evaluation are found.
        fingerprint: what the certificate holds for, part by part; any change voids it.
        calibration_id: hash of data and fingerprint.
        created_at: date in UTC, ISO 8601.
        command: what made it.
        redraft_version: of the package that made it.
        schema_version: version of the written form.
    """

    epsilon: float
    delta: float
    among: Among = "all"
    n: int
    n_right: int | None
    n_unscored: int
    n_unanswered: int = 0
    n_left_out: int = 0
    look: int = 1
    looks: int = 1
    threshold: float | None
    rows: tuple[Row, ...]
    net: NetHalf | None = None
    data: str
    data_sha256: str
    case_hashes: tuple[str, ...]
    fingerprint: Mapping[str, Any] = field(default_factory=dict)
    calibration_id: str
    created_at: str
    command: str
    redraft_version: str
    schema_version: int = SCHEMA_VERSION

    @property
    def level(self) -> float:
        """What each threshold was tested at: delta, divided by the looks that share it."""
        return self.delta / self.looks

    @property
    def certificate(self) -> Certificate | None:
        """What corrections carry; None when nothing was certified that gains."""
        if self.threshold is None:
            return None
        return Certificate(
            epsilon=self.epsilon,
            delta=self.delta,
            n=self.n,
            threshold=self.threshold,
            calibration_id=self.calibration_id,
            among=self.among,
        )
