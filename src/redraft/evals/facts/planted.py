"""Errors planted into claims that a passage fully supports: what checks find when what is wrong is known.

People found few claims in the data that their passages refute, and most of those differ in words that no code compares.
A planted error says how often a check sees what it is made for, in passages as they are.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from redraft.core import rng_for
from redraft.critics.facts.checks import check
from redraft.critics.facts.checks.polarity import opposites_of
from redraft.critics.facts.checks.reading import Text, read
from redraft.critics.facts.checks.roles import subject_of
from redraft.evals.facts.data import FactsData
from redraft.evals.facts.halves import PARTS, Part, share, within
from redraft.trust.intervals import Estimate

KINDS = ("number", "date", "name", "negation", "opposite")
_MAX_CLAIM = 1000
_DIGITS = re.compile(r"\d+")
_YEAR = re.compile(r"(?<!\d)(1\d{3}|20\d{2})(?!\d)")
_IS = re.compile(r"\b(?:is|are|was|were|can|has been|have been)\b(?! not)")
_WORDS = "two three four five six seven eight nine ten eleven twelve".split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A claim with one planted error beside a passage that supports the claim as it was.

    Attributes:
        kind: of error.
        claim: as it was.
        planted: with the error.
        start: first character of the error in it.
        end: one past its last character.
        passage: supports the claim in all that it says, by people.
        said: whether the passage has the words that the error replaced; a denial can be seen in any.
        found: whether the check refutes it by something that touches the error.
        verdict: on the planted claim.
        before: verdict on the claim as it was; refuted is a false alarm.
    """

    kind: str
    claim: str
    planted: str
    start: int
    end: int
    passage: str
    said: bool
    found: bool
    verdict: str
    before: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantedFigures:
    """What became of planted errors of one kind in one half.

    Attributes:
        kind: of error; ``all`` for every one.
        part: of the data.
        n: pairs of a claim with an error and a passage.
        n_claims: different claims among them.
        n_said: pairs whose passage has what was replaced, so that the error could be seen at all.
        found: share of those of `n_said` that were refuted by something that touches the error.
        passed: share of all that were called supported with the error.
        false_alarms: share of the claims as they were that were called refuted.
    """

    kind: str
    part: Part
    n: int
    n_claims: int
    n_said: int
    found: Estimate | None
    passed: Estimate | None
    false_alarms: Estimate | None


def planted_errors(data: FactsData, seed: int = 0) -> tuple[Planted, ...]:
    """One error of each kind that a claim has room for, beside each passage that fully supports it.

    Args:
        data: pairs of claims and passages.
        seed: fixes what is planted.
    """
    names = sorted({name for pair in data.pairs for name in _names(read(pair.claim, _MAX_CLAIM))})
    found = []
    for pair in dict.fromkeys(pair for pair in data.pairs if pair.fully):
        before = check(pair.claim, pair.passage).verdict
        for kind, (planted, start, end) in _variants(pair.claim, names, seed):
            checked = check(planted, pair.passage)
            touches = any(d.claim_start < end and start < d.claim_end for d in checked.discrepancies)
            found.append(
                Planted(
                    kind=kind,
                    claim=pair.claim,
                    planted=planted,
                    start=start,
                    end=end,
                    passage=pair.passage,
                    said=kind == "negation" or _replaced(pair.claim, planted, start, end) in pair.passage.lower(),
                    found=checked.verdict == "refuted" and touches,
                    verdict=checked.verdict,
                    before=before,
                )
            )
    return tuple(found)


def planted_figures(planted: Sequence[Planted]) -> tuple[PlantedFigures, ...]:
    """The figures of each kind and of all, in every half."""
    kinds = [kind for kind in KINDS if any(one.kind == kind for one in planted)]
    return tuple(
        _figures(kind, part, within(part, [one for one in planted if kind in (one.kind, "all")], lambda one: one.claim))
        for kind in (*kinds, "all")
        for part in PARTS
    )


_Variant = tuple[str, int, int]


