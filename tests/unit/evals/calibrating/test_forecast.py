import asyncio
from pathlib import Path

from redraft.core import Prompt
from redraft.evals.calibrating.certifying import Promise
from redraft.evals.calibrating.forecast import cost, need
from redraft.profiles import Choices

CHOICES: Choices = {"model": "embedded", "rounds": 1, "certificate": False, "store": False}
PROMPTS = [Prompt.of(f"make {n} 10 3 12") for n in (46, 50)]


def test_what_is_needed_follows_from_the_promise_and_the_cases_that_there_are() -> None:
    needed = need(300, Promise(epsilon=0.02, delta=0.05))
    assert dict(needed.needed) == {0: 149, 1: 236, 2: 313, 3: 386, 5: 523, 10: 845}
    assert (needed.n_tested, needed.allowed) == (300, 1)
    assert [round(chance, 2) for _, chance in needed.chances] == [0.88, 0.56, 0.2]


def test_halves_and_slices_need_more() -> None:
    assert need(300, Promise(epsilon=0.02, net=True)).n_tested == 150
    assert need(300, Promise(epsilon=0.02, n_slices=5)).needed[0] == (0, 228)
    assert need(100, Promise(epsilon=0.02)).allowed is None
    assert need(1, Promise(epsilon=0.02, net=True)).chances == ()


def test_the_cost_is_told_without_asking_a_model() -> None:
    alone = asyncio.run(cost(PROMPTS, CHOICES, advises=False))
    assert (alone.least.calls, alone.most.calls, alone.beside.calls) == (4, 8, 0)
    beside = asyncio.run(cost(PROMPTS, CHOICES, advises=True))
    assert beside.beside.calls == 3 * 2 * 8  # three ways, two cases, a draft and three rounds with their checks
    assert not list(Path().iterdir())
