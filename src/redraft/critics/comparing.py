"""Asking a model which of two answers is better, in both orders: what all critics that compare share."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from redraft.core import NOTHING, Context, Draft, Message, Model, Usage
from redraft.critics.asking import ask, cut_off
from redraft.critics.verdicts import read_verdict, reply_of
from redraft.errors import CriticFailed, ModelError

PREFERENCES: Mapping[str, float] = {
    "first": 1.0,
    "second": 0.0,
    "tie": 0.5,
    "第一份": 1.0,
    "第二份": 0.0,
    "平手": 0.5,
}
"""Verdicts on two answers, in the words that the prompt texts ask for, as the score of the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What came of comparing a candidate with another answer in both orders.

    Attributes:
        preferred: 1.0 when the candidate is preferred both times, 0.0 when the other is, 0.5 when the verdicts disagree
            or one is a tie; None when a verdict cannot be read.
        reason: why there is no preference; None when there is one.
        failed: whether a reply is missing, so that the reason lies outside the judgement.
        reasons: the reply in which the candidate is the second; empty when there is none.
        usage: what both calls cost.
    """

    preferred: float | None
    reason: str | None
    failed: bool
    reasons: str
    usage: Usage


async def compared(
    model: Model, messages_for: Callable[[bool], tuple[Message, ...]], *, max_tokens: int | None, cache_key: str
) -> Compared:
    """Ask a judge twice, because judges prefer a place as well as an answer.

    Args:
        model: who judges.
        messages_for: the conversation that shows the other answer first, or the candidate where the argument is True.
        max_tokens: bound on the tokens of a reply.
        cache_key: see `redraft.core.Request`.

    Source: zheng2023judging
    """

    async def one(candidate_first: bool) -> Draft | ModelError:
        try:
            return await ask(model, messages_for(candidate_first), max_tokens=max_tokens, cache_key=cache_key)
        except ModelError as error:  # the other order's cost must not be lost
            return error

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(False)), group.create_task(one(True))]
    replies = [task.result() for task in tasks]
    usage = sum((reply.usage for reply in replies if isinstance(reply, Draft)), NOTHING)
    reasons = reply_of(replies[0].text) if isinstance(replies[0], Draft) else ""
    try:
        scores_of_other = _preference(replies[0]), 1 - _preference(replies[1])
    except CriticFailed as failure:
        failed = any(isinstance(reply, ModelError) for reply in replies)
        return Compared(preferred=None, reason=str(failure), failed=failed, reasons=reasons, usage=usage)
    preferred = 1 - scores_of_other[0] if scores_of_other[0] == scores_of_other[1] else 0.5
    return Compared(preferred=preferred, reason=None, failed=False, reasons=reasons, usage=usage)


def tie_score(context: Context) -> float:
    """The score of an answer as good as the standing one: an opinion that failed that one fails this one, too.

    What verified critics said of the standing answer does not count: they judge the new one themselves, and it may be
    the very redraft that mends what they found.
    """
    judged = () if context.best is None else context.best.critiques
    return min([0.5, *(one.score for one in judged if one.kind != "verified" and one.score is not None)])


def _preference(reply: "Draft | ModelError") -> float:
    """The score of the answer that was shown first."""
    if isinstance(reply, ModelError):
        raise CriticFailed(f"{type(reply).__name__}: {reply}")
    try:
        return read_verdict(reply_of(reply.text), PREFERENCES)
    except CriticFailed as failure:
        raise CriticFailed(f"{failure}{cut_off(reply)}") from None
