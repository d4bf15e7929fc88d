"""Traces of `count`: wrong attempts with their working and verdict, a right one, and then the right one again."""

import itertools
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from redraft.evals.environments import count
from redraft.evals.environments.count import CountProblem
from redraft.evals.environments.splits import Split
from redraft.models.local.language import ANSWER, BOS, FAIL, FAMILIES, PASS, UNKNOWN, WORD_IDS
from redraft.training.rows import N_ALTERNATIVES, Part, Rows, RowWriter, SoftWords, empty_rows, exact_words

N_ATTEMPTS: Final = FAMILIES["count"].n_attempts
N_WRONG_CHOICES: Final = (0, 0, 0, 1, 1, 2, 2, 3, 4)
#: In this share of the traces the right answer is repeated to the end: without it accuracy falls after the second
#: round.
STAY_RATE: Final = 0.5
#: In this share the critic shows no working (``? ? no``), so that a critic from outside that only says ok or no is in
#: distribution.
BARE_VERDICT_RATE: Final = 0.15
#: In this share of the wrong attempts one number is not from the prompt, so that the check learns to look at the
#: numbers too.
FOREIGN_NUMBER_RATE: Final = 0.08
#: Share of the problems whose numbers go up to 20 instead of 12. They are never tested; with 3,000 problems alone the
#: network learnt them by heart (its draft was right on 99 % of the training problems and on 70 % of new ones).
LARGER_RATE, LARGER_NUMBER = 0.35, 20
#: Share of the rows that hold drills, four problems with their right answers and nothing else: a trace spends most of
#: its tokens on attempts and repeats, so that drafting is learnt slowly from traces alone. Drills use larger numbers
#: more.
DRILL_RATE, N_DRILLS, LARGER_DRILL_RATE = 0.35, 4, 0.6
_PARTS: Final = (Part.COUNT_ANSWER, Part.COUNT_CRITIQUE)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMistakes:
    """What a model wrote, wrongly, on one training problem before its first right answer."""

    problem: CountProblem
    wrong: tuple[tuple[str, ...], ...]


@cache
def soft_solutions(key_numbers: tuple[int, ...], target: int) -> tuple[SoftWords, ...]:
    """Each solution of a problem with the next words that other solutions with the same beginning have."""
    solutions = count.solutions(CountProblem(numbers=key_numbers, target=target))
    soft = []
    for chosen in solutions:
        exact = exact_words(chosen)
        for place in range(len(chosen)):
            following = [other[place] for other in solutions if other[:place] == chosen[:place]]
            words = sorted(set(following))
            assert len(words) <= N_ALTERNATIVES, f"{words!r} do not fit into {N_ALTERNATIVES} alternatives"
            for index, word in enumerate(words):
                exact.next_ids[place, index] = WORD_IDS[word]
                exact.next_rates[place, index] = following.count(word) / len(following)
        soft.append(exact)
    return tuple(soft)


@cache
def _wrong_expressions(key_numbers: tuple[int, ...], target: int) -> tuple[tuple[str, ...], ...]:
    return tuple(answer for answer in count.expressions(key_numbers) if count.working(answer)[-1] != str(target))


def random_wrong(rng: np.random.Generator, problem: CountProblem) -> tuple[str, ...]:
    """A random wrong answer: a random expression over the numbers, now and then with a number that was not given."""
    choices = _wrong_expressions(tuple(sorted(problem.numbers)), problem.target)
    answer = list(choices[rng.integers(len(choices))])
    if rng.random() < FOREIGN_NUMBER_RATE:
        answer[2 * rng.integers(3)] = str(rng.integers(1, count.LARGEST_NUMBER + 1))
        if count.verify(problem, tuple(answer)).passed:
            return random_wrong(rng, problem)
    return tuple(answer)


def _wrong_attempts(rng: np.random.Generator, problem: CountProblem) -> tuple[tuple[str, ...], ...]:
    n_wrong = N_WRONG_CHOICES[rng.integers(len(N_WRONG_CHOICES))]
    return tuple(random_wrong(rng, problem) for _ in range(n_wrong))


@cache
def _critique(words: tuple[str, ...]) -> SoftWords:
    return exact_words(words)


def _right_answer(rng: np.random.Generator, problem: CountProblem) -> tuple[tuple[str, ...], SoftWords]:
    """A random solution, and the same with the alternatives at each place."""
    numbers = tuple(sorted(problem.numbers))
    options = soft_solutions(numbers, problem.target)
    chosen = int(rng.integers(len(options)))
    return count.solutions(CountProblem(numbers=numbers, target=problem.target))[chosen], options[chosen]


