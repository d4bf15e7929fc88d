"""What further calls are expected to bring: a short tree of what may happen, weighed by its chances.

The state is the posterior p that the standing answer is right, and what the writer has seen (`rates.Seen`). One more
answer is a repeat or another one; another one is judged, and takes the standing one's place when it is more likely
right.
With fix rate f, break rate b and a verdict of likelihood L (given right) and M (given wrong), that is the case when
``(1 - p) f L > p b M``, and the gain is the difference: check-after-fix, done by Bayes' rule.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import Final, Literal, NamedTuple, get_args

from redraft.engine.outlook.belief import seen_next
from redraft.engine.outlook.rates import CriticRates, Seen

# The value of going on is piecewise linear between these posteriors; finer steps changed no value by more than .001.
_GRID: Final = (0.0, 0.002, 0.005, 0.01, 0.02, 0.035, *[k / 20 for k in range(1, 20)], 0.965, 0.98, 0.99, 0.995, 1.0)


class Step(NamedTuple):
    """What becomes of an answer when another is written: see `WritingRates`, for one round."""

    fix: float
    broken: float
    repeat_wrong: float
    repeat_right: float


class Verdict(NamedTuple):
    """What all critics may say together.

    Attributes:
        if_right: its chance when the answer is right.
        if_wrong: its chance when the answer is wrong.
        passes: whether the answer passes; None when nobody judges.
    """

    if_right: float
    if_wrong: float
    passes: bool | None


class Round(NamedTuple):
    """One round ahead.

    Attributes:
        failed: a redraft after verdicts that all failed.
        passed: a redraft after a verdict that passed.
        doubted: a redraft after a verdict that failed, when another had passed before.
        resample: an answer from the prompt alone.
    """

    failed: Step
    passed: Step
    doubted: Step
    resample: Step

    def of(self, action: str, seen: Seen) -> Step:
        """The step that an action is."""
        if action == "resample":
            return self.resample
        return self.failed if seen == "failed" else self.passed if seen == "passed" else self.doubted


class Worth(NamedTuple):
    """What an action is expected to bring, itself and all that is worth doing after it.

    Attributes:
        gain: expected rise of the chance that the returned answer is right, in [0, 1].
        calls: expected number of model calls.
    """

    gain: float
    calls: float

    def net(self, call_price: float) -> float:
        """The gain less what the calls are worth."""
        return self.gain - call_price * self.calls


NOTHING_MORE: Final = Worth(0.0, 0.0)


class Ahead(NamedTuple):
    """All that the value of going on depends on, besides the present state.

    Attributes:
        rounds: the rounds that are left, next one first.
        verdicts: what the critics may say of another answer.
        on_repeat: what those may say who can judge the same answer differently.
        calls: model calls of one round, critics included.
        call_price: what a call is worth, in chance of a right answer.
        accept_from: posterior from which nothing more is tried.
    """

    rounds: tuple[Round, ...]
    verdicts: tuple[Verdict, ...]
    on_repeat: tuple[Verdict, ...]
    calls: float
    call_price: float
    accept_from: float

    def worth(self, action: Literal["redraft", "resample"], p: float, seen: Seen) -> Worth:
        """What `action` is worth now, with the best that can follow; nothing where no round is left."""
        return NOTHING_MORE if not self.rounds else _worth(self, action, p, seen)

    def best(self, p: float, seen: Seen) -> Worth:
        """What going on is worth in a state; nothing where stopping is better."""
        if p >= self.accept_from or not self.rounds:
            return NOTHING_MORE
        found = max(
            (_worth(self, "redraft", p, seen), _worth(self, "resample", p, seen)),
            key=lambda worth: worth.net(self.call_price),
        )
        return found if found.net(self.call_price) > 0 else NOTHING_MORE

    def consulting(self, p: float, seen: Seen, verdicts: Sequence[Verdict], calls: float) -> Worth:
        """What a further verdict on the standing answer is worth: going on afterwards, knowing it."""
        gain, n_calls = 0.0, calls
        for if_right, if_wrong, passes in verdicts:
            chance = p * if_right + (1 - p) * if_wrong
            # The writer reads the verdict of all critics together: one more pass does not take a fail back.
            now: Seen = seen if passes else seen_next(seen, passed=False)
            after = self.best(p * if_right / chance, now) if chance > 0 else NOTHING_MORE
            gain += chance * after.gain
            n_calls += chance * after.calls
        return Worth(gain, n_calls)


def verdicts_of(critics: Sequence[CriticRates]) -> tuple[Verdict, ...]:
    """Everything that critics may say together, who err independently of each other; all pass or the answer fails."""
    if not critics:
        return (Verdict(1.0, 1.0, None),)
    found: dict[tuple[float, ...], Verdict] = {}
    for said in product((True, False), repeat=len(critics)):
        if_right = if_wrong = 1.0
        for rates, passes in zip(critics, said, strict=True):
            if_right *= rates.likelihood(passes=passes, right=True)
            if_wrong *= rates.likelihood(passes=passes, right=False)
        found[tuple(said)] = Verdict(if_right, if_wrong, all(said))
    return tuple(found.values())


def _worth(ahead: Ahead, action: str, p: float, seen: Seen) -> Worth:
    """One round of `action`, then the best that can follow."""
    gain, calls = 0.0, ahead.calls
    table = _table(ahead._replace(rounds=ahead.rounds[1:]))
    for branch in _branches(ahead, action, p, seen):
        after = _interpolated(table[branch.seen], branch.p)
        gain += branch.gain + branch.mass * after.gain
        calls += branch.mass * after.calls
    return Worth(gain, calls)


class _Branch(NamedTuple):
    """Something that may happen: its chance, the gain times it, and the state it leads to."""

    mass: float
    gain: float
    p: float
    seen: Seen


def _branches(ahead: Ahead, action: str, p: float, seen: Seen) -> list[_Branch]:
    fix, broken, repeat_wrong, repeat_right = ahead.rounds[0].of(action, seen)
    found = []
    for if_right, if_wrong, passes in ahead.on_repeat:
        right, wrong = p * repeat_right * if_right, (1 - p) * repeat_wrong * if_wrong
        if right + wrong > 0:
            found.append(_Branch(right + wrong, 0.0, right / (right + wrong), seen_next(seen, passed=passes)))
    stays = max(0.0, 1 - broken - repeat_right)
    fails = max(0.0, 1 - fix - repeat_wrong)
    for if_right, if_wrong, passes in ahead.verdicts:
        standing_right = p * (stays * if_right + broken * if_wrong)
        candidate_right = ((1 - p) * fix + p * stays) * if_right
        mass = candidate_right + ((1 - p) * fails + p * broken) * if_wrong
        if mass <= 0:
            continue
        better = max(candidate_right, standing_right)
        found.append(_Branch(mass, better - standing_right, better / mass, seen_next(seen, passed=passes)))
    return found


@lru_cache(maxsize=4096)
def _table(ahead: Ahead) -> Mapping[Seen, tuple[Worth, ...]]:
    """The value of going on at every posterior of the grid, by what was seen; the memo of a pure function."""
    return {seen: tuple([ahead.best(p, seen) for p in _GRID]) for seen in get_args(Seen)}


def _interpolated(values: Sequence[Worth], p: float) -> Worth:
    i = min(bisect_right(_GRID, p), len(_GRID) - 1)
    share = (p - _GRID[i - 1]) / (_GRID[i] - _GRID[i - 1])
    low, high = values[i - 1], values[i]
    return Worth(low.gain + share * (high.gain - low.gain), low.calls + share * (high.calls - low.calls))
