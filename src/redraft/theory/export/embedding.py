"""Reads off how a construction makes its tokens, so that its exported form makes the same ones.

Every number of every token is fixed, or is copied from the problem. Which of the two, and from where, is found by
embedding problems whose numbers all differ; a construction that computes more than that is refused, not approximated.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from redraft.errors import Misuse
from redraft.theory.constructions.construction import Construction
from redraft.theory.export.modeling_construction import problem_values
from redraft.theory.problems import Floats, GeneralProblems, Problems

AnyProblems = Problems | GeneralProblems

_TOLERANCE = 1e-12
"""Squared lengths and predictions may be added up in another order; copies agree exactly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedding:
    """How tokens are made.

    Attributes:
        order: "given", or "worst first" where responses are listed by ascending reward.
        constants: ``(m,)`` the fixed numbers.
        index: ``(T, width)`` for each number of each token its place in the constants followed by the problem's values.
    """

    order: str
    constants: Floats
    index: npt.NDArray[np.int64]


def read_off(construction: Construction[Any], problems: AnyProblems) -> Embedding:
    """The embedding of a construction, found on problems that it accepts.

    Args:
        construction: whose `embed` is read.
        problems: 8 or more; their size is the size of what is read.

    Raises:
        Misuse: when a number of a token is neither fixed nor a copy.
    """
    tokens = construction.embed(problems)
    found = [
        _matched(tokens, problems, order="given"),
        _matched(tokens, worst_first(problems), order="worst first"),
    ]
    best = min(found, key=lambda one: int((one.index < 0).sum()))
    if (best.index >= 0).all():
        return best
    token, number = (int(place) for place in np.argwhere(best.index < 0)[0])
    raise Misuse(
        f"cannot export {construction.name!r}: number {number} of token {token} is neither fixed nor copied from the "
        "problem; compute it in a feed-forward network of its first block"
    )


def worst_first(problems: AnyProblems) -> AnyProblems:
    """The same problems with their responses in ascending order of reward."""
    order = np.argsort(problems.rewards, axis=1, kind="stable")

    def ordered(array: Floats) -> Floats:
        rows = order if array.ndim == 2 else order[..., None]
        taken: Floats = np.take_along_axis(array, rows, axis=1)
        return taken

    taken = {"responses": ordered(problems.responses), "rewards": ordered(problems.rewards)}
    if isinstance(problems, GeneralProblems):
        return replace(problems, queries=ordered(problems.queries), **taken)
    return replace(problems, **taken)


def given(problems: AnyProblems) -> dict[str, torch.Tensor]:
    """The arguments of an exported model for these problems."""
    names = ["query", "responses", "rewards", "weights"]
    names += ["queries"] if isinstance(problems, GeneralProblems) else []
    return {name: torch.from_numpy(np.ascontiguousarray(getattr(problems, name))) for name in names}


def values_of(problems: AnyProblems) -> Floats:
    """``(B, m)`` the numbers that a token may copy, as the exported model lists them."""
    values: Floats = problem_values(**given(problems)).numpy()
    return values


def _matched(tokens: Floats, problems: AnyProblems, *, order: str) -> Embedding:
    """What was found; the index is -1 where a number has no source."""
    values = values_of(problems)
    fixed = np.ptp(tokens, axis=0) == 0
    constants = np.unique(tokens[0][fixed])
    index = np.full(fixed.shape, -1, dtype=np.int64)
    index[fixed] = np.searchsorted(constants, tokens[0][fixed])
    allowed = _TOLERANCE * (1 + np.abs(values))
    for token, number in np.argwhere(~fixed):
        same = (np.abs(values - tokens[:, token, number, None]) <= allowed).all(axis=0)
        if same.any():
            index[token, number] = len(constants) + int(np.argmax(same))
    return Embedding(order=order, constants=constants, index=index)
