"""What came out of running a profile again on a fixed set."""

from dataclasses import dataclass
from typing import Literal

from redraft.trust.intervals import Estimate

Finding = Literal["holds", "refuted", "untold"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recheck:
    """What a profile broke on a fixed set, beside what was promised.

    Attributes:
        profile: its name.
        data: name of the fixed set.
        data_sha256: of its file.
        n: samples that were played, as a certificate counts its cases.
        n_unscored: those of them of which something could not be scored.
        n_broken: right drafts made wrong, and replaced ones where something could not be scored.
        n_repaired: wrong drafts made right.
        n_changed: answers that are not the draft.
        broken: rate of broken among all, with its 95 % interval; None when nothing was scored.
        epsilon: the promised bound.
        delta: chance with which one look may refute it wrongly.
        p_promise: chance of so many broken or more if the promise holds; None when nothing was scored.
        certificate_n: cases of the calibration; None without a certificate.
        certificate_broken: those of them that the certified threshold broke; None when that is not known.
        p_no_worse: chance of so many broken or more if as many break as in the calibration; None when not known.
        void: why the certificate does not hold for the profile as it is now; None when it does or there is none.
        finding: ``refuted`` when `p_promise` is at most delta, ``untold`` when nothing was scored, else ``holds``,
            which is no proof: a small set refutes little.
    """

    profile: str
    data: str
    data_sha256: str
    n: int
    n_unscored: int
    n_broken: int
    n_repaired: int
    n_changed: int
    broken: Estimate | None
    epsilon: float
    delta: float
    p_promise: float | None
    certificate_n: int | None
    certificate_broken: int | None
    p_no_worse: float | None
    void: str | None
    finding: Finding
