"""Drafts judged and written again, one by one: beside `rounds`, `check_after_fix` and `heterogeneity`."""

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from redraft.trust.laws.check_after_fix import gated_rates
from redraft.trust.laws.checks import check_count, check_rate
from redraft.trust.laws.heterogeneity import after_rounds_of, beta_prompts
from redraft.trust.laws.rounds import Gating, VerdictRates, after_rounds, gain, round_rates
from redraft.trust.simulations.comparison import Comparison, Floats, generator, of_means, of_shares

Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A critic and a model that corrects by it.

    Attributes:
        accuracy: of the first drafts, in [0, 1].
        sensitivity: of the critic, in [0, 1].
        specificity: of the critic, in [0, 1].
        repair_rate: of wrong drafts that are written again, how many come out right, in [0, 1].
        break_rate: of right drafts that are written again, how many come out wrong, in [0, 1].

    Raises:
        Misuse: when a rate lies outside [0, 1].
    """

    accuracy: float
    sensitivity: float
    specificity: float
    repair_rate: float
    break_rate: float

    def __post_init__(self) -> None:
        """Refuse what is no rate."""
        for field in fields(self):
            check_rate(field.name, getattr(self, field.name))


def simulate_rounds(
    setting: Setting, *, n_rounds: int, n: int, seed: int, gating: Gating = "none"
) -> tuple[Comparison, ...]:
    """Correct `n` drafts that are all alike.

    Args:
        setting: the critic and the model.
        n_rounds: rounds, 0 or more.
        n: drafts.
        seed: fixes what happens to them.
        gating: without a gate or with check after fix.

    Returns:
        The accuracy after 0, 1, ... `n_rounds` rounds.

    Raises:
        Misuse: when a rate or a count is none.
    """
    check_count("n_rounds", n_rounds)
    rng = generator(seed, n, "rounds", setting, gating)
    verdicts = VerdictRates.judging_all(sensitivity=setting.sensitivity, specificity=setting.specificity)
    rates = round_rates(verdicts, repair_rate=setting.repair_rate, break_rate=setting.break_rate, gating=gating)
    f, b = np.full(n, setting.repair_rate), np.full(n, setting.break_rate)
    history = _played(rng, setting, f, b, n_rounds=n_rounds, gating=gating)
    return tuple(of_shares(after_rounds(setting.accuracy, rates, n_rounds=i), right) for i, right in enumerate(history))


def simulate_one_round(
    setting: Setting, *, n: int, seed: int, gating: Gating = "none", shared_errors: float | None = None
) -> Comparison:
    """The gain of one round: drafts repaired less drafts broken, of all.

    Args:
        setting: the critic and the model.
        n: drafts.
        seed: fixes what happens to them.
        gating: without a gate or with check after fix.
        shared_errors: with check after fix: the share of prompts on which the second verdict is right exactly if the
            first one was; independent verdicts if None.

    Raises:
        Misuse: when a rate or a count is none.
    """
    check_rate("shared_errors", shared_errors or 0.0)
    rng = generator(seed, n, "one round", setting, gating, shared_errors)
    right = rng.random(n) < setting.accuracy
    after, flagged = _written(rng, right, np.full(n, setting.repair_rate), np.full(n, setting.break_rate), setting)
    if gating == "check_after_fix":
        correct = rng.random(n) < np.where(after, setting.specificity, setting.sensitivity)
        first_correct = flagged != right
        correct = np.where(rng.random(n) < (shared_errors or 0.0), first_correct, correct)
        flagged = flagged & (after == correct)  # a new answer passes if it is right and so judged, or wrong and not
    gained = np.where(flagged, after, right).astype(float) - right
    if gating == "none":
        verdicts = VerdictRates.judging_all(sensitivity=setting.sensitivity, specificity=setting.specificity)
        rates = round_rates(verdicts, repair_rate=setting.repair_rate, break_rate=setting.break_rate)
    else:
        rates = gated_rates(
            sensitivity=setting.sensitivity,
            specificity=setting.specificity,
            repair_rate=setting.repair_rate,
            break_rate=setting.break_rate,
            shared_errors=shared_errors or 0.0,
        )
    return of_means(gain(setting.accuracy, rates), gained)


def simulate_mixed_prompts(
    setting: Setting, *, concentration: float, n_rounds: int, n: int, seed: int, gating: Gating = "none"
) -> tuple[Comparison, ...]:
    """Correct drafts of prompts that keep rates of their own, Beta variables around those of the setting.

    Args:
        setting: the critic and the model; its repair and break rates are means.
        concentration: how alike the prompts are, above 0.
        n_rounds: rounds, 0 or more.
        n: drafts, each of a prompt of its own.
        seed: fixes what happens to them.
        gating: without a gate or with check after fix.

    Returns:
        The accuracy after 0, 1, ... `n_rounds` rounds.

    Raises:
        Misuse: when a rate or a count is none.
    """
    check_count("n_rounds", n_rounds)
    prompts = beta_prompts(repair_rate=setting.repair_rate, break_rate=setting.break_rate, concentration=concentration)
    rng = generator(seed, n, "mixed prompts", setting, concentration, gating)
    f = rng.beta(setting.repair_rate * concentration, (1 - setting.repair_rate) * concentration, n)
    b = rng.beta(setting.break_rate * concentration, (1 - setting.break_rate) * concentration, n)
    verdicts = VerdictRates.judging_all(sensitivity=setting.sensitivity, specificity=setting.specificity)
    history = _played(rng, setting, f, b, n_rounds=n_rounds, gating=gating)
    return tuple(
        of_shares(after_rounds_of(setting.accuracy, verdicts, prompts, n_rounds=i, gating=gating), right)
        for i, right in enumerate(history)
    )


def _played(
    rng: np.random.Generator, setting: Setting, f: Floats, b: Floats, *, n_rounds: int, gating: Gating
) -> list[Truths]:
    """Which drafts are right after 0, 1, ... rounds, each treated by itself."""
    right = rng.random(len(f)) < setting.accuracy
    history = [right]
    for _ in range(n_rounds):
        after, flagged = _written(rng, right, f, b, setting)
        if gating == "check_after_fix":
            says_right = rng.random(len(f)) < np.where(after, setting.specificity, 1 - setting.sensitivity)
            flagged = flagged & says_right
        right = np.where(flagged, after, right)
        history.append(right)
    return history


def _written(rng: np.random.Generator, right: Truths, f: Floats, b: Floats, setting: Setting) -> tuple[Truths, Truths]:
    """Whether each draft would come out right if written again, and whether the critic flags it."""
    after = np.where(right, rng.random(len(f)) >= b, rng.random(len(f)) < f)
    flagged = rng.random(len(f)) < np.where(right, 1 - setting.specificity, setting.sensitivity)
    return after, flagged
