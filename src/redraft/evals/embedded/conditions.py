"""The conditions of one family: the same problems played with different critics, renderings and writers."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from redraft.core import Critic, Model, Rendering, Strategy
from redraft.evals.embedded.play import Played, play, prompts_of
from redraft.evals.embedded.results import Curve, Target, chosen_curve, curve_of
from redraft.evals.embedded.speaker import REDRAFT_TEMPERATURE, Speaker, rounds
from redraft.evals.embedded.verifier import Problem, Verifier


class FamilyResult(NamedTuple):
    """What one family gives to the whole result."""

    curves: tuple[Curve, ...]
    targets: tuple[Target, ...]
    notes: tuple[str, ...]


class Conditions:
    """Plays conditions on the same problems and keeps their curves, in order.

    Args:
        family: ``pref``, ``count`` or ``safe``.
        speaker: the weights under test.
        problems: what is asked in every condition.
        n_attempts: attempts in every condition.
        draft_temperature: of the first attempt.
        redraft_temperature: of the others.
        measure: name of what ``hit`` decides.
        hit: whether attempt k of a problem counts; by default whether it is right.

    Attributes:
        curves: by name of the condition.
        played: by name of the condition.
    """

    def __init__(
        self,
        family: str,
        speaker: Speaker,
        problems: Sequence[Problem],
        *,
        n_attempts: int,
        draft_temperature: float = 0.0,
        redraft_temperature: float = REDRAFT_TEMPERATURE,
        measure: str = "right",
        hit: Callable[[Played, int], bool] | None = None,
    ) -> None:
        self.curves: dict[str, Curve] = {}
        self.played: dict[str, list[Played]] = {}
        self._family, self._speaker, self._problems = family, speaker, tuple(problems)
        self._n_attempts = n_attempts
        self._draft_temperature, self._redraft_temperature = draft_temperature, redraft_temperature
        self._measure, self._hit = measure, hit
        self._by_id = prompts_of(self._problems)[1]

    def verifier(self, *, flip_rate: float = 0.0, redraw_rate: float = 0.0) -> Verifier:
        """The exact verifier of these problems, spoilt as asked."""
        return Verifier(problems=self._by_id, flip_rate=flip_rate, redraw_rate=redraw_rate, seed=self._speaker.seed)

    def every_round(
        self,
        name: str,
        critic: Critic,
        *,
        rendering: Rendering | None = None,
        writer: Model | None = None,
        redraft_temperature: float | None = None,
    ) -> Curve:
        """Plays all attempts, whatever the verdicts say."""
        strategy = rounds(
            self._n_attempts,
            draft_temperature=self._draft_temperature,
            redraft_temperature=self._redraft_temperature if redraft_temperature is None else redraft_temperature,
            rendering=rendering,
        )
        self.played[name] = self._play(critic, strategy, writer)
        self.curves[name] = curve_of(
            self._family, name, critic.kind, self.played[name], measure=self._measure, hit=self._hit
        )
        return self.curves[name]

    def chosen(self, name: str, critics: Sequence[Critic], strategy: Strategy) -> Curve:
        """Plays a strategy that decides itself when to stop and what to return."""
        played = play(
            self._problems, model=self._speaker.model, critics=critics, strategy=strategy, seed=self._speaker.seed
        )
        self.played[name] = played
        self.curves[name] = chosen_curve(self._family, name, critics[0].kind if critics else None, played)
        return self.curves[name]

    def _play(self, critic: Critic, strategy: Strategy, writer: Model | None) -> list[Played]:
        model = writer or self._speaker.model
        return play(self._problems, model=model, critics=[critic], strategy=strategy, seed=self._speaker.seed)

    def in_order(self, names: Sequence[str]) -> Target:
        """Whether the last attempts of these conditions stand in falling order."""
        means = [self.curves[name].last.value for name in names]
        return Target(
            name=f"{self._family}, {' > '.join(names)}",
            wanted="in this order",
            measured=" > ".join(f"{100 * mean:.1f}" for mean in means),
            met=all(before > after for before, after in pairwise(means)),
        )
