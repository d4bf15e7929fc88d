"""Prompts about things in a fixed order: their statements as constraints, and every order that keeps them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations

# 7! = 5,040 orders are tried in some milliseconds; 9! would take seconds.
MAX_THINGS = 7
_MAX_TEXT = 10_000
ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_ORDINAL = "|".join(ORDINALS)
_LISTED = re.compile(r"(?:there (?:are|were)|sells|has|have|contains|with)\b[^:\n]{0,60}:([^.\n]{3,400})")
# The words of a relation, and whether it puts the first thing before the second. Before is: to the left, above, more
# expensive, newer.
_RELATIONS = {
    "to the left of": True, "to the right of": False, "finished above": True, "finished below": False,
    "more expensive than": True, "less expensive than": False, "cheaper than": False, "newer than": True,
    "older than": False,
}  # fmt: skip
_FRONT = ("leftmost", "most expensive", "newest")
_BACK = ("rightmost", "least expensive", "cheapest", "oldest")
_ENDS = "|".join(map(re.escape, (*_BACK, *_FRONT)))
PLACE = (
    rf"(?:the )?(?:(?:(?P<nth>{_ORDINAL})[- ])?(?P<end>{_ENDS})|(?P<nth_from>{_ORDINAL}) from the (?P<side>left|right)"
    rf"|(?P<to_last>{_ORDINAL})-to-last|(?P<last>last)\b|(?P<plain>{_ORDINAL})(?![- ](?:most|{_ENDS}|from|to-last)))"
)

Order = tuple[int, ...]
"""Where each thing stands: the k-th number is the place of the k-th thing, 0 the frontmost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a sentence says about an order.

    Attributes:
        first: index of the thing spoken of.
        second: index of the other thing of a relation; None for a place.
        before: of a relation, whether the first stands before the second.
        place: of a place, 0 for the frontmost; may lie outside, then no order keeps it.
        denied: whether the sentence says that it is not so.
    """

    first: int
    second: int | None = None
    before: bool = True
    place: int = 0
    denied: bool = False

    def holds(self, order: Order) -> bool:
        """Whether an order keeps the claim."""
        if self.second is None:
            return (order[self.first] == self.place) != self.denied
        return (order[self.first] < order[self.second]) == self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """A prompt's things and statements.

    Attributes:
        things: their names in lower case, as listed.
        statements: what the prompt says about their order.
    """

    things: tuple[str, ...]
    statements: tuple[Claim, ...]

    def all_orders(self) -> tuple[Order, ...]:
        """Every order, before anything is said."""
        return _all_orders(len(self.things))

    @property
    def pattern(self) -> str:
        """A pattern that finds a thing's name, longer names first."""
        return "|".join(re.escape(thing) for thing in sorted(self.things, key=len, reverse=True))


@lru_cache(maxsize=MAX_THINGS)
def _all_orders(n: int) -> tuple[Order, ...]:
    return tuple(permutations(range(n)))


def keeping(orders: Sequence[Order], claims: Sequence[Claim]) -> Sequence[Order]:
    """Those of `orders` that keep all of `claims`."""
    for claim in claims:
        orders = [order for order in orders if claim.holds(order)]
    return orders


def read_arrangement(asked: str) -> Arrangement | None:
    """The arrangement that a prompt describes; None when it describes none, or says what is not understood."""
    if len(asked) > _MAX_TEXT:
        return None
    listed = _LISTED.search(asked)
    if listed is None:
        return None
    things = tuple(_bare(thing) for thing in re.split(r",\s*(?:and\s+)?|\s+and\s+", listed[1]))
    if not 2 <= len(things) <= MAX_THINGS or len(set(things)) != len(things) or not all(things):
        return None
    arrangement = Arrangement(things=things, statements=())
    told = re.split(r"\n\s*(?:Q:|Options:|\(A\))", asked[listed.end() :])[0]
    statements = []
    for sentence in re.split(r"[.\n]", told):
        if not sentence.strip(" -"):
            continue
        claim = claim_of(sentence.strip(" -"), arrangement)
        if claim is None:
            return None
        statements.append(claim)
    return Arrangement(things=things, statements=tuple(statements)) if statements else None


def claim_of(sentence: str, arrangement: Arrangement) -> Claim | None:
    """What one sentence claims, as the prompt and its options write it; None when it is not understood."""
    text = sentence.strip().rstrip(".").lower()
    relation = re.fullmatch(
        rf"(?:the |an? )?({arrangement.pattern}) (?:is |are |was |were )?({'|'.join(_RELATIONS)}) "
        rf"(?:the |an? )?({arrangement.pattern})",
        text,
    )
    things = arrangement.things
    if relation and relation[1] != relation[3]:
        return Claim(first=things.index(relation[1]), second=things.index(relation[3]), before=_RELATIONS[relation[2]])
    place = re.fullmatch(rf"(?:the |an? )?(?P<thing>{arrangement.pattern}) (?:is|are|was|were|finished) {PLACE}", text)
    if place:
        return Claim(first=things.index(place["thing"]), place=place_of(place, len(things)))
    return None


def place_of(match: re.Match[str], n: int) -> int:
    """The place that a match of `PLACE` names, 0 for the frontmost of `n`."""
    if match["end"]:
        steps = ORDINALS.index(match["nth"]) if match["nth"] else 0
        return steps if match["end"] in _FRONT else n - 1 - steps
    if match["nth_from"]:
        steps = ORDINALS.index(match["nth_from"])
        return steps if match["side"] == "left" else n - 1 - steps
    if match["to_last"]:
        return n - 1 - ORDINALS.index(match["to_last"])
    return n - 1 if match["last"] else ORDINALS.index(match["plain"])


def entails(orders: Sequence[Order], claim: Claim) -> bool:
    """Whether every order keeps the claim."""
    return all(claim.holds(order) for order in orders)


def excludes(orders: Sequence[Order], claim: Claim) -> bool:
    """Whether no order keeps the claim."""
    return not any(claim.holds(order) for order in orders)


def _bare(thing: str) -> str:
    return re.sub(r"^(?:an?|the)\s+", "", thing.strip().lower()).strip()
