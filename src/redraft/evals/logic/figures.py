"""What became of the programs of one set and model, counted."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median

from redraft.critics.logic import Outcome, vote
from redraft.critics.logic.drafts import plain
from redraft.evals.logic.cases import Case
from redraft.trust.intervals import Estimate, clustered_mean, clustered_proportion

# A program with one of these was read; what is wrong with it is what it says.
_READ = frozenset({"contradiction", "instance_possible", "instance_impossible", "instance_given"})
_OVER_TIME = frozenset({"out_of_time", "worker_ended"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One program and what became of it.

    Attributes:
        case: the program.
        outcome: with repairs.
        strict: without.
    """

    case: Case
    outcome: Outcome
    strict: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Counts for one set, model and half.

    Attributes:
        set: the set.
        model: the model.
        half: ``test``, ``development`` or ``both``.
        n: programs.
        parsed: share that could be read.
        decided: share that single out an answer.
        right: share of the decided ones whose answer is the right one.
        right_of_parsed: share of the readable ones whose answer is the right one.
        guessed: accuracy when whatever is not decided is answered by a guess among the options.
        parsed_strict: share that could be read without repairs.
        right_strict: right of all, without repairs.
        right_of_all: right of all, with repairs.
        median_ms: processor time of one program, milliseconds.
        p95_ms: 95 of 100 programs take at most this.
        over_time: share over the time limit.
        failures: why programs were not decided, most frequent first.
    """

    set: str
    model: str
    half: str
    n: int
    parsed: Estimate | None
    decided: Estimate | None
    right: Estimate | None
    right_of_parsed: Estimate | None
    guessed: Estimate | None
    parsed_strict: Estimate | None
    right_strict: Estimate | None
    right_of_all: Estimate | None
    median_ms: float
    p95_ms: float
    over_time: float
    failures: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voted:
    """What the programs of several models for one problem say together.

    Attributes:
        set: the set.
        half: of the problems.
        models: who voted, the first being the one it is compared with.
        n: problems with a program of each model.
        answered: share that the vote answers.
        right: share of those that it answers right.
        answered_first: share that the first model's programs answer alone.
        right_first: share of those that they answer right.
    """

    set: str
    half: str
    models: tuple[str, ...]
    n: int
    answered: Estimate | None
    right: Estimate | None
    answered_first: Estimate | None
    right_first: Estimate | None


def is_parsed(outcome: Outcome) -> bool:
    """Whether a program could be read."""
    return all(issue.severity == "minor" or issue.key in _READ for issue in outcome.issues)


def is_right(case: Case, outcome: Outcome) -> bool:
    """Whether it singles out the right answer."""
    return outcome.answer is not None and plain(outcome.answer, case.options) == case.answer


def why_not(outcome: Outcome) -> str:
    """Why a program was not decided, by the key of what was wrong."""
    major = next((issue.key for issue in outcome.issues if issue.severity == "major"), None)
    return major or outcome.reason or outcome.status


def figures(judged: Sequence[Judged], half: str) -> Figures:
    """The figures of programs of one set and model; at least one."""

    def share(kept: Sequence[Judged], is_hit: Callable[[Judged], bool]) -> Estimate | None:
        return clustered_proportion([is_hit(one) for one in kept], [one.case.problem for one in kept])

    first = judged[0].case
    parsed = [one for one in judged if is_parsed(one.outcome)]
    decided = [one for one in judged if one.outcome.answer is not None]
    guesses = [
        float(is_right(one.case, one.outcome)) if one.outcome.answer is not None else 1 / one.case.n_options
        for one in judged
    ]
    times = sorted(one.outcome.cpu_ms for one in judged)
    failures = Counter(why_not(one.outcome) for one in judged if one.outcome.answer is None)
    return Figures(
        set=first.set,
        model=first.model,
        half=half,
        n=len(judged),
        parsed=share(judged, lambda one: is_parsed(one.outcome)),
        decided=share(judged, lambda one: one.outcome.answer is not None),
        right=share(decided, lambda one: is_right(one.case, one.outcome)),
        right_of_parsed=share(parsed, lambda one: is_right(one.case, one.outcome)),
        guessed=clustered_mean(guesses, [one.case.problem for one in judged]),
        parsed_strict=share(judged, lambda one: is_parsed(one.strict)),
        right_strict=share(judged, lambda one: is_right(one.case, one.strict)),
        right_of_all=share(judged, lambda one: is_right(one.case, one.outcome)),
        median_ms=median(times),
        p95_ms=quantile(times, 0.95),
        over_time=sum(one.outcome.reason in _OVER_TIME for one in judged) / len(judged),
        failures=dict(failures.most_common()),
    )


def quantile(ordered: Sequence[float], rate: float) -> float:
    """The smallest of the ordered values that at least `rate` of them do not exceed; there is at least one."""
    return ordered[max(0, ceil(rate * len(ordered)) - 1)]


def voted(judged: Sequence[Judged], half: str) -> Voted | None:
    """The vote of several models' programs on each problem of one set; None when there are not several."""
    models = tuple(dict.fromkeys(one.case.model for one in judged))
    by_problem: dict[str, dict[str, Judged]] = {}
    for one in judged:
        by_problem.setdefault(one.case.problem, {})[one.case.model] = one
    complete = {problem: found for problem, found in by_problem.items() if len(found) == len(models)}
    if len(models) < 2 or not complete:
        return None
    together, alone = [], []
    for found in complete.values():
        case = found[models[0]].case
        answer = vote([found[model].outcome for model in models], case.options).answer
        together.append(None if answer is None else answer == case.answer)
        first = found[models[0]].outcome
        alone.append(None if first.answer is None else is_right(case, first))

    def shares(answers: Sequence[bool | None]) -> tuple[Estimate | None, Estimate | None]:
        given = [answer for answer in answers if answer is not None]
        answered = clustered_proportion([answer is not None for answer in answers], range(len(answers)))
        return answered, clustered_proportion(given, range(len(given)))

    answered, right = shares(together)
    answered_first, right_first = shares(alone)
    return Voted(
        set=judged[0].case.set,
        half=half,
        models=models,
        n=len(complete),
        answered=answered,
        right=right,
        answered_first=answered_first,
        right_first=right_first,
    )
