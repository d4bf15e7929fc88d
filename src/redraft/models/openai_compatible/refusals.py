"""Parameters that an endpoint does not take: noticed once, remembered, left out from then on."""

import re
from collections.abc import Collection

from redraft.models.openai_compatible.failure import Problem

# Leaving these out would ask for something else than was meant; a refusal of them is the caller's to hear.
_ESSENTIAL = frozenset({"model", "messages", "tools", "tool_choice", "stream"})
# Everyday words count as a parameter's name only in quotes.
_EVERYDAY = frozenset({"n", "seed", "stop", "user", "store", "metadata", "modalities", "prediction", "audio"})
# An endpoint that refuses the *parameter*, not this value of it: a temperature of 9 is the caller's mistake.
_NOT_TAKEN = re.compile(
    r"unsupported|not (?:currently |yet )?support|n[o']t support|not (?:permitted|allowed|available)|unknown"
    r"|unrecogni[sz]ed|unexpected|extra (?:inputs|fields|forbidden)|cannot find field|only the default"
    r"|at most 1\b|must be 1\b",
    re.IGNORECASE,
)
_ONE_CHOICE = re.compile(r"only (?:one|1|a single) (?:completion )?choice", re.IGNORECASE)


class Refusals:
    """Which parameters each endpoint and model refused so far.

    Facts about endpoints, not about prompts: kept for the life of the process, so that no correction pays twice.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], frozenset[str]] = {}

    def of(self, base_url: str, model: str) -> frozenset[str]:
        """What `model` at `base_url` is known to refuse."""
        return self._known.get((base_url, model), frozenset())

    def learn(self, base_url: str, model: str, refused: Collection[str]) -> None:
        """Remember more that it refuses."""
        self._known[base_url, model] = self.of(base_url, model) | frozenset(refused)


KNOWN_REFUSALS = Refusals()
"""What this process has learnt."""


def refused_parameters(problem: Problem, sent: Collection[str]) -> frozenset[str]:
    """The parameters among those `sent` that a problem says are not taken; empty when it is about something else."""
    if problem.status not in (400, 422):
        return frozenset()
    if "n" in sent and _ONE_CHOICE.search(problem.message):
        return frozenset({"n"})
    if not (_NOT_TAKEN.search(problem.message) or _NOT_TAKEN.search(problem.codes.replace("_", " "))):
        return frozenset()
    candidates = set(sent) - _ESSENTIAL
    if problem.params:
        return frozenset(candidates & set(problem.params))
    return frozenset(name for name in candidates if _names(problem.message, name))


def _names(message: str, name: str) -> bool:
    if re.search(rf"['\"`]{re.escape(name)}['\"`:]", message):
        return True
    return name not in _EVERYDAY and re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", message) is not None