def _variants(claim: str, names: Sequence[str], seed: int) -> Iterator[tuple[str, _Variant]]:
    text = read(claim, _MAX_CLAIM)
    for kind, plant in _PLANTS.items():
        made = plant(text, names, rng_for(seed, "planted", kind, claim))
        if made is not None and made[0] != claim:
            yield kind, made


def _number(text: Text, _: Sequence[str], rng: Random) -> _Variant | None:
    plain = [q for q in text.quantities if q.sort == "count" and q.bound == "exact" and q.low == q.high]
    if not plain:
        return None
    one = rng.choice(plain)
    start, end, shown = text.start(one), text.end(one), text.shown(one)
    digits = _DIGITS.search(shown)
    if digits is not None:
        new = str(int(digits[0]) * rng.choice((2, 3)) + rng.choice((1, 3)))
        return _put(text.text, start, end, shown[: digits.start()] + new + shown[digits.end() :])
    word = next((word for word in shown.lower().replace("-", " ").split() if word in _WORDS), None)
    if word is None:
        return None
    new = rng.choice([other for other in _WORDS if other != word])
    return _put(text.text, start, end, re.sub(rf"\b{word}\b", new, shown, count=1, flags=re.IGNORECASE))


def _date(text: Text, _: Sequence[str], rng: Random) -> _Variant | None:
    dated = [date for date in text.dates if _YEAR.search(text.shown(date))]
    if not dated:
        return None
    one = rng.choice(dated)
    shift = rng.choice((-40, -30, -20, -10, 10, 20, 30, 40))
    new = _YEAR.sub(lambda match: str(int(match[0]) + shift), text.shown(one), count=1)
    return _put(text.text, text.start(one), text.end(one), new)


def _name(text: Text, names: Sequence[str], rng: Random) -> _Variant | None:
    # With another subject it is another claim, of which the passage says nothing.
    own = [name for name in text.names if name.is_proper and name.first > 0 and name is not subject_of(text, text)]
    if not own:
        return None
    one = rng.choice(own)
    parts = {*one.parts}
    new = rng.choice([name for name in names if not parts & {*name.lower().split()}])
    return _put(text.text, text.start(one), text.end(one), new)


def _negation(text: Text, _: Sequence[str], __: Random) -> _Variant | None:
    match = None if text.denied else _IS.search(text.text)
    return None if match is None else _put(text.text, match.end(), match.end(), " not")


def _opposite(text: Text, _: Sequence[str], rng: Random) -> _Variant | None:
    found = [place for place in text.content if opposites_of(text.words[place].lower) and place not in text.proper]
    if not found:
        return None
    word = text.words[rng.choice(found)]
    return _put(text.text, word.start, word.end, rng.choice(opposites_of(word.lower)))


_PLANTS: dict[str, Callable[[Text, Sequence[str], Random], _Variant | None]] = {
    "number": _number, "date": _date, "name": _name, "negation": _negation, "opposite": _opposite,
}  # fmt: skip


def _put(text: str, start: int, end: int, new: str) -> _Variant:
    # An inserted word is found by what it stands before, too: a check shows the words that it denies.
    return text[:start] + new + text[end:], start, start + len(new)


def _names(text: Text) -> Iterator[str]:
    return (text.shown(name) for name in text.names if name.is_proper)


def _figures(kind: str, part: Part, ones: Sequence[Planted]) -> PlantedFigures:
    said = [one for one in ones if one.said]
    claims = [one.claim for one in ones]
    return PlantedFigures(
        kind=kind,
        part=part,
        n=len(ones),
        n_claims=len({*claims}),
        n_said=len(said),
        found=share([one.found for one in said], [one.claim for one in said]),
        passed=share([one.verdict == "supported" for one in ones], claims),
        false_alarms=share([one.before == "refuted" for one in ones], claims),
    )


def _replaced(claim: str, planted: str, start: int, end: int) -> str:
    """The words of the claim that an error replaced, in lower case."""
    return claim[start : len(claim) - (len(planted) - end)].lower()
