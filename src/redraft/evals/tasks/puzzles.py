"""Small logic puzzles with one solution each, found by trying all: who stands where, and who tells the truth."""

import itertools
import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

from redraft.evals.tasks.answers import ListIs
from redraft.evals.tasks.form import asked, listed
from redraft.evals.tasks.task import Task, check_grade

FAMILY = "puzzles"

_NAMES = ("Ada", "Bo", "Cem", "Dora", "Eli", "Finn", "Gita", "Hugo", "Ivy", "Jan", "Kim", "Leo", "Mia", "Nils")


class _Clue(NamedTuple):
    """A sentence, and whether it is true of a solution: an order of names, or the set of knights as booleans."""

    words: str
    holds: Callable[[Sequence[int]], bool]


def generate(grade: int, rng: random.Random) -> Task:
    """A task of this family; `Task.steps` counts clues times names.

    Raises:
        Misuse: when there is no such grade.
    """
    check_grade(grade)
    return _ordering(grade, rng) if rng.random() < 0.5 else _knights(grade, rng)


def _ordering(grade: int, rng: random.Random) -> Task:
    n = grade + 2
    names = rng.sample(_NAMES, n)
    orders = list(itertools.permutations(range(n)))  # place -> name
    hidden = rng.choice(orders)
    clues: list[_Clue] = []
    left: list[tuple[int, ...]] = orders
    while len(left) > 1:
        clue = _place_clue(names, hidden, rng)
        remaining = [order for order in left if clue.holds(order)]
        if len(remaining) < len(left):
            clues.append(clue)
            left = remaining
    clues = _needed(clues, orders)
    lines = "\n".join(f"- {clue.words}" for clue in clues)
    solution = [names[i] for i in hidden]
    request = (
        f"{listed(sorted(names))} stand in a queue, one behind the other.\n{lines}\n"
        "In which order do they stand, from the first to the last?"
    )
    return Task(
        text=asked(request, "all the names from the first to the last, separated by commas"),
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


def _place_clue(names: Sequence[str], hidden: Sequence[int], rng: random.Random) -> _Clue:
    """A true sentence about the hidden order; the ones that say much are rare."""
    n = len(names)
    a, b = rng.sample(range(n), 2)
    if hidden.index(a) > hidden.index(b):
        a, b = b, a
    gap, place = hidden.index(b) - hidden.index(a) - 1, hidden.index(a)
    clues = [
        _Clue(f"{names[a]} stands somewhere before {names[b]}.", lambda o: o.index(a) < o.index(b)),
        _Clue(f"{names[b]} is not the first.", lambda o: o[0] != b),
        _Clue(f"{names[a]} is not the last.", lambda o: o[-1] != a),
    ]
    if gap == 0:
        clues.append(_Clue(f"{names[b]} stands directly behind {names[a]}.", lambda o: o.index(b) == o.index(a) + 1))
    else:
        clues.append(
            _Clue(
                f"Exactly {gap} {'person stands' if gap == 1 else 'people stand'} between {names[a]} and {names[b]}.",
                lambda o: abs(o.index(a) - o.index(b)) == gap + 1,
            )
        )
        clues.append(
            _Clue(
                f"{names[a]} and {names[b]} do not stand next to each other.",
                lambda o: abs(o.index(a) - o.index(b)) > 1,
            )
        )
    if rng.random() < 0.15:
        clues.append(_Clue(f"{names[a]} is number {place + 1} in the queue.", lambda o: o[place] == a))
    return rng.choice(clues)


def _knights(grade: int, rng: random.Random) -> Task:
    n = grade + 1
    worlds = list(itertools.product((0, 1), repeat=n))  # 1 for a knight
    names = sorted(rng.sample(_NAMES, n))
    while True:
        statements = [_statement(i, names, rng) for i in range(n)]
        possible = [w for w in worlds if all(s.holds(w) == bool(w[i]) for i, s in enumerate(statements))]
        if len(possible) == 1:
            break
    knights = [name for name, is_knight in zip(names, possible[0], strict=True) if is_knight]
    lines = "\n".join(f'- {name} says: "{s.words}"' for name, s in zip(names, statements, strict=True))
    request = (
        "On an island everyone is either a knight, who always tells the truth, or a knave, who always lies. "
        f"You meet {listed(names)}.\n{lines}\nWho are the knights?"
    )
    items = tuple(knights) or ("nobody",)
    return Task(
        text=asked(request, "the names of all knights, separated by commas, or the word nobody"),
        verifier=ListIs(items=items, ordered=False),
        reference=", ".join(items),
        family=FAMILY,
        grade=grade,
        steps=2 * n * n,
    )


def _statement(speaker: int, names: Sequence[str], rng: random.Random) -> _Clue:
    others = [i for i in range(len(names)) if i != speaker]
    a = rng.choice(others)
    b = rng.choice([i for i in range(len(names)) if i != a])
    k = rng.randint(1, len(names) - 1)
    one, two = names[a], names[b] if b != speaker else "I"
    be = "am" if b == speaker else "is"
    return rng.choice(
        [
            _Clue(f"{one} is a knave.", lambda w: not w[a]),
            _Clue(f"{one} is a knight.", lambda w: bool(w[a])),
            _Clue(f"{one} and {two} are of the same kind.", lambda w: w[a] == w[b]),
            _Clue(f"{one} is a knave or {two} {be} a knight, or both.", lambda w: not w[a] or bool(w[b])),
            _Clue(f"Exactly {k} of us {'is a knight' if k == 1 else 'are knights'}.", lambda w: sum(w) == k),
            _Clue(f"At least {k} of us {'is a knave' if k == 1 else 'are knaves'}.", lambda w: len(w) - sum(w) >= k),
        ]
    )
