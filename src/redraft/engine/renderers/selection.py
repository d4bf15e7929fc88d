"""Which attempts a model is shown, and in which order."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from redraft.core import Attempt, Context, Rendering
from redraft.errors import ContextFull


class Shown(NamedTuple):
    """The indices of the attempts to show, in order, and how many had to be left out."""

    indices: tuple[int, ...]
    n_left_out: int


def select(
    context: Context,
    rendering: Rendering,
    *,
    size_of: Callable[[int], int],
    room: int | None,
    showable: Callable[[Attempt], bool] = lambda attempt: True,
) -> Shown:
    """The attempts to show.

    Args:
        context: all attempts.
        rendering: order, pairs and what to do when they do not fit.
        size_of: tokens that attempt `i` takes, with its verdict.
        room: tokens there are for all of them; None for no limit.
        showable: whether the dialect has words for an attempt.

    Raises:
        ContextFull: when they do not fit and the rendering says ``stop``, or when not even one does.
    """
    indices = [i for i, attempt in enumerate(context.attempts) if showable(attempt)]
    if rendering.pairs == "last":
        indices = indices[-1:]
    kept = indices
    if room is not None and sum(size_of(i) for i in indices) > room:
        if rendering.when_full == "stop":
            raise ContextFull(f"{len(indices)} attempts need more than the {max(room, 0)} tokens there are for them")
        kept = _worst_and_best(context, indices, size_of, room)
    return Shown(tuple(_ordered(context, kept, rendering)), len(indices) - len(kept))


def by_score(context: Context, indices: Sequence[int]) -> list[int]:
    """The indices from the worst to the best score; unscored attempts first, equal scores in order of arrival."""

    def rank(i: int) -> tuple[float, int]:
        score = context.attempts[i].score
        return (-1.0 if score is None else score, i)

    return sorted(indices, key=rank)


def _ordered(context: Context, indices: Sequence[int], rendering: Rendering) -> list[int]:
    if rendering.order == "arrival":
        return sorted(indices)
    ranked = by_score(context, indices)
    return ranked if rendering.order == "worst_to_best" else ranked[::-1]


def _worst_and_best(context: Context, indices: list[int], size_of: Callable[[int], int], room: int) -> list[int]:
    # The best first, then the worst: a step mainly repels from the worst answer, so bad attempts are worth their room.
    ranked = by_score(context, indices)
    kept: list[int] = []
    while ranked:
        candidate = ranked.pop() if len(kept) % 2 == 0 else ranked.pop(0)
        if sum(size_of(i) for i in (*kept, candidate)) > room:
            break
        kept.append(candidate)
    if not kept:
        raise ContextFull(f"not even one attempt fits into the {max(room, 0)} tokens that are left for attempts")
    return kept
