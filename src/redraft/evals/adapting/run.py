"""The whole comparison on one stream: rates, then prices, then everything on prompts that neither has seen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import sqrt
from typing import Final, NamedTuple

from redraft.core import Model, rng_for
from redraft.engine.outlook import Outlook
from redraft.engine.strategies import Adaptive
from redraft.evals.adapting.fixed import Kind, Stop
from redraft.evals.adapting.outlooks import fixed
from redraft.evals.adapting.remembering import Remembering
from redraft.evals.adapting.result import FixedPoint, Level, Prices, StreamResult
from redraft.evals.adapting.streams import Draw, Stream, World, play_stream
from redraft.evals.environments.splits import Split
from redraft.evals.playing import Played
from redraft.trust.intervals import Estimate, clustered_mean

KINDS: Final[tuple[Kind, ...]] = ("redraft", "resample")
STOPS: Final[tuple[Stop, ...]] = ("passed", "settled")
PRICES: Final = tuple(0.002 * 2**k for k in range(9))
"""Candidates for the price of a call: from a fifth of a point to fifty-one."""

# Of the rival's calls on the prompts that prices are chosen on: the rest is for chance, so that on the others the
# adaptive strategy takes no more calls than its rival.
_AIM: Final = 0.985
# Neighbouring prices are halved until their calls are so close, a few times at most: at some prices all prompts change.
_CLOSE, _HALVINGS = 0.1, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class AdaptingConfig:
    """What is played.

    Attributes:
        n: prompts for each seed.
        seeds: seeds of the prompts and draws that figures come from.
        n_for_prices: prompts that prices are chosen on, of another seed and split.
        rounds: rounds that fixed strategies may have, one level for each.
    """

    n: int = 600
    seeds: tuple[int, ...] = (1, 2, 3)
    n_for_prices: int = 400
    rounds: tuple[int, ...] = (1, 3, 5, 7)
    prices: tuple[float, ...] = field(default=PRICES)


class _Point(NamedTuple):
    kind: Kind
    stop: Stop
    rounds: int


class _Outcomes(NamedTuple):
    """Outcomes of a strategy, prompt by prompt."""

    right: Sequence[bool]
    calls: Sequence[int]

    @property
    def right_rate(self) -> float:
        return sum(self.right) / len(self.right)

    @property
    def mean_calls(self) -> float:
        return sum(self.calls) / len(self.calls)


async def compare(
    stream: Stream, outlook: Outlook, model: Model, config: AdaptingConfig, *, tell: Callable[[str], None]
) -> StreamResult:
    """The adaptive strategy against every fixed one on a stream.

    Args:
        stream: prompts and critics.
        outlook: rates from other prompts; gate and early stop of all strategies rest on the same.
        model: who writes.
        config: how much.
        tell: told of progress.
    """
    model = Remembering(model)
    aside = [Draw(config.n_for_prices, 901, Split.VALIDATION)]
    draws = [Draw(config.n, seed, Split.TEST) for seed in config.seeds]
    calls_aside = {point: found.mean_calls for point, found in (await _fixed(stream, outlook, aside, model)).items()}
    adaptive_aside: dict[float, float] = {}

    async def try_price(price: float) -> None:
        played = await _play(stream, _adaptive(outlook, price), aside, model)
        adaptive_aside[price] = _outcomes(played).mean_calls

    for price in config.prices:
        await try_price(price)
    tell(f"{stream.name}: prices chosen from {', '.join(f'{p:.3g}: {c:.2f}' for p, c in adaptive_aside.items())}")
    fixed_here = await _fixed(stream, outlook, draws, model)
    levels = []
    for rounds in config.rounds:
        rival = max(
            (point for point in fixed_here if point.rounds <= rounds),
            key=lambda point: (fixed_here[point].right_rate, -fixed_here[point].mean_calls),
        )
        wanted = _AIM * calls_aside[rival]
        for _ in range(_HALVINGS):
            around = _prices(adaptive_aside, wanted)
            if around.share > 0 and adaptive_aside[around.low] - adaptive_aside[around.high] > _CLOSE:
                await try_price(sqrt(around.low * around.high))
        prices = _prices(adaptive_aside, wanted)
        played = await _play_at(prices, stream, outlook, draws, model)
        level = _level(rounds, _point(rival, fixed_here[rival]), prices, played, fixed_here[rival])
        if stream.is_mixture:
            level = replace(level, over_lottery=_over_lottery(played, list(fixed_here.values())))
        levels.append(level)
        tell(f"{stream.name}: {levels[-1]}")
    return StreamResult(
        stream=stream.name,
        is_mixture=stream.is_mixture,
        n_prompts=len(played),
        n_problems=len({one.sample.problem for one in played}),
        levels=tuple(levels),
        fixed=tuple(_point(point, found) for point, found in fixed_here.items()),
    )


def _adaptive(outlook: Outlook, price: float) -> Callable[[World], Adaptive]:
    return lambda world: Adaptive(
        outlook=outlook,
        call_price=price,
        draft_temperature=world.draft_temperature,
        redraft_temperature=world.redraft_temperature,
    )


async def _play(
    stream: Stream, strategy: Callable[[World], Adaptive], draws: Sequence[Draw], model: Model
) -> tuple[Played, ...]:
    return tuple([played for draw in draws for played in await play_stream(stream, strategy, draw, model)])


async def _play_at(
    prices: Prices, stream: Stream, outlook: Outlook, draws: Sequence[Draw], model: Model
) -> tuple[Played, ...]:
    """Every prompt at its price, in the order of the draws."""

    def is_low(prompt_id: str) -> bool:
        return rng_for(0, prompt_id, "price").random() < prices.share

    found: list[Played] = []
    for draw in draws:
        low = await play_stream(stream, _adaptive(outlook, prices.low), draw, model, picked=is_low)
        high = await play_stream(
            stream, _adaptive(outlook, prices.high), draw, model, picked=lambda prompt_id: not is_low(prompt_id)
        )
        found += sorted((*low, *high), key=lambda one: one.sample.prompt.id)
    return tuple(found)


async def _fixed(stream: Stream, outlook: Outlook, draws: Sequence[Draw], model: Model) -> Mapping[_Point, _Outcomes]:
    """Every fixed strategy; one of fewer rounds did the same until its last, so it is read off the longest."""
    found = {}
    for kind in KINDS:
        for stop in STOPS:
            strategy = fixed(outlook, kind, stop)
            played = [one for draw in draws for one in await play_stream(stream, strategy, draw, model)]
            for rounds in range(stream.world.most_rounds + 1):
                found[_Point(kind, stop, rounds)] = _outcomes(played, n_attempts=rounds + 1)
    return found


def _outcomes(played: Sequence[Played], n_attempts: int | None = None) -> _Outcomes:
    """Right or wrong and calls, after so many attempts; None for all."""
    return _Outcomes(
        right=[(one.outcome if n_attempts is None else one.after(n_attempts)).right is True for one in played],
        calls=[sum(a.usage.calls for a in one.record.context.attempts[:n_attempts]) for one in played],
    )


def _prices(calls: Mapping[float, float], wanted: float) -> Prices:
    """The prices at which so many calls are taken on average: the neighbours that take fewer and more."""
    high = min((price for price, taken in calls.items() if taken <= wanted), default=max(calls))
    low = max((price for price, taken in calls.items() if price < high), default=high)
    between = calls[low] - calls[high]
    share = 0.0 if between <= 0 or calls[low] < wanted else (wanted - calls[high]) / between
    return Prices(high=high, low=low, share=min(max(share, 0.0), 1.0))


def _point(point: _Point, found: _Outcomes) -> FixedPoint:
    return FixedPoint(**point._asdict(), right_rate=found.right_rate, calls=found.mean_calls)


def _level(rounds: int, rival: FixedPoint, prices: Prices, played: Sequence[Played], theirs: _Outcomes) -> Level:
    ours = _outcomes(played)
    differences = [float(a) - float(b) for a, b in zip(ours.right, theirs.right, strict=True)]
    difference = clustered_mean(differences, [one.sample.problem for one in played])
    assert difference is not None
    return Level(
        rounds=rounds,
        rival=rival,
        prices=prices,
        right_rate=ours.right_rate,
        calls=ours.mean_calls,
        difference=difference,
    )


def _over_lottery(played: Sequence[Played], fixed_here: Sequence[_Outcomes]) -> Estimate:
    """The adaptive strategy against the best lottery of two fixed ones that takes its calls."""
    ours = _outcomes(played)
    best: list[float] = []
    for fewer in fixed_here:
        for more in fixed_here:
            if not fewer.mean_calls <= ours.mean_calls < more.mean_calls:
                continue
            share = (ours.mean_calls - fewer.mean_calls) / (more.mean_calls - fewer.mean_calls)
            if (1 - share) * fewer.right_rate + share * more.right_rate > sum(best) / len(played):
                # What a prompt can expect of the draw, which spares the lottery the noise of drawing.
                best = [(1 - share) * a + share * b for a, b in zip(fewer.right, more.right, strict=True)]
    difference = clustered_mean(
        [float(a) - b for a, b in zip(ours.right, best, strict=True)], [one.sample.problem for one in played]
    )
    assert difference is not None
    return difference
