"""What verdicts on chains are worth: how many wrong ones are found, how many right ones disturbed, and where."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from redraft.evals.steps.examined import Examined
from redraft.trust.intervals import Estimate, clustered_proportion


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Figures of one group in one half; rates are None where no output counts for them.

    An output that the critic could not judge is not flagged: it counts against recall and first-error accuracy, and is
    no false alarm.

    Attributes:
        group: the task or the model; ``all`` for every output.
        half: ``development``, ``test`` or ``both``.
        n: outputs.
        n_wrong: outputs that are not acceptable.
        n_found: flagged outputs among those.
        n_false_alarms: flagged outputs among the acceptable ones.
        n_overlooked: of the false alarms, those whose answer is wrong by the data's own key: something in them is wrong
            that nobody marked. None where the data has no key.
        n_exact: wrong outputs whose first finding lies in the step that was marked.
        precision: share of wrong outputs among the flagged.
        recall: share of flagged outputs among the wrong.
        false_alarms: share of flagged outputs among the acceptable.
        first_error: share of outputs with the marked step found among those where a step was marked.
        first_error_found: the same among those of them that were flagged.
        unscored: share of outputs that the critic could not judge.
        unscored_acceptable: share of acceptable outputs among those: with half of all, a pass would say nothing.
        cpu_ms: processor milliseconds for each output, mean.
    """

    group: str
    half: str
    n: int
    n_wrong: int
    n_found: int
    n_false_alarms: int
    n_overlooked: int | None
    n_exact: int
    precision: Estimate | None
    recall: Estimate | None
    false_alarms: Estimate | None
    first_error: Estimate | None
    first_error_found: Estimate | None
    unscored: Estimate | None
    unscored_acceptable: Estimate | None
    cpu_ms: float | None


def figures(outputs: Sequence[Examined], *, group: str, half: str) -> Figures:
    """The figures of some outputs."""
    wrong = [one for one in outputs if not one.acceptable]
    right = [one for one in outputs if one.acceptable]
    flagged = [one for one in outputs if one.flagged]
    marked = [one for one in outputs if one.located is not None]
    unscored = [one for one in outputs if not one.scored]
    return Figures(
        group=group,
        half=half,
        n=len(outputs),
        n_wrong=len(wrong),
        n_found=sum(one.flagged for one in wrong),
        n_false_alarms=sum(one.flagged for one in right),
        n_overlooked=_overlooked(right),
        n_exact=sum(one.located is True for one in marked),
        precision=_share(flagged, lambda one: not one.acceptable),
        recall=_share(wrong, lambda one: one.flagged),
        false_alarms=_share(right, lambda one: one.flagged),
        first_error=_share(marked, lambda one: one.located is True),
        first_error_found=_share([one for one in marked if one.flagged], lambda one: one.located is True),
        unscored=_share(outputs, lambda one: not one.scored),
        unscored_acceptable=_share(unscored, lambda one: one.acceptable),
        cpu_ms=1000 * sum(one.cpu_s for one in outputs) / len(outputs) if outputs else None,
    )


def _overlooked(right: Sequence[Examined]) -> int | None:
    if any(one.answer is None for one in right):
        return None
    return sum(one.flagged and one.answer == "wrong" for one in right)


def _share(outputs: Sequence[Examined], hit: Callable[[Examined], bool]) -> Estimate | None:
    return clustered_proportion([hit(one) for one in outputs], [one.problem for one in outputs])
