"""What `redraft eval code` found."""

from dataclasses import dataclass

from redraft.evals.code.alone import CheckFigures
from redraft.evals.code.causes import Disagreement
from redraft.trust.figures import Figures
from redraft.trust.intervals import Estimate

TARGET = 0.985
"""Agreement with the stored verdicts that is wanted."""

REFERENCE = (879, 889)
"""Agreement that was once reached on the whole public set, of which the file holds about half."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One part of the data: everything, the half that choices were made on, or the half that no choice has seen.

    Attributes:
        name: ``all``, ``development`` or ``test``.
        n: solutions.
        n_problems: distinct problems.
        n_wrong: solutions that are stored as wrong.
        n_agreeing: solutions on which running the tests says what is stored.
        agreement: their share.
        alone: the critic without the tests.
        checks: what each of its checks adds.
    """

    name: str
    n: int
    n_problems: int
    n_wrong: int
    n_agreeing: int
    agreement: Estimate | None
    alone: Figures
    checks: tuple[CheckFigures, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeEvalResult:
    """Agreement, its exceptions, and the critic alone.

    Attributes:
        data: name of the file.
        sha256: of its bytes.
        critic_version: version of the critic that was measured without the tests.
        levels: how often which level of the sandbox ran a solution.
        shares: the parts of the data.
        disagreements: every solution on which the verdicts differ, with its cause.
        cpu_s: processor seconds in all, children included.
        cpu_ms_median: processor milliseconds of one verdict with tests in the sandbox, median; None without any.
    """

    data: str
    sha256: str
    critic_version: str
    levels: dict[str, int]
    shares: tuple[Share, ...]
    disagreements: tuple[Disagreement, ...]
    cpu_s: float
    cpu_ms_median: float | None
