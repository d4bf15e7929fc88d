"""One construction on one problem, block by block: where its heads look, what is masked, how far the answer is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from redraft.errors import Misuse
from redraft.theory.constructions.blocks import Step, steps
from redraft.theory.constructions.construction import Construction
from redraft.theory.problems import Floats
from redraft.theory.verification.entries import AnyProblems, Entry, Setting

MASKS: Mapping[str, Callable[[Floats], npt.NDArray[np.bool_]]] = {
    "m": lambda mask: mask[:, 0] > 0.5,
    # The paper's form has no mask: it moves the copy of a response so far away that no head sees it again.
    "copy": lambda copy: copy.mean(axis=1) < -FAR,
}
"""Channels that say which responses are ranked already, and how to read them."""
FAR = 100.0
"""No response is that far from 0, and whatever is moved away goes farther."""
ACCUMULATORS = ("a", "b")
"""Channels in which a step is collected before it is applied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Where a head looks.

    Attributes:
        head: its name.
        attention: ``(T, T)`` how far each token looks at each; rows sum to 1.
        token: what the answering token looks at most.
        weight: how far, in [0, 1].
    """

    head: str
    attention: Floats
    token: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What a block did.

    Attributes:
        block: its name.
        looks: one for each of its heads.
        feed_forward: what its feed-forward network is called; None without one.
        units: hidden units of that network; 0 without one.
        masked: names of the tokens that are masked after it; None where the construction has no mask.
        collected: ``(d,)`` what the answering token has collected of the step; None where there is no such channel.
        prediction: ``(d,)`` of the answering token after it.
        distance: from the prediction to what gradient descent predicts after all steps; the largest of its numbers.
    """

    block: str
    looks: tuple[Look, ...]
    feed_forward: str | None
    units: int
    masked: tuple[str, ...] | None
    collected: Floats | None
    prediction: Floats
    distance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """A construction on one problem.

    Attributes:
        entry: which.
        setting: for what size.
        construction: the weights that ran.
        problem: one.
        tokens: names of the tokens, in the order in which the network sees them.
        start: ``(d,)`` the prediction before.
        stages: the blocks in order.
        expected: ``(d,)`` what gradient descent predicts.
    """

    entry: Entry
    setting: Setting
    construction: Construction[Any]
    problem: AnyProblems
    tokens: tuple[str, ...]
    start: Floats
    stages: tuple[Stage, ...]
    expected: Floats

    @property
    def error(self) -> float:
        """How far the last prediction is from gradient descent's; the largest of its numbers."""
        return self.stages[-1].distance

    @property
    def bound(self) -> float | None:
        """The largest error that is proved possible on this problem, without rounding; None where none is proved."""
        return self.entry.bound(self.problem, self.setting)


def walk(entry: Entry, setting: Setting, problem: AnyProblems) -> Walk:
    """Run a construction on one problem and keep what every block did.

    Raises:
        Misuse: when it is not one problem, or one that the construction does not take.
    """
    if len(problem.query) != 1:
        raise Misuse(f"a walk shows one problem, got {len(problem.query)}; choose one")
    construction = entry.build(setting)
    embedded = construction.embed(problem)
    names = construction.token_names(setting.n_responses)
    expected = entry.expected(problem, setting)[0]
    return Walk(
        entry=entry,
        setting=setting,
        construction=construction,
        problem=problem,
        tokens=names,
        start=construction.answer(embedded)[0],
        stages=tuple(_stage(construction, step, names, expected) for step in steps(construction.network, embedded)),
        expected=expected,
    )


def _stage(construction: Construction[Any], step: Step, names: tuple[str, ...], expected: Floats) -> Stage:
    answering = range(len(names))[construction.answer_at]
    tokens, network = step.tokens[0], step.block.feed_forward
    looks = []
    for head, weights in step.attention.items():
        most = int(np.argmax(weights[0, answering]))
        weight = float(weights[0, answering, most])
        looks.append(Look(head=head, attention=weights[0], token=names[most], weight=weight))
    prediction = construction.answer(step.tokens)[0]
    collected = _channel(construction, tokens, ACCUMULATORS)
    return Stage(
        block=step.block.name,
        looks=tuple(looks),
        feed_forward=None if network is None else network.name,
        units=0 if network is None else len(network.bias),
        masked=_masked(construction, tokens, names, answering),
        collected=None if collected is None else collected[answering],
        prediction=prediction,
        distance=float(np.abs(prediction - expected).max()),
    )


def _masked(
    construction: Construction[Any], tokens: Floats, names: tuple[str, ...], answering: int
) -> tuple[str, ...] | None:
    """Responses that are ranked already, where the construction has a mask."""
    responses = tuple(name for name in names if name not in ("query", "start"))
    for channel, is_set in MASKS.items():
        values = _channel(construction, tokens, (channel,))
        if values is None:
            continue
        # A mask is a number of each response; or a list in each token, one place for each response.
        ranked = dict(zip(names, is_set(values), strict=True))
        if values.shape[1] == len(responses) and channel == "m":
            ranked = dict(zip(responses, values[answering] > 0.5, strict=True))
        return tuple(name for name in responses if ranked[name])
    return None


def _channel(construction: Construction[Any], tokens: Floats, names: tuple[str, ...]) -> Floats | None:
    """``(T, size)`` the last of the named channels that there is."""
    there = [name for name, _ in construction.channels.sizes if name in names]
    return tokens[:, construction.channels.place(there[-1])] if there else None
