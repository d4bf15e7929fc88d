"""Data that no certificate can come from, told apart from data that merely does not lead to one."""

from collections.abc import Sequence

from redraft.errors import Misuse
from redraft.evals.calibrating.profile import ProfileFigures
from redraft.evals.calibrating.rows import CalibrationRow
from redraft.report.text import counted
from redraft.trust.certificate.document import CertificateFile
from redraft.trust.certificate.planning import cases_needed


def check_enough(n: int, *, epsilon: float, delta: float, in_halves: bool) -> None:
    """Refuse to begin with fewer cases than could certify anything, before a model is asked or a label given.

    Raises:
        Misuse: when even without a single flip nothing could be certified.
    """
    needed = cases_needed(epsilon, delta) * (2 if in_halves else 1)
    if n < needed:
        halves = ", half of them to choose a threshold by," if in_halves else ""
        raise Misuse(
            f"{counted(n, 'case is', 'cases are')} too few: a broken rate of at most {epsilon:g} at delta {delta:g} "
            f"takes {needed}{halves} even if no answer is broken; give more cases, or a larger --epsilon"
        )


def check_classes(rows: Sequence[CalibrationRow]) -> None:
    """Refuse cases whose drafts are all right, or all wrong.

    Raises:
        Misuse: when there is one class only; what was played is kept.
    """
    known = [row.draft_right for row in rows if row.draft_right is not None]
    if not known:
        raise Misuse(f"none of {len(rows)} drafts could be scored; look at the references and at their scorer")
    if len(set(known)) == 1:
        which, why = ("right", "nothing can be repaired") if known[0] else ("wrong", "nothing can be broken")
        raise Misuse(
            f"all {len(known)} drafts are {which}, so {why} and nothing is learnt; give cases like those that "
            "will be asked, where some drafts are right and some are wrong"
        )


def check_scores(rows: Sequence[CalibrationRow]) -> None:
    """Refuse a profile that returns redrafts without scores: no threshold could let one in.

    Raises:
        Misuse: when redrafts would be returned and none of them has a score.
    """
    returned = [row.scores[row.final] for row in rows if row.final]
    if returned and all(score is None for score in returned):
        raise Misuse(
            f"{len(returned)} redrafts would be returned and none has a score, so no threshold can let one in; give "
            "the profile a critic that scores answers"
        )


def check_ranking(figures: ProfileFigures) -> tuple[str, ...]:
    """Notes on scores that do not rank; scores that rank the wrong way round are refused.

    Raises:
        Misuse: when right redrafts have lower scores than wrong ones, and chance is no excuse.
    """
    ranking = figures.ranking
    if ranking is None:
        return ()
    if ranking.high < 0.5:
        raise Misuse(
            f"scores rank the wrong way round: a right redraft scores higher than a wrong one in {ranking.value:.0%} "
            "of pairs only; a higher score must mean a better answer, so turn the critic's score over"
        )
    if ranking.low <= 0.5:
        note = (
            "The scores do not tell right redrafts from wrong ones (a right one scores higher in "
            f"{ranking.value:.0%} of pairs, and half would be chance): a threshold can do little more than switch "
            "correcting on or off."
        )
        return (note,)
    return ()


def check_failures(rows: Sequence[CalibrationRow]) -> tuple[str, ...]:
    """A note when critics failed to judge: where they do not fail, more redrafts are returned than were counted."""
    n_failed = sum(bool(row.final) and any(row.failed) for row in rows)
    if not n_failed:
        return ()
    note = (
        f"In {n_failed:,} of {len(rows):,} cases a critic failed to judge (too slow, an error, no call left), so the "
        "draft counts as kept where a redraft stood. Where it does not fail, more is returned than was counted: unless "
        "that is how the profile will run, give the same command again, which asks these cases again, with fewer side "
        "by side (--concurrency)."
    )
    return (note,)


def check_own_data(earlier: CertificateFile | None, sha256: str) -> tuple[str, ...]:
    """A note when the profile's certificate rests on these very cases."""
    if earlier is None or earlier.data_sha256 != sha256:
        return ()
    note = (
        "The profile has a certificate from these very cases. If anything in it was chosen by looking at them, a new "
        "certificate from them promises nothing: calibrate on cases that had no say."
    )
    return (note,)
