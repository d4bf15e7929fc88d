"""The trace dialect: a context as one line of words, ``PROMPT (<a> ANSWER <r> FEEDBACK)* <a>``.

The embedded model is trained on it. After ``<a>`` the model writes an answer, after ``<r>`` the verdict on it; so one
model drafts, judges and redrafts. Three families of prompts are spoken, told apart by their first word.
"""

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from redraft.core import Critique

Family = Literal["count", "safe", "pref"]

ANSWER, FEEDBACK = "<a>", "<r>"
REWARD_LEVELS = 4
"""Highest reward of `pref`: the number of slots that can be right, so a score of k/4 is the word ``rk``."""

_SPOKEN = {
    "count": re.compile(r"\S+ \S+ (ok|no)"),
    "safe": re.compile(r"ok|no"),
    "pref": re.compile(rf"r[0-{REWARD_LEVELS}]"),
}


class Pair(NamedTuple):
    """An answer and the feedback it got, both in the words of the trace."""

    answer: str
    feedback: str


def family_of(prompt: str) -> Family:
    """The family a prompt belongs to, by its first word; whether its words are known is the model's to say."""
    first = prompt.split(maxsplit=1)[:1]
    return "count" if first == ["make"] else "safe" if first == ["user"] else "pref"


def trace_for_answer(prompt: str, pairs: Iterable[Pair]) -> str:
    """The trace after which the model writes the next answer."""
    return " ".join([_history(prompt, pairs), ANSWER])


def trace_for_feedback(prompt: str, pairs: Iterable[Pair], answer: str) -> str:
    """The trace after which the model writes its own verdict on `answer`."""
    return " ".join([_history(prompt, pairs), ANSWER, answer, FEEDBACK])


def feedback_of(critique: Critique, family: Family) -> str | None:
    """A critique in the words of the trace; None when it is unscored and so has no word.

    A critique already written in the trace's words is taken as it is. Any other is reduced to its verdict: ``ok`` from
    a score of one half, ``no`` below; for `count` with an unshown calculation, ``? ? no``; for `pref` the nearest
    reward.
    """
    if critique.score is None:
        return None
    if _SPOKEN[family].fullmatch(critique.text):
        return critique.text
    if family == "pref":
        return f"r{round(critique.score * REWARD_LEVELS)}"
    verdict = "ok" if critique.score >= 0.5 else "no"
    return verdict if family == "safe" else f"? ? {verdict}"


def score_of(feedback: str) -> float | None:
    """The score in [0, 1] that a feedback's last word stands for; None when it is no verdict."""
    last = feedback.split()[-1:]
    if last in (["ok"], ["no"]):
        return 1.0 if last == ["ok"] else 0.0
    if last and _SPOKEN["pref"].fullmatch(last[0]):
        return int(last[0][1:]) / REWARD_LEVELS
    return None


def _history(prompt: str, pairs: Iterable[Pair]) -> str:
    shown = (f" {ANSWER} {pair.answer} {FEEDBACK} {pair.feedback}" for pair in pairs)
    return " ".join(prompt.split()) + "".join(shown)
