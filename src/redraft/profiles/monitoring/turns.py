"""Whose turn it is among the audits, after something happened."""

from redraft.profiles.monitoring import watched as folds
from redraft.profiles.monitoring.cases import DRAWN, ENDED, drawn_of
from redraft.profiles.monitoring.watched import Changed
from redraft.store.monitoring import WHOLE, Seen


def with_turns(changed: Changed, seen: Seen, at: str, *, new: bool = False, labelled: bool = False) -> Changed:
    """What a change comes to with the audits whose turn has come by it.

    Args:
        changed: what happened makes of the states.
        seen: where the audits are.
        at: now, in UTC, ISO 8601.
        new: whether there is a new audit, whose turn has come unless another one waits.
        labelled: whether one has got its label, which may be the one that the others wait for.
    """
    waits_until = changed.states[WHOLE].waits_until
    waits = waits_until is not None and waits_until > at
    if not labelled and (waits or (waits_until is None and not new)):
        return changed
    pairs = seen.pairs(DRAWN, ENDED, after=changed.states[WHOLE].counted_to)
    turns = folds.with_cases(changed.states, map(drawn_of, pairs), at=at)
    return Changed(turns.states, (*changed.events, *turns.events))
