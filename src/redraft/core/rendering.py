"""How a context is shown to the model that writes the next draft."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """Settings of a strategy; the renderers in `redraft.engine.renderers` carry them out.

    Attributes:
        order: the order of the attempts. ``arrival`` is append-only, so a prefix cache can reuse it; a causal mask over
            ``worst_to_best`` is the Plackett-Luce remaining set.
        pairs: every earlier (answer, verdict) pair, or the last one alone.
        attribution: attempts stand as the model's ``own`` turns, or quoted as an ``other`` writer's. Errors shown as
            one's own are overlooked more often.
        critique_turn: who says the critique: ``user`` reports it; ``assistant`` shows it as the model's own answer to a
            check question (checking as context).
        check: name of the prompt text of the check question that an ``assistant``'s critique answers.
        ask: name of the prompt text that asks for the next draft.
        repeat_prompt: whether the prompt is repeated after the attempts. Repeating an attack text triggers it again.
        preamble: name of a fixed conversation put before the prompt's own turns; None for none.
        form: the next draft comes ``whole``, or as ``edits``: a list of (old, new, reason) that is applied to the
            attempt it improves on.
        within: where edits may change it: ``anywhere``, or inside what ``findings`` call wrong (those that are not
            minor); edits elsewhere are refused, and the draft says which.
        cite: how an edit that answers a finding with sources cites them: not at all (``none``), ``numbered`` with a
            list at the end, or ``inline`` by the name of the document.
        when_full: what to do when the attempts outgrow the model's window: ``shorten`` keeps the worst and the best and
            says how many were left out, ``stop`` ends with reason ``context_full``.

    Source: wang2024incontext Sec. 5
    """

    order: Literal["arrival", "worst_to_best", "best_to_worst"] = "arrival"
    pairs: Literal["all", "last"] = "all"
    attribution: Literal["own", "other"] = "own"
    critique_turn: Literal["user", "assistant"] = "user"
    check: str = "redraft_check"
    ask: str = "redraft"
    repeat_prompt: bool = False
    preamble: str | None = None
    form: Literal["whole", "edits"] = "whole"
    within: Literal["anywhere", "findings"] = "anywhere"
    cite: Literal["none", "numbered", "inline"] = "none"
    when_full: Literal["shorten", "stop"] = "shorten"
