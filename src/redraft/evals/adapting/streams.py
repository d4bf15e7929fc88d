"""Streams of prompts: a world, and critics of one or several known qualities that judge them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from redraft.core import Budget, Critic, Model, Strategy
from redraft.critics import SelfCheck
from redraft.engine.plan import Plan
from redraft.evals.embedded.speaker import COUNT_TEMPERATURE, REDRAFT_TEMPERATURE
from redraft.evals.embedded.verifier import Verifier
from redraft.evals.environments.splits import Split
from redraft.evals.playing import Arm, Played, play
from redraft.evals.sample import Sample
from redraft.evals.worlds import WorldScorer, world_samples


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """A critic of a known quality.

    Attributes:
        name: how its critiques and its card are called.
        flip_rate: share of its verdicts that are replaced by a wrong one; None for the model's own check.
        redraw_rate: share of its verdicts that are replaced by a random one.
    """

    name: str
    flip_rate: float | None = 0.0
    redraw_rate: float = 0.0

    @property
    def fresh(self) -> bool:
        """Whether a second verdict on the same answer may differ: noise is drawn anew, the own check is not."""
        return self.flip_rate is not None

    def critic(self, samples: Sequence[Sample], model: Model, seed: int) -> Critic:
        """The critic for these samples."""
        if self.flip_rate is None:
            return SelfCheck(model=model)
        problems = {s.prompt.id: s.scorer.problem for s in samples if isinstance(s.scorer, WorldScorer)}
        return Verifier(
            problems=problems, flip_rate=self.flip_rate, redraw_rate=self.redraw_rate, seed=seed, name=self.name
        )


def flipped(rate: float) -> Quality:
    """The exact verifier with a share of wrong verdicts."""
    return Quality(name=f"flip_{rate:g}", flip_rate=rate)


OWN_CHECK: Final = Quality(name="self_check", flip_rate=None)
MIXED: Final = (flipped(0.0), flipped(0.1), flipped(0.25), flipped(0.5))


class World(NamedTuple):
    """How a world is asked.

    Attributes:
        name: as `world_samples` calls it.
        threshold: score from which a verdict passes.
        draft_temperature: of the first answer.
        redraft_temperature: of later ones.
        most_rounds: rounds at most; the model was trained on so many attempts and one.
    """

    name: str
    threshold: float
    draft_temperature: float
    redraft_temperature: float
    most_rounds: int


WORLDS: Final[Mapping[str, World]] = {
    "pref": World("pref", 1.0, REDRAFT_TEMPERATURE, REDRAFT_TEMPERATURE, 7),
    "count": World("count", 0.5, 0.0, COUNT_TEMPERATURE, 7),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """Prompts of one world, judged by critics of these qualities in turn.

    Attributes:
        name: how tables call it.
        world: whose prompts.
        qualities: the critics; the k-th prompt gets the k-th of them, over and over.
    """

    name: str
    world: World
    qualities: tuple[Quality, ...]

    @property
    def is_mixture(self) -> bool:
        """Whether the critics differ in quality."""
        return len(self.qualities) > 1


STREAMS: Final = (
    Stream(name="pref, flip rate .1", world=WORLDS["pref"], qualities=(flipped(0.1),)),
    Stream(
        name="pref, redraw rate .25", world=WORLDS["pref"], qualities=(Quality(name="redraw_0.25", redraw_rate=0.25),)
    ),
    Stream(name="count, own check", world=WORLDS["count"], qualities=(OWN_CHECK,)),
    Stream(name="count, flip rate .1", world=WORLDS["count"], qualities=(flipped(0.1),)),
    Stream(name="pref, mixture", world=WORLDS["pref"], qualities=MIXED),
    Stream(name="count, mixture", world=WORLDS["count"], qualities=MIXED),
)


class Draw(NamedTuple):
    """Which prompts: how many, by which seed, of which split."""

    n: int
    seed: int
    split: Split


async def play_stream(
    stream: Stream,
    strategy: Callable[[World], Strategy],
    draw: Draw,
    model: Model,
    *,
    picked: Callable[[str], bool] = lambda prompt_id: True,
) -> tuple[Played, ...]:
    """Every prompt of a draw answered by a strategy, in the order of the draw.

    Args:
        stream: whose prompts and critics.
        strategy: makes the strategy for the stream's world.
        draw: which prompts.
        model: who writes.
        picked: which of the prompts, by their id; by default all.
    """
    world = stream.world
    samples = world_samples(world.name, draw.n, seed=draw.seed, split=draw.split)
    n_kinds = len(stream.qualities)
    found: dict[str, Played] = {}
    for k, quality in enumerate(stream.qualities):
        judged = [replace(s, groups={**s.groups, "critic": quality.name}) for s in samples[k::n_kinds]]
        share = [sample for sample in judged if picked(sample.prompt.id)]
        plan = Plan(
            model=model,
            critics=(quality.critic(share, model, draw.seed),),
            strategy=strategy(world),
            budget=Budget(rounds=world.most_rounds),
            seed=draw.seed,
        )
        for played in await play(Arm(name=stream.name, plan=plan), share, concurrency=1024):
            found[played.sample.prompt.id] = played
    return tuple(found[sample.prompt.id] for sample in samples if sample.prompt.id in found)
