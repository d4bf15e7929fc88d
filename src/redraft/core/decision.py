"""What a strategy or a gate decides."""

from dataclasses import dataclass
from typing import Literal

Action = Literal["accept", "keep", "redraft", "resample", "consult", "ask", "abstain"]

ENDINGS: frozenset[Action] = frozenset({"accept", "keep", "ask", "abstain"})
"""The actions that end a correction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """An action with its reason.

    Attributes:
        action: *accept* ends with the standing attempt, which passed; *keep* ends with it although it did not pass (for
            a gate: the standing attempt stays); *redraft* writes again from the context; *resample* writes again from
            the prompt alone; *consult* asks further critics; *ask* parks the work for a person; *abstain* gives no
            answer.
        reason: one word in snake_case that programs can compare, such as ``passed`` or ``rounds_spent``.
        detail: the reason in a sentence, with the numbers it rests on.
        n: how many drafts to write, for *redraft* and *resample*.
    """

    action: Action
    reason: str
    detail: str = ""
    n: int = 1