def _write_drills(rng: np.random.Generator, rows: Rows, index: int) -> None:
    writer = RowWriter(rows, index)
    for number, problem in enumerate(draw_problems(rng, N_DRILLS, LARGER_DRILL_RATE)):
        writer.plain((BOS,) if number else ())
        writer.plain((*problem.text.split(), ANSWER))
        writer.learnt(_right_answer(rng, problem)[1], Part.COUNT_DRILL, 1.0)


def _write_trace(
    rng: np.random.Generator, rows: Rows, index: int, problem: CountProblem, wrong: tuple[tuple[str, ...], ...]
) -> None:
    writer = RowWriter(rows, index)
    writer.plain(problem.text.split())
    bare = rng.random() < BARE_VERDICT_RATE
    check_weight = 0.0 if bare else 1.0

    def critique_of(answer: tuple[str, ...]) -> SoftWords:
        verdict = count.verify(problem, answer)
        return _critique((UNKNOWN, UNKNOWN, PASS if verdict.passed else FAIL) if bare else verdict.words)

    for answer in wrong:
        writer.attempt(exact_words(answer), critique_of(answer), _PARTS, (0.0, check_weight))
    right_words, soft_words = _right_answer(rng, problem)
    n_left = N_ATTEMPTS - len(wrong)
    n_repeats = n_left - 1 if rng.random() < STAY_RATE else min(1, n_left - 1)
    critique = critique_of(right_words)
    writer.attempt(soft_words, critique, _PARTS, (1.0, check_weight))
    for _ in range(n_repeats):
        writer.attempt(exact_words(right_words), critique, _PARTS, (1.0, check_weight))


@cache
def training_problems(largest: int) -> tuple[tuple[CountProblem, ...], NDArray[np.float64]]:
    """Every training problem with numbers up to ``largest`` (sorted), and how often random drawing gives it."""
    found: dict[CountProblem, float] = {}
    for ordered in itertools.product(range(1, largest + 1), repeat=count.N_NUMBERS):
        numbers = tuple(sorted(ordered))
        every = count.expressions(numbers)
        for last in _last_values(numbers):
            problem = CountProblem(numbers=numbers, target=last)
            found[problem] = found.get(problem, 0.0) + 1 / len(every)
    kept = tuple(p for p in sorted(found, key=lambda p: p.key) if count.split_of(p) is Split.TRAIN)
    rates = np.array([found[problem] for problem in kept])
    return kept, rates / rates.sum()


@cache
def _last_values(numbers: tuple[int, ...]) -> tuple[int, ...]:
    """The value of every expression over ``numbers`` that has one, repeated as often as it occurs."""
    lasts = (count.working(answer)[-1] for answer in count.expressions(numbers))
    return tuple(int(last) for last in lasts if last.isdecimal())


def draw_problems(rng: np.random.Generator, n: int, larger_rate: float = LARGER_RATE) -> list[CountProblem]:
    """``n`` training problems, most as the environment draws them, some with larger numbers; in random order."""
    drawn = []
    for largest in np.where(rng.random(n) < larger_rate, LARGER_NUMBER, count.LARGEST_NUMBER):
        kept, cumulative = _cumulative(int(largest))
        problem = kept[int(np.searchsorted(cumulative, rng.random()))]
        shown = tuple(int(number) for number in rng.permutation(problem.numbers))
        drawn.append(CountProblem(numbers=shown, target=problem.target))
    return drawn


@cache
def _cumulative(largest: int) -> tuple[tuple[CountProblem, ...], NDArray[np.float64]]:
    kept, rates = training_problems(largest)
    cumulative = np.cumsum(rates)
    cumulative[-1] = 1.0
    return kept, cumulative


def count_rows(rng: np.random.Generator, n: int, *, mistakes: tuple[OwnMistakes, ...], mistakes_rate: float) -> Rows:
    """``n`` rows of `count`; with ``mistakes``, a share ``mistakes_rate`` begins with the model's own wrong answers."""
    rows = empty_rows(n)
    for index, problem in enumerate(draw_problems(rng, n)):
        if rng.random() < DRILL_RATE:
            _write_drills(rng, rows, index)
        elif mistakes and rng.random() < mistakes_rate:
            own = mistakes[rng.integers(len(mistakes))]
            kept = own.wrong[: min(int(rng.integers(1, len(own.wrong) + 1)), N_ATTEMPTS - 1)]
            shown = CountProblem(
                numbers=tuple(int(v) for v in rng.permutation(own.problem.numbers)), target=own.problem.target
            )
            _write_trace(rng, rows, index, shown, kept)
        else:
            _write_trace(rng, rows, index, problem, _wrong_attempts(rng, problem))
    return rows
