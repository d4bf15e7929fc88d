"""How many cases a certificate needs and what playing them will take, before anything is asked or labelled."""

from collections.abc import Sequence
from dataclasses import dataclass

from redraft.core import NOTHING, Prompt, Usage
from redraft.evals.calibrating.certifying import Promise
from redraft.evals.calibrating.options import MOST_ROUNDS, alignment_option
from redraft.profiles import Choices, assemble
from redraft.profiles.choices import in_its_place
from redraft.profiles.estimate import estimate
from redraft.trust.certificate.planning import allowed_flips, cases_needed, power

FLIPS = (0, 1, 2, 3, 5, 10)
_PARTS = (10, 4, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """How many cases a promise takes.

    Attributes:
        epsilon: bound on the broken rate.
        delta: what each test of this certificate may use of delta.
        n: cases there are, of which a half confirms where a net gain is asked for.
        n_tested: cases that a threshold is tested on.
        needed: for each number of flips, the fewest cases that certify a threshold all the same.
        allowed: the most flips that the cases there are allow; None when they are too few even without any.
        chances: for true broken rates, the probability that a threshold with that rate is certified.
    """

    epsilon: float
    delta: float
    n: int
    n_tested: int
    needed: tuple[tuple[int, int], ...]
    allowed: int | None
    chances: tuple[tuple[float, float], ...]


def need(n: int, promise: Promise) -> Need:
    """What `promise` takes, beside the `n` cases there are."""
    n_tested = n // 2 if promise.net else n
    epsilon, delta = promise.epsilon, promise.level
    rates = [epsilon / part for part in _PARTS]
    return Need(
        epsilon=epsilon,
        delta=delta,
        n=n,
        n_tested=n_tested,
        needed=tuple((k, cases_needed(epsilon, delta, n_flips=k)) for k in FLIPS),
        allowed=allowed_flips(n_tested, epsilon, delta) if n_tested else None,
        chances=tuple((r, float(power(r, n_tested, epsilon=epsilon, delta=delta))) for r in rates) if n_tested else (),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationCost:
    """What playing the cases will take.

    Attributes:
        least: for the profile, when every draft passes.
        most: for the profile, when no answer does.
        beside: for what is played beside it, at most; nothing where nothing is.
    """

    least: Usage
    most: Usage
    beside: Usage


async def cost(prompts: Sequence[Prompt], choices: Choices, *, advises: bool) -> CalibrationCost:
    """The forecast; no model is asked.

    Args:
        prompts: of the cases.
        choices: that the profile is assembled from.
        advises: whether other strategies are played beside it.

    Raises:
        Misuse: when a choice cannot work, or a prompt cannot be asked.
    """
    own = await estimate(prompts, **choices)
    if not advises:
        return CalibrationCost(least=own.least, most=own.most, beside=NOTHING)
    alignment = alignment_option(assemble(choices).plan).arm.plan.strategy
    beside: Choices = {**in_its_place(alignment, choices), "rounds": MOST_ROUNDS}
    rounds = await estimate(prompts, **beside)
    longest = max(own.most, rounds.most, key=lambda usage: usage.calls)
    return CalibrationCost(least=own.least, most=own.most, beside=rounds.most + longest + longest)
