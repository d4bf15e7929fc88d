"""The gate of redrafts that change only what is wrong: fewer located errors let a candidate in."""

from dataclasses import dataclass

from redraft.core import Attempt, Context, Decision
from redraft.errors import Misuse


@dataclass(frozen=True, slots=True, kw_only=True)
class FewerRefuted:
    """A candidate replaces a standing draft that failed if the critics that failed it find fewer errors in it.

    It is meant for redrafts that cannot touch anything else (`redraft.core.Rendering.within`): then an error less is an
    improvement even where others are left, and even where the candidate has no score because nothing confirms it. A
    critic that failed to judge the candidate lets nothing in.

    Attributes:
        threshold: score in [0, 1] from which an attempt passes.
    """

    threshold: float = 0.5
    name: str = "fewer_refuted"

    def __post_init__(self) -> None:
        """Refuse values that are no score."""
        if not 0 <= self.threshold <= 1:
            raise Misuse(f"`threshold` must lie in [0, 1], got {self.threshold!r}")

    def admit(self, standing: Attempt, candidate: Attempt, context: Context) -> Decision:
        """See `redraft.core.Gate`."""
        refuters = [c.critic for c in standing.critiques if c.score is not None and c.score < self.threshold]
        if not refuters:
            return _keep("standing_not_refuted", "no critic failed the standing draft")
        judged = {c.critic for c in candidate.critiques if not c.failed}
        if missing := sorted(set(refuters) - judged):
            return _keep("candidate_unscored", f"{', '.join(missing)} could not judge the candidate")
        before, after = (_n_errors(attempt, refuters) for attempt in (standing, candidate))
        if candidate.passed:
            return _accept("repaired", f"{candidate.score:g} passes, {standing.score} did not")
        if after < before:
            return _accept("fewer_errors", f"{after} located errors, {before} before")
        return _keep("not_better", f"{after} located errors, {before} before")


def _n_errors(attempt: Attempt, critics: list[str]) -> int:
    """Located findings that are not minor, of these critics."""
    return sum(
        finding.severity != "minor" and finding.location is not None
        for critique in attempt.critiques
        if critique.critic in critics
        for finding in critique.findings
    )


def _accept(reason: str, detail: str) -> Decision:
    return Decision(action="accept", reason=reason, detail=detail)


def _keep(reason: str, detail: str) -> Decision:
    return Decision(action="keep", reason=reason, detail=detail)
