"""What is known of a construction beforehand: its sizes, the problems it takes, and what is proved of its error."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

import numpy as np

from redraft.errors import Misuse
from redraft.theory.constructions.blocks import Activation
from redraft.theory.constructions.construction import Construction
from redraft.theory.constructions.needs import FIRST, Logits, logit_reach
from redraft.theory.problems import (
    Floats,
    GeneralProblems,
    Problems,
    check_gaps,
)
from redraft.theory.statements.descent import descend
from redraft.theory.statements.losses import Loss

AnyProblems = Problems | GeneralProblems

MOST_GRADES = 100
"""A critic with more grades than this does not grade; each takes a number of every token."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The size that a construction is built for.

    Attributes:
        n_responses: N, 2 or more.
        width: d, numbers in a response.
        query_width: d_x, numbers in a query.
        n_steps: gradient steps, 1 or more.
        step_size: eta.
        gap: the smallest distance of two rewards.
        n_grades: grades that a critic gives; None for as many as responses.
        largest_reward: how far rewards may be from 0; None for the construction's own choice.
        largest_logit: how large logits may become; None for the construction's own choice.
        activation: of the feed-forward networks.
        sharpness: temperature times gap, which decides how surely the best reward is found; None for the construction's
            own choice, and for constructions without a temperature.
    """

    n_responses: int = 8
    width: int = 5
    query_width: int = 5
    n_steps: int = 1
    step_size: float = 0.1
    gap: float = 0.05
    n_grades: int | None = None
    largest_reward: float | None = None
    largest_logit: float | None = None
    activation: Activation = "relu"
    sharpness: float | None = None

    @property
    def temperature(self) -> float | None:
        """The temperature of the head that finds the best reward."""
        return None if self.sharpness is None else self.sharpness / self.gap


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A construction by name.

    Attributes:
        name: as `redraft lab construct` takes it.
        title: what it does, in a few words.
        module: where it stands; its docstring is the derivation.
        asks: what it needs of problems, in a few words.
        error: what is proved of its error, in words.
        build: a setting -> the construction.
        draw: number of problems, setting, seed -> problems that it takes.
        loss: whose gradient step it takes.
        responses: numbers of responses that it comes with: from, to (None for any).
        lowest_sharpness: the least sharpness that it takes; None without a temperature.
        stacks: whether it takes several steps.
        takes_ties: whether it ranks equal rewards.
        smooth: whether its feed-forward networks may have any activation.
        proved: problems, setting -> ``(B,)`` the largest error possible without rounding, infinite where nothing is
            proved; None where nothing ever is.
    """

    name: str
    title: str
    module: ModuleType
    asks: str
    error: str
    build: Callable[[Setting], Construction[Any]]
    draw: Callable[[int, Setting, int], AnyProblems]
    loss: Loss = "plackett_luce"
    responses: tuple[int, int | None] = (2, None)
    lowest_sharpness: float | None = None
    stacks: bool = True
    takes_ties: bool = False
    smooth: bool = True
    proved: Callable[[AnyProblems, Setting], Floats] | None = None

    @property
    def derivation(self) -> str:
        """Why it is exact, and how every matrix is made."""
        return (self.module.__doc__ or "").strip()

    def comes_with(self, n_responses: int) -> bool:
        """Whether it can be built for so many responses."""
        least, most = self.responses
        return n_responses >= least and (most is None or n_responses <= most)

    def nearest(self, n_responses: int) -> int:
        """The number of responses that it comes with, nearest to the one that is wanted."""
        least, most = self.responses
        return max(least, n_responses if most is None else min(n_responses, most))

    def check(self, setting: Setting) -> None:
        """Refuse a setting that the construction does not come in.

        Raises:
            Misuse: naming what it does come in, or what the construction says of other sizes.
        """
        least, most = self.responses
        if not self.comes_with(setting.n_responses):
            told = f"{least}" if least == most else f"{least} or more" if most is None else f"{least} to {most}"
            raise Misuse(f"{self.name!r} comes with {told} responses, got {setting.n_responses}; choose another one")
        if setting.sharpness is not None and self.lowest_sharpness is None:
            raise Misuse(
                f"{self.name!r} has no temperature, got {setting.temperature:g}; leave it out, or use another one"
            )
        self.build(setting)

    def fitted(self, setting: Setting, rewards: Floats) -> Setting:
        """The setting with gap, grades and reach of these rewards.

        Args:
            setting: for as many responses as there are rewards.
            rewards: ``(N,)``.

        Raises:
            Misuse: when two are equal and the construction cannot rank equal ones.
        """
        highest = max(setting.n_responses, int(np.ceil(min(rewards.max(), MOST_GRADES))))
        reach = float(np.abs(rewards).max())
        if not self.takes_ties:
            remedy = "change one of them, or use `graded`, which ranks equal ones"
            check_gaps(rewards[None], at_least=0, remedy=remedy)
            setting = replace(setting, gap=float(np.diff(np.sort(rewards)).min()))
        # Room for the draws that an export is checked on, whose gaps are up to three times the smallest.
        room = 4 * setting.n_responses * setting.gap
        return replace(setting, n_grades=highest, largest_reward=max(10.0, reach, room))

    def reaching(self, setting: Setting, problems: AnyProblems) -> Setting:
        """The setting with room for the logits of problems like these, where they are larger than is usual."""
        of: Logits = "residuals" if isinstance(problems, GeneralProblems) else "distances"
        first, last = (
            float(logit_reach(problems, logits=of, step_size=setting.step_size, n_steps=k).max())
            for k in (1, setting.n_steps)
        )
        return setting if 2 * first <= FIRST else replace(setting, largest_logit=2 * last)

    def problem(self, setting: Setting, seed: int, rewards: Floats | None = None) -> AnyProblems:
        """One drawn problem, with the rewards that are given, if any."""
        drawn = self.draw(1, setting, seed)
        return drawn if rewards is None else replace(drawn, rewards=rewards[None])

    def expected(self, problems: AnyProblems, setting: Setting) -> Floats:
        """``(B, d)`` what gradient descent predicts."""
        return descend(problems, setting.step_size, setting.n_steps, loss=self.loss).predictions

    def bound(self, problems: AnyProblems, setting: Setting) -> float | None:
        """The largest error that is proved possible on these problems; None where nothing is proved."""
        if self.proved is None:
            return None
        largest = float(self.proved(problems, setting).max())
        return largest if np.isfinite(largest) else None
