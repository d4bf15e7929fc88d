"""Everything that one decision rests on: what is believed now, and what each action is worth."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, get_args

from redraft.core import PERSON, Budget, Context, Usage
from redraft.engine.outlook.belief import Belief, belief_in
from redraft.engine.outlook.gains import NOTHING_MORE, Ahead, Round, Step, Worth, verdicts_of
from redraft.engine.outlook.rates import CriticRates, Outlook, Seen, WritingRates


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospects:
    """What is believed, and what each action is worth.

    Attributes:
        posterior: chance that the standing answer is right, in [0, 1].
        fix_rate: chance that a redraft of it is right if it is wrong.
        break_rate: chance that a redraft of it is another, wrong one if it is right.
        rounds_left: rounds that rounds and calls allow.
        redraft: writing again from the context.
        resample: writing again from the prompt alone.
        consult: asking the next further critic; None when none is left, or no call for it.
        consultant: its name; None when none is left.
        call_price: what a call is worth, in chance of a right answer.
    """

    posterior: float
    fix_rate: float
    break_rate: float
    rounds_left: int
    redraft: Worth
    resample: Worth
    consult: Worth | None
    consultant: str | None
    call_price: float

    @property
    def detail(self) -> str:
        """The numbers in a sentence, for the record."""
        if not self.rounds_left:
            worths = ["no round is left"]
        else:
            worths = [f"{name} {_shown(worth)}" for name, worth in self._worths]
        if self.consult is not None:
            worths.append(f"consult {self.consultant} {_shown(self.consult)}")
        beliefs = f"posterior {self.posterior:.3f}, fix rate {self.fix_rate:.3f}, break rate {self.break_rate:.3f}"
        return f"{beliefs}; {', '.join(worths)}; a call must bring {self.call_price:g}"

    @property
    def _worths(self) -> tuple[tuple[str, Worth], ...]:
        return (("redraft", self.redraft), ("resample", self.resample))


def prospects(
    context: Context,
    spent: Usage,
    budget: Budget,
    outlook: Outlook,
    *,
    rounds: int,
    call_price: float,
    accept_from: float,
    consultants: Sequence[str] = (),
) -> Prospects:
    """What is believed of the standing attempt, and what each action is worth now.

    Args:
        context: at least one attempt, examined.
        spent: what it cost so far.
        budget: what it may cost; its rounds win over `rounds`.
        outlook: what was measured beforehand.
        rounds: redrafts and resamples at most.
        call_price: what a call is worth, in chance of a right answer.
        accept_from: posterior from which nothing more is tried.
        consultants: names of the further critics, in the order in which they would be asked.
    """
    assert context.standing is not None
    standing, round = context.standing, context.rounds + 1
    belief = belief_in(context.attempts, outlook)
    posterior, seen = belief.right(standing), belief.seen
    critiques = context.attempts[standing].critiques
    redrafts = {now: outlook.redrafts(critiques, now) for now in get_args(Seen)}
    critics = _critics(context, outlook, consultants)
    n_rounds = (rounds if budget.rounds is None else budget.rounds) - context.rounds
    writing = _Writing(**redrafts, resample=outlook.resample)
    everything = Ahead(
        rounds=_rounds(writing, belief, standing, round, n_rounds),
        verdicts=verdicts_of(critics),
        on_repeat=verdicts_of([rates for rates in critics if rates.fresh]),
        calls=_calls_of_a_round(context, consultants),
        call_price=call_price,
        accept_from=accept_from,
    )
    calls_left = math.inf if budget.calls is None else float(budget.calls - spent.calls)
    now = _within(everything, calls_left)
    consultant = next((name for name in consultants if name not in {one.critic for one in critiques}), None)
    consult = None
    if consultant is not None and (rates := outlook.rates_of(consultant)).calls <= calls_left:
        afterwards = _within(everything, calls_left - rates.calls)
        consult = afterwards.consulting(posterior, seen, verdicts_of([rates]), rates.calls)
    rates_now = belief.rates(redrafts[seen], standing, round, resample=False, moved=seen == "failed")
    return Prospects(
        posterior=posterior,
        fix_rate=rates_now.fix,
        break_rate=rates_now.broken,
        rounds_left=len(now.rounds),
        redraft=now.worth("redraft", posterior, seen),
        resample=now.worth("resample", posterior, seen),
        consult=consult,
        consultant=consultant,
        call_price=call_price,
    )


def _within(ahead: Ahead, calls_left: float) -> Ahead:
    """Only the rounds that so many calls allow, each with its verdicts."""
    n_rounds = int(min(calls_left / ahead.calls, len(ahead.rounds)))
    return ahead._replace(rounds=ahead.rounds[: max(0, n_rounds)])


def _critics(context: Context, outlook: Outlook, consultants: Sequence[str]) -> list[CriticRates]:
    """The cards of those who judge every attempt: all who gave a score so far, but further critics and people."""
    found: dict[str, CriticRates] = {}
    for attempt in context.attempts:
        for critique in attempt.critiques:
            if critique.score is not None and critique.critic not in (*consultants, PERSON):
                found.setdefault(critique.critic, outlook.rates_of(critique.critic, critique.kind))
    return list(found.values())


def _calls_of_a_round(context: Context, consultants: Sequence[str]) -> float:
    """One call that writes, and the mean number that the critics took for each attempt so far."""
    judging = [
        critique.usage.calls
        for attempt in context.attempts
        for critique in attempt.critiques
        if critique.critic not in consultants
    ]
    return 1 + sum(judging) / len(context.attempts)


class _Writing(NamedTuple):
    """The measured rates of every way of writing again, as `gains.Round` has them."""

    failed: WritingRates
    passed: WritingRates
    doubted: WritingRates
    resample: WritingRates


class _Factors(NamedTuple):
    """By how much what was seen moves the rates of the next round."""

    fix: float = 1.0
    broken: float = 1.0


def _rounds(writing: _Writing, belief: Belief, standing: int, round: int, n_left: int) -> tuple[Round, ...]:
    """The rounds ahead: the measured rates, moved as far as what was seen moves those of the next round."""
    moved = (
        _factors(writing.failed, belief, standing, round, resample=False),
        _Factors(),
        _Factors(),
        _factors(writing.resample, belief, standing, round, resample=True),
    )
    return tuple(
        Round(*[_step(one, factors, round + k) for one, factors in zip(writing, moved, strict=True)])
        for k in range(n_left)
    )


def _factors(writing: WritingRates, belief: Belief, standing: int, round: int, *, resample: bool) -> _Factors:
    now = belief.rates(writing, standing, round, resample=resample)
    fix, broken = writing.fix_rate(round), writing.break_rate(round)
    return _Factors(_rounded(now.fix / fix) if fix else 1.0, _rounded(now.broken / broken) if broken else 1.0)


def _rounded(factor: float) -> float:
    """To the nearest twentieth: far finer than any rate is known, and prompts that go alike share a table of values."""
    return round(20 * factor) / 20


def _step(writing: WritingRates, factors: _Factors, round: int) -> Step:
    return Step(
        fix=min(writing.fix_rate(round) * factors.fix, 1 - writing.repeat_wrong_rate),
        broken=min(writing.break_rate(round) * factors.broken, 1 - writing.repeat_right_rate),
        repeat_wrong=writing.repeat_wrong_rate,
        repeat_right=writing.repeat_right_rate,
    )


def _shown(worth: Worth) -> str:
    return "+0" if worth == NOTHING_MORE else f"{worth.gain:+.4f} for {worth.calls:.1f} calls"
