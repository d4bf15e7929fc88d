"""Gates without a certificate: when a candidate replaces the standing draft. None of them promises to do no harm."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from redraft.core import Attempt, Context, Decision
from redraft.errors import Misuse


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckAfterFix:
    """The default: a candidate replaces a standing draft that failed, if it passes or is clearly better; ties keep.

    One case has no score on the candidate's side: critics from outside refuted the standing draft, and each of them
    found that all it could check in the candidate holds. What is known to be wrong then gives way to what may be right.
    Where verified critics refuted it, it is they who have to find that; else those that ask another model.

    Attributes:
        threshold: score in [0, 1] from which an attempt passes.
        margin: by how much a candidate that does not pass must be better, in (0, 1]; None never lets it in.
    """

    threshold: float = 0.5
    margin: float | None = 0.1
    name: str = "check_after_fix"

    def __post_init__(self) -> None:
        """Refuse values that are no score."""
        _check_threshold(self.threshold)
        if self.margin is not None and not 0 < self.margin <= 1:
            raise Misuse(f"`margin` must lie in (0, 1], got {self.margin!r}; use None to admit only what passes")

    def admit(self, standing: Attempt, candidate: Attempt, context: Context) -> Decision:
        """See `redraft.core.Gate`."""
        if candidate.score is None:
            refuted_by = self._refuters(standing)
            if refuted_by and refuted_by <= {one.critic for one in candidate.critiques if one.unrefuted}:
                return _accept("unrefuted", f"{', '.join(sorted(refuted_by))} refuted the standing draft alone")
            return _keep("candidate_unscored", "the candidate could not be judged")
        if standing.score is None:
            return _keep("standing_unscored", "the standing draft could not be judged, so nothing can be called better")
        if standing.passed:
            return _keep("standing_passes", f"the standing draft passes with {standing.score:g}")
        if candidate.passed:
            return _accept("repaired", f"{candidate.score:g} passes, {standing.score:g} did not")
        # Rounded, so that .3 against .2 counts as better by .1.
        if self.margin is not None and round(candidate.score - standing.score, 9) >= self.margin:
            return _accept(
                "better", f"{candidate.score:g} is better than {standing.score:g} by {self.margin:g} or more"
            )
        return _keep("not_better", f"{candidate.score:g} neither passes nor is clearly better than {standing.score:g}")

    def _refuters(self, attempt: Attempt) -> set[str]:
        """Names of the most trusted critics from outside that failed an attempt."""
        failed = [one for one in attempt.critiques if one.score is not None and one.score < self.threshold]
        verified = {one.critic for one in failed if one.kind == "verified"}
        return verified or {one.critic for one in failed if one.kind == "external"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """The newest attempt always stands; what the published recipes without a gate do.

    Attributes:
        threshold: score in [0, 1] from which an attempt passes.

    Source: madaan2023selfrefine
    """

    threshold: float = 0.5
    name: str = "latest"

    def __post_init__(self) -> None:
        """Refuse values that are no score."""
        _check_threshold(self.threshold)

    def admit(self, standing: Attempt, candidate: Attempt, context: Context) -> Decision:
        """See `redraft.core.Gate`."""
        return _accept("latest", "the newest attempt always stands")


@dataclass(frozen=True, slots=True, kw_only=True)
class Best:
    """The highest score stands; ties and unscored candidates keep the earlier attempt.

    Attributes:
        threshold: score in [0, 1] from which an attempt passes.
    """

    threshold: float = 0.5
    name: str = "best"

    def __post_init__(self) -> None:
        """Refuse values that are no score."""
        _check_threshold(self.threshold)

    def admit(self, standing: Attempt, candidate: Attempt, context: Context) -> Decision:
        """See `redraft.core.Gate`."""
        if candidate.score is None:
            return _keep("candidate_unscored", "the candidate could not be judged")
        if standing.score is None or candidate.score > standing.score:
            return _accept("better", f"{candidate.score:g} against {standing.score}")
        return _keep("not_better", f"{candidate.score:g} against {standing.score:g}")


_MARKED = re.compile(
    r"(?:\\boxed\{(?P<boxed>[^{}]*)\}|####\s*(?P<hash>.+)|answer\s*(?:is|:)\s*(?P<said>.+))", re.IGNORECASE
)


def final_answer(text: str) -> str:
    r"""The part of an answer that can be compared: what stands after the last mark, else all of it, in one plain form.

    Marks are ``\boxed{...}``, ``#### ...`` and ``answer: ...``. Case, white space, emphasis and a closing full stop do
    not count.
    """
    marks = list(_MARKED.finditer(text))
    chosen = next(group for group in marks[-1].groups() if group is not None) if marks else text
    return " ".join(chosen.split()).strip("*_`. ").casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class Majority:
    """The answer that most attempts agree on stands; ties keep the earlier one.

    Attributes:
        answer_of: the comparable part of a text.
        threshold: share of equal answers in [0, 1] is not compared with it; kept for attempts that critics judged.

    Source: wang2023selfconsistency
    """

    answer_of: Callable[[str], str] = final_answer
    threshold: float = 0.5
    name: str = "majority"

    def __post_init__(self) -> None:
        """Refuse values that are no score."""
        _check_threshold(self.threshold)

    def admit(self, standing: Attempt, candidate: Attempt, context: Context) -> Decision:
        """See `redraft.core.Gate`."""
        answers = [self.answer_of(attempt.draft.text) for attempt in context.attempts]
        votes = answers.count(self.answer_of(candidate.draft.text))
        votes_standing = answers.count(self.answer_of(standing.draft.text))
        if votes > votes_standing:
            return _accept("majority", f"{votes} votes against {votes_standing}")
        return _keep("no_majority", f"{votes} votes against {votes_standing}")


def _check_threshold(threshold: float) -> None:
    if not 0 <= threshold <= 1:
        raise Misuse(f"`threshold` must lie in [0, 1], got {threshold!r}")


def _accept(reason: str, detail: str) -> Decision:
    return Decision(action="accept", reason=reason, detail=detail)


def _keep(reason: str, detail: str) -> Decision:
    return Decision(action="keep", reason=reason, detail=detail)
