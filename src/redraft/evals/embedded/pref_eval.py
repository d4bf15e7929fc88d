"""`pref`: alignment in context from rewards alone."""

import random
from typing import Final, Literal

from redraft.core import Rendering
from redraft.critics import SelfCheck
from redraft.engine.strategies.best_of_n import BestOfN
from redraft.evals.embedded.conditions import Conditions, FamilyResult
from redraft.evals.embedded.ideal import IdealPlayer
from redraft.evals.embedded.results import Target, paired_gain, percent
from redraft.evals.embedded.speaker import REDRAFT_TEMPERATURE, Speaker
from redraft.evals.environments import pref

N_ATTEMPTS: Final = 8
FLIP_RATES: Final = (0.1, 0.25, 0.5)
_ORDERS: Final[tuple[Literal["worst_to_best", "best_to_worst"], ...]] = ("worst_to_best", "best_to_worst")
_LAST: Final = Rendering(pairs="last")


def evaluate_pref(speaker: Speaker) -> FamilyResult:
    """Every condition of `pref` on new histories."""
    problems = pref.problems(speaker.n_prompts, random.Random(f"pref test {speaker.seed}"))  # noqa: S311 - reproducible
    # The draft is sampled too: its prompt says nothing about the code, so the most likely answer is one guess for all.
    table = Conditions("pref", speaker, problems, n_attempts=N_ATTEMPTS, draft_temperature=REDRAFT_TEMPERATURE)
    table.every_round("true rewards", table.verifier())
    table.every_round("ideal player, true rewards", table.verifier(), writer=IdealPlayer())
    table.every_round("last pair only", table.verifier(), rendering=_LAST)
    table.every_round("ideal player, last pair only", table.verifier(), rendering=_LAST, writer=IdealPlayer())
    for rate in FLIP_RATES:
        table.every_round(f"flip_rate {rate:g}", table.verifier(flip_rate=rate))
    table.every_round("flip_rate 1", table.verifier(flip_rate=1.0))
    table.every_round("random rewards", table.verifier(redraw_rate=1.0))
    table.every_round("own rewards", SelfCheck(model=speaker.model))
    table.chosen("best of 8 by true rewards", [table.verifier()], BestOfN(n=N_ATTEMPTS))
    notes = (_orders(table, flip_rate=0.0), _orders(table, flip_rate=0.1))
    return FamilyResult(tuple(table.curves.values()), _targets(table), notes)


def _orders(table: Conditions, *, flip_rate: float) -> str:
    """The same play with the attempts in each order, and by how much the orders differ."""
    base = "true rewards" if flip_rate == 0 else f"flip_rate {flip_rate:g}"
    arrival, gains = table.played[base], []
    for order in _ORDERS:
        words = order.replace("_", " ")
        table.every_round(f"{base}, {words}", table.verifier(flip_rate=flip_rate), rendering=Rendering(order=order))
        played = table.played[f"{base}, {words}"]
        last = paired_gain([one.passed[-1] for one in played], [one.passed[-1] for one in arrival], played)
        middle = paired_gain([one.passed[4] for one in played], [one.passed[4] for one in arrival], played)
        gains.append(f"{words} {percent(middle)} at attempt 5, {percent(last)} at attempt 8")
    return f"order of attempts in pref, {base}, points against arrival: {'; '.join(gains)}"


def _targets(table: Conditions) -> tuple[Target, ...]:
    true, last_pair = table.curves["true rewards"], table.curves["last pair only"].last
    noise = table.curves["random rewards"].last
    first = true.by_attempt[0]
    return (
        Target(name="pref, attempt 1", wanted="about 1 %", measured=percent(first), met=first.value <= 0.03),
        Target(name="pref, attempt 8", wanted=">= 88 %", measured=percent(true.last), met=true.last.value >= 0.88),
        Target(name="pref, last pair only", wanted="<= 35 %", measured=percent(last_pair), met=last_pair.value <= 0.35),
        table.in_order(["true rewards", *(f"flip_rate {rate:g}" for rate in FLIP_RATES), "random rewards"]),
        Target(name="pref, random rewards", wanted="<= 4 %", measured=percent(noise), met=noise.value <= 0.04),
    )
