"""Small logic puzzles with one solution each, found by trying all: who stands where, and who tells the truth."""

import itertools
import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

from redraft.evals.tasks.answers import ListIs
from redraft.evals.tasks.form import Words
from redraft.evals.tasks.task import Task, check_grade

FAMILY = "puzzles"

_NAMES = ("Ada", "Bo", "Cem", "Dora", "Eli", "Finn", "Gita", "Hugo", "Ivy", "Jan", "Kim", "Leo", "Mia", "Nils")


class _Clue(NamedTuple):
    """A sentence, and whether it is true of a solution: an order of names, or the set of knights as booleans."""

    words: str
    holds: Callable[[Sequence[int]], bool]


def generate(grade: int, rng: random.Random, words: Words) -> Task:
    """A task of this family; `Task.steps` counts clues times names.

    Raises:
        Misuse: when there is no such grade.
    """
    check_grade(grade)
    return _ordering(grade, rng, words) if rng.random() < 0.5 else _knights(grade, rng, words)


def _ordering(grade: int, rng: random.Random, words: Words) -> Task:
    n = grade + 2
    names = rng.sample(_NAMES, n)
    orders = list(itertools.permutations(range(n)))  # place -> name
    hidden = rng.choice(orders)
    clues: list[_Clue] = []
    left: list[tuple[int, ...]] = orders
    while len(left) > 1:
        clue = _place_clue(names, hidden, rng, words)
        remaining = [order for order in left if clue.holds(order)]
        if len(remaining) < len(left):
            clues.append(clue)
            left = remaining
    clues = _needed(clues, orders)
    solution = [names[i] for i in hidden]
    start = words("queue_start", names=words.listed(sorted(names)))
    lines = [start, *(f"- {clue.words}" for clue in clues), words("queue_question")]
    return Task(
        text=words.asked("\n".join(lines), "form_order"),
        verifier=ListIs(items=tuple(solution)),
        reference=", ".join(solution),
        family=FAMILY,
        grade=grade,
        steps=len(clues) * n,
    )


def _needed(clues: list[_Clue], solutions: Sequence[Sequence[int]]) -> list[_Clue]:
    """The clues without those that the others make superfluous."""
    kept = list(clues)
    for clue in clues:
        others = [other for other in kept if other is not clue]
        if sum(all(other.holds(solution) for other in others) for solution in solutions) == 1:
            kept = others
    return kept


def _place_clue(names: Sequence[str], hidden: Sequence[int], rng: random.Random, words: Words) -> _Clue:
    """A true sentence about the hidden order; the ones that say much are rare."""
    i, j = sorted(rng.sample(range(len(names)), 2))
    a, b, gap = hidden[i], hidden[j], j - i - 1
    both = {"a": names[a], "b": names[b]}
    clues = [
        _Clue(words("queue_before", **both), lambda o: o.index(a) < o.index(b)),
        _Clue(words("queue_not_first", b=names[b]), lambda o: o[0] != b),
        _Clue(words("queue_not_last", a=names[a]), lambda o: o[-1] != a),
    ]
    if gap == 0:
        clues.append(_Clue(words("queue_behind", **both), lambda o: o.index(b) == o.index(a) + 1))
    else:
        between = words("queue_between_one", **both) if gap == 1 else words("queue_between", n=gap, **both)
        clues.append(_Clue(between, lambda o: _apart(o, a, b) == gap + 1))
        clues.append(_Clue(words("queue_apart", **both), lambda o: _apart(o, a, b) > 1))
    if rng.random() < 0.15:
        clues.append(_Clue(words("queue_place", a=names[a], n=i + 1), lambda o: o[i] == a))
    return rng.choice(clues)


def _apart(order: Sequence[int], a: int, b: int) -> int:
    return abs(order.index(a) - order.index(b))


def _knights(grade: int, rng: random.Random, words: Words) -> Task:
    n = grade + 1
    worlds = list(itertools.product((0, 1), repeat=n))  # 1 for a knight
    names = sorted(rng.sample(_NAMES, n))
    while True:
        statements = [_statement(i, names, rng, words) for i in range(n)]
        possible = [w for w in worlds if all(s.holds(w) == bool(w[i]) for i, s in enumerate(statements))]
        if len(possible) == 1:
            break
    knights = [name for name, is_knight in zip(names, possible[0], strict=True) if is_knight]
    said = [words("knights_says", name=name, words=s.words) for name, s in zip(names, statements, strict=True)]
    start = words("knights_start", names=words.listed(names))
    lines = [start, *(f"- {line}" for line in said), words("knights_question")]
    items = tuple(knights) or (words("knights_nobody"),)
    return Task(
        text=words.asked("\n".join(lines), "form_knights"),
        verifier=ListIs(items=items, ordered=False),
        reference=", ".join(items),
        family=FAMILY,
        grade=grade,
        steps=2 * n * n,
    )


def _statement(speaker: int, names: Sequence[str], rng: random.Random, words: Words) -> _Clue:
    a = rng.choice([i for i in range(len(names)) if i != speaker])
    b = rng.choice([i for i in range(len(names)) if i != a])
    k = rng.randint(1, len(names) - 1)
    one = {"a": names[a]}
    other, me = (one, "_me") if b == speaker else ({**one, "b": names[b]}, "")
    few = {} if k == 1 else {"n": k}
    only = "_one" if k == 1 else ""
    return rng.choice(
        [
            _Clue(words("knights_knave", **one), lambda w: not w[a]),
            _Clue(words("knights_knight", **one), lambda w: bool(w[a])),
            _Clue(words(f"knights_same{me}", **other), lambda w: w[a] == w[b]),
            _Clue(words(f"knights_either{me}", **other), lambda w: not w[a] or bool(w[b])),
            _Clue(words(f"knights_exactly{only}", **few), lambda w: sum(w) == k),
            _Clue(words(f"knights_least{only}", **few), lambda w: len(w) - sum(w) >= k),
        ]
    )
