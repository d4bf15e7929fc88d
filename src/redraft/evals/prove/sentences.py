"""The advice in plain words, as strong as the paired intervals allow and no stronger."""

from redraft.evals.prove.advice import Advice, Beside
from redraft.evals.prove.arms import Way
from redraft.evals.prove.result import ProveResult
from redraft.evals.prove.run import OWN_CHECK
from redraft.report.text import counted, points_between
from redraft.trust.intervals import Estimate


def advice_sentence(advice: Advice | None) -> str:
    """Correct, and how; do not correct; or not told apart, and how many tasks more it would take."""
    if advice is None:
        return "Not told apart: too few tasks could be scored; see the failures, and run the same command again."
    if advice.nothing_to_repair:
        return (
            "Not told apart: every draft was right, so there was nothing to repair; harder tasks are needed, "
            "such as --grade 5."
        )
    how = f"{_rounds(advice)} {_way(advice.way)}, with {_critic(advice.critic)}"
    gain, calls = _points(advice.gain.change), f"{advice.calls:.1f} calls an answer"
    if advice.says == "correct":
        return f"Correct: {how}; expected {gain} points at {calls}."
    if advice.says == "do_not_correct":
        return f"Do not correct: the best that was found, {how}, changed {gain} points at {calls}."
    assert advice.n_more is not None
    return (
        f"Not told apart: {how}, changed {gain} points at {calls}; "
        f"about {counted(advice.n_more, 'task')} more would be needed."
    )


def sentences(result: ProveResult) -> list[str]:
    """The advice, what the same calls buy otherwise, and how well the rounds were predicted."""
    if untold := _untold(result):
        return [untold]
    said = [advice_sentence(result.advice)]
    if result.advice is not None and not result.advice.nothing_to_repair:
        said += [_beside(beside, result.advice) for beside in result.advice.beside]
        said += _predicted(result, result.advice)
    return said


def _untold(result: ProveResult) -> str:
    """Why no number of tasks more would tell anything; empty where it would."""
    n_drafts = result.n_tasks - result.n_unscored
    if n_drafts and result.n_empty == n_drafts:
        return (
            f"Nothing can be told: every answer was empty ({counted(n_drafts, 'draft')}); see what the model sends "
            "back when it is asked by hand, and whether it spends its tokens on thinking."
        )
    if n_drafts and all(_is(one.rates.unscored, 1.0) for one in result.critics):
        return (
            f"Nothing can be told: none of {counted(n_drafts, 'draft')} could be judged; see the checks in a record of "
            "`redraft correct`, or name a critic that works with --critic."
        )
    advice = result.advice
    none_right = all(_is(one.rates.accuracy, 0.0) for one in result.critics)
    if none_right and advice is not None and advice.says == "not_told_apart":
        return (
            f"Not told apart: no draft of {n_drafts:,} was right; easier tasks are needed, such as --grade 1, or see "
            "whether the model answers in the form that it is asked for."
        )
    return ""


def _is(estimate: Estimate | None, value: float) -> bool:
    return estimate is not None and estimate.value == value


def _beside(beside: Beside, advice: Advice) -> str:
    change = beside.ahead.change
    what = f"{_other(beside)} ({beside.calls:.1f} calls)"
    points = _points(change)
    if change.low > 0:
        return f"Correcting is ahead of {what} by {points} points."
    if change.high < 0:
        better = "spend the calls on that instead" if advice.says == "correct" else "that is the better use of calls"
        return f"Correcting is behind {what}: {points} points; {better}."
    return f"Correcting is not told apart from {what}: {points} points."


def _predicted(result: ProveResult, advice: Advice) -> list[str]:
    critic = next(one for one in result.critics if one.critic == advice.critic)
    said = []
    for test in critic.tests:
        if test.gated != (advice.way == "gated"):
            continue
        error = test.error[-1]
        name = "if all tasks were alike" if test.law == "alike" else "if tasks differ"
        n_rounds = len(test.error) - 1
        measured = f"{100 * test.measured[-1].value:.1f} %"
        predicted = f"{100 * test.predicted[-1].value:.1f} %"
        verdict = "too high" if error.low > 0 else "too low" if error.high < 0 else "not told apart from it"
        said.append(
            f"After {counted(n_rounds, 'round')} {measured} were right on the half kept apart; {name}, the first half "
            f"predicts {predicted}: {verdict} ({_points(error)})."
        )
    return said


def _rounds(advice: Advice) -> str:
    return f"up to {counted(advice.rounds, 'round')}"


def _way(way: Way) -> str:
    return "gated" if way == "gated" else "without a gate"


def _critic(name: str) -> str:
    return "its own check" if name == OWN_CHECK else f"critic {name}"


def _other(beside: Beside) -> str:
    n = beside.rounds + 1
    if beside.way == "self_consistency":
        return f"the majority of {n}"
    return f"the best of {n} by the same check"


def _points(estimate: Estimate) -> str:
    return points_between(estimate.value, estimate.low, estimate.high)
