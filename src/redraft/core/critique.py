"""Judgements of drafts."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from redraft.core.draft import Location
from redraft.core.passage import Provenance
from redraft.core.usage import NOTHING, Usage

CriticKind = Literal["verified", "external", "intrinsic"]
"""*verified* decides by running, proving or looking up; *external* is another model or a person; *intrinsic* is the
same model that wrote the draft."""

PERSON = "person"
"""Name of the critic whose critiques are people's: their word outranks every other."""

_KINDS = get_args(CriticKind)
_SEVERITIES = ("minor", "major", "critical")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One located problem in a draft.

    Attributes:
        message: what is wrong, in words that a model can act on.
        kind: the sort of problem, in the critic's own vocabulary (``schema``, ``length``, ``unsupported_claim``).
        severity: ``minor`` leaves the answer usable, ``major`` does not, ``critical`` does harm.
        location: where; None when it concerns the whole draft.
        suggestion: what to do about it; None when the critic has no advice.
        evidence: quotes, outputs or sources that show it.
        sources: where external knowledge that it rests on stands, in the order of `evidence`.
    """

    message: str
    kind: str = "problem"
    severity: Literal["minor", "major", "critical"] = "major"
    location: Location | None = None
    suggestion: str | None = None
    evidence: tuple[str, ...] = ()
    sources: tuple[Provenance, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a severity that records could not be read back with."""
        if self.severity not in _SEVERITIES:
            raise ValueError(f"a severity is one of {', '.join(_SEVERITIES)}, got {self.severity!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Critique:
    """A critic's judgement of one draft: a score, or unscored with a reason. A failed critic is not a bad score.

    Attributes:
        critic: name of the critic.
        version: version of the critic, its prompts included, as far as it changes verdicts.
        kind: what the judgement rests on.
        score: probability in [0, 1] that the draft is acceptable, calibrated where a card exists; None if unscored.
        reason: why there is no score; None if there is one.
        text: the judgement in words, as the next redraft will read it.
        findings: the problems found, in order of appearance.
        usage: what judging cost.
        unrefuted: an unscored critique of a critic that can refute more than it can confirm: everything that it could
            check holds, which does not make the draft right. False for a critic that failed or found nothing to check.
        disputed: an unscored verdict of a panel whose critics disagree more than it may decide on.
        failed: an unscored critique whose reason lies outside the judgement: the critic took too long, raised an error,
            or the budget left no call for it. False where the critic itself says that it cannot tell.
        details: how it was decided, in plain words under short names, such as ``sandbox: wasm``; kept in the record,
            never shown to a model.

    Raises:
        ValueError: unless exactly one of `score` and `reason` is given, the score lies in [0, 1], the kind is known,
            and what is `unrefuted`, `disputed` or `failed` has no score.
    """

    critic: str
    kind: CriticKind
    version: str = "1"
    score: float | None = None
    reason: str | None = None
    text: str = ""
    findings: tuple[Finding, ...] = ()
    usage: Usage = NOTHING
    unrefuted: bool = False
    disputed: bool = False
    failed: bool = False
    details: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a judgement that is both, neither, or out of range."""
        if (self.score is None) == (self.reason is None):
            raise ValueError(
                f"a critique has a score or the reason why not, got score={self.score!r} and reason={self.reason!r}; "
                "give exactly one"
            )
        if self.kind not in _KINDS:
            raise ValueError(f"a critic's kind is one of {', '.join(_KINDS)}, got {self.kind!r}")
        if self.score is None:
            return
        for name in ("unrefuted", "disputed", "failed"):
            if getattr(self, name):
                raise ValueError(f"only an unscored critique can be `{name}`, got score={self.score!r}; leave it out")
        # A bool or a numpy number would be written as something that cannot be read back as a score.
        object.__setattr__(self, "score", float(self.score))
        if not (math.isfinite(self.score) and 0 <= self.score <= 1):
            raise ValueError(f"a score must lie in [0, 1], got {self.score!r}; a failed critic gives a reason instead")
