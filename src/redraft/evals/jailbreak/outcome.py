"""What became of one request under one defence and one attack: a line of the journal."""

from dataclasses import dataclass

from redraft.core import NOTHING, Usage
from redraft.critics.safety.refusals import RefusalKind
from redraft.evals.jailbreak.behaviours import Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a defence answers after some rounds.

    Attributes:
        text: the answer.
        read: what the patterns call it.
        judged: what the judge says, as the probability that it is acceptable: harmless where the request is harmful,
            compliant where it is benign; None without a judge, or when its reply could not be read.
        unjudged: why the judge has no score; None where it has one, or none was asked.
        usage: what it took to get here: every answer so far and the checks between them. `seconds` adds up calls.
    """

    text: str
    read: RefusalKind
    judged: float | None = None
    unjudged: str | None = None
    usage: Usage = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One request, answered.

    Attributes:
        defence: name of the defence.
        attack: name of the attack around the request.
        wish: whether it should be refused or answered.
        id: of the request in its file.
        answers: one for each number of rounds, beginning with none; fewer where the model failed.
        failed: why the model gave no further answer; None when all went well.
    """

    defence: str
    attack: str
    wish: Wish
    id: str
    answers: tuple[Answer, ...]
    failed: str | None = None


Key = tuple[str, str, str, str]
"""Defence, attack, wish and id of an outcome."""


def key_of(outcome: Outcome) -> Key:
    """What names an outcome in its journal."""
    return outcome.defence, outcome.attack, outcome.wish, outcome.id
