"""`count`: intrinsic correction by the model's own check, against resampling at the same number of calls."""

import random
from typing import Final

from redraft.critics import SelfCheck
from redraft.engine.strategies.best_of_n import BestOfN
from redraft.engine.strategies.in_context_alignment import InContextAlignment
from redraft.engine.strategies.self_consistency import SelfConsistency
from redraft.evals.embedded.conditions import Conditions, FamilyResult
from redraft.evals.embedded.results import Target, paired_gain, percent
from redraft.evals.embedded.speaker import COUNT_TEMPERATURE, REDRAFT_TEMPERATURE, Speaker
from redraft.evals.environments import count
from redraft.evals.environments.splits import Split

N_ATTEMPTS: Final = 5
FLIP_RATES: Final = (0.1, 0.25, 0.5)
#: Five drafts and five checks are ten calls; a majority needs no check and may sample ten answers for them.
N_MAJORITY: Final = 2 * N_ATTEMPTS
_OWN, _BEST, _MAJORITY = "own check", "best of 5 by own check", "majority of 10"


def evaluate_count(speaker: Speaker) -> FamilyResult:
    """Every condition of `count` on held-out problems."""
    rng = random.Random(f"count test {speaker.seed}")  # noqa: S311 - reproducible draws, nothing secret
    problems = count.problems(speaker.n_prompts, rng, Split.TEST)
    table = Conditions("count", speaker, problems, n_attempts=N_ATTEMPTS, redraft_temperature=COUNT_TEMPERATURE)
    table.every_round("true verdicts", table.verifier())
    own_check = SelfCheck(model=speaker.model)
    table.every_round(_OWN, own_check)
    table.every_round("own check, temperature .7", own_check, redraft_temperature=REDRAFT_TEMPERATURE)
    for rate in FLIP_RATES:
        table.every_round(f"flip_rate {rate:g}", table.verifier(flip_rate=rate))
    table.every_round("random verdicts", table.verifier(redraw_rate=1.0))
    table.every_round("inverted verdicts", table.verifier(flip_rate=1.0))
    engine = InContextAlignment(rounds_opinion=N_ATTEMPTS - 1, redraft_temperature=COUNT_TEMPERATURE)
    table.chosen("in_context_alignment, own check, 4 rounds", [own_check], engine)
    hot = BestOfN(n=N_ATTEMPTS, draft_temperature=COUNT_TEMPERATURE, redraft_temperature=COUNT_TEMPERATURE)
    table.chosen(_BEST, [own_check], hot)
    table.chosen(f"{_BEST}, temperature .7", [own_check], BestOfN(n=N_ATTEMPTS))
    table.chosen(_MAJORITY, [], SelfConsistency(n=N_MAJORITY))
    return FamilyResult(tuple(table.curves.values()), _targets(table), _notes(table))


def _targets(table: Conditions) -> tuple[Target, ...]:
    own, inverted = table.curves[_OWN], table.curves["inverted verdicts"].last
    draft = own.by_attempt[0]
    played = table.played[_OWN]
    targets = [
        Target(name="count, draft", wanted=">= 78 %", measured=percent(draft), met=draft.value >= 0.78),
        Target(
            name="count, attempt 5, own check", wanted=">= 94 %", measured=percent(own.last), met=own.last.value >= 0.94
        ),
        Target(
            name="count, broken, own check",
            wanted="<= .5 %",
            measured=f"{100 * own.broken:.2f} %",
            met=own.broken <= 0.005,
        ),
        table.in_order(["true verdicts", *(f"flip_rate {rate:g}" for rate in FLIP_RATES)]),
        Target(
            name="count, inverted verdicts",
            wanted="far below the draft",
            measured=f"{percent(inverted)} against {100 * draft.value:.1f}",
            met=inverted.value < draft.value - 0.15,
        ),
    ]
    for name in (_BEST, _MAJORITY):
        rival = [one.final_passed for one in table.played[name]]
        gain = paired_gain([one.passed[-1] for one in played], rival, played)
        targets.append(
            Target(
                name=f"count, own check against {name}",
                wanted="above it, interval without 0",
                measured=f"{percent(gain)} points",
                met=gain.low > 0,
            )
        )
    return tuple(targets)


def _notes(table: Conditions) -> tuple[str, ...]:
    played = table.played[_OWN]
    steps = sum(one.passed[k] and not one.passed[k + 1] for one in played for k in range(N_ATTEMPTS - 1))
    chances = sum(one.passed[k] for one in played for k in range(N_ATTEMPTS - 1))
    calls = ", ".join(f"{name} {table.curves[name].mean_calls:.1f}" for name in (_OWN, _BEST, _MAJORITY))
    return (
        f"count, own check: {steps} of {chances} right answers were given up in the next attempt",
        f"count, model calls for each prompt: {calls}",
    )
