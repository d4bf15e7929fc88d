"""What a text denies, and words that say the opposite of others."""

from collections.abc import Sequence
from typing import Literal

from redraft.critics.facts.checks.words import Word, stem_of

_CUES = frozenset("not never no cannot without neither nor n't hardly barely unable".split())
# "Not only", "not just" and "no doubt" deny nothing; "whether or not" leaves it open.
_IDLE_AFTER = frozenset("only just merely necessarily yet until always all every longer doubt matter less more".split())
_IDLE_BEFORE = frozenset("or why if whether".split())
_FAILED = frozenset(
    "fail failed fails failing refuse refused refuses lack lacks lacked stop stopped cease ceased".split()
)
_MAX_REACH, _MAX_WORDS = 4, 12
_MAX_UNTIL = 8

# What is one thing cannot be the other at the same time.
_STATES = (
    "increase rise grow/decrease fall decline drop shrink; alive living/dead died; "
    "constitutional/unconstitutional; legal/illegal unlawful; renewable/nonrenewable; largest biggest/smallest; "
    "oldest/youngest; highest tallest/lowest shortest; longest/shortest; fastest/slowest; best/worst; "
    "strongest/weakest; stronger/weaker; larger bigger greater higher/smaller lower; faster/slower; "
    "older/younger; hotter warmer/colder cooler; longer taller/shorter; north northern/south southern; east "
    "eastern/west western; upheld uphold/overturned struck; positive/negative; hot/cold; male/female; "
    "possible/impossible; active/inactive extinct; true/false; major majority/minor minority; safe/unsafe "
    "dangerous; public/private; allow permit/forbid prohibit ban banned; include/exclude; present/absent; "
    "solid/liquid gaseous; toxic poisonous/nontoxic harmless; dry/wet; deciduous/evergreen; "
    "reversible/irreversible; first/last; maximum/minimum; more/less fewer; above/below; strengthen/weaken; "
    "strong/weak; high/low; large big/small; common/rare; early/late; old/new young; rich/poor; simple/complex; "
    "necessary/unnecessary; visible/invisible; internal/external; natural/artificial; healthy/unhealthy; "
    "improve/worsen; easy/difficult hard"
)
# Both may have happened, one after the other.
_EVENTS = (
    "born/died; win won/lose lost; left/joined; accept approve/reject refuse deny; open opened/close closed; "
    "enter entered/leave; import/export; buy bought/sell sold; married/divorced; supported support/opposed "
    "oppose; before/after; appointed/dismissed; gained/lost; start started begin began/end ended stop stopped; "
    "founded established/dissolved abolished; attack attacked/defend defended"
)


_Pair = tuple[tuple[str, ...], tuple[str, ...]]


def _pairs(table: str) -> tuple[_Pair, ...]:
    rows = (row.strip().partition("/") for row in table.split(";"))
    return tuple((tuple(left.split()), tuple(right.split())) for left, _, right in rows)


_OPPOSITE_STATES, _OPPOSITE_EVENTS = _pairs(_STATES), _pairs(_EVENTS)
_PREFIXES = ("un", "in", "im", "il", "ir", "non", "dis")
_SHORTEST_PREFIXED = 5


def _by_stem(pairs: tuple[_Pair, ...]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for left, right in pairs:
        for own, others in ((left, right), (right, left)):
            for word in own:
                found[stem_of(word)] = found.get(stem_of(word), frozenset()) | {stem_of(other) for other in others}
    return found


_STATE_OPPOSITES, _EVENT_OPPOSITES = _by_stem(_OPPOSITE_STATES), _by_stem(_OPPOSITE_EVENTS)


def denied_in(words: Sequence[Word]) -> frozenset[int]:
    """The words of a text that a negation before them denies: up to the next sign, four words at most."""
    denied: set[int] = set()
    for place, word in enumerate(words):
        if not _is_cue(words, place):
            continue
        reach = 0
        for after in range(place + 1, min(len(words), place + 1 + _MAX_WORDS)):
            if reach == _MAX_REACH or words[after].sentence != word.sentence or words[after].text in ",;:.()":
                break
            if words[after].is_content and words[after].lower not in _CUES:
                denied ^= {after}
                reach += 1
    return frozenset(denied)


def cue_before(words: Sequence[Word], place: int) -> int | None:
    """The number of the negation nearest before a word; None when there is none in its sentence."""
    for before in range(place - 1, -1, -1):
        if words[before].sentence != words[place].sentence:
            return None
        if _is_cue(words, before):
            return before
    return None


def opposite(one: str, other: str) -> Literal["state", "event"] | None:
    """Whether two words in lower case say the opposite of each other: of a state, of an event, or not."""
    if stem_of(other) in _STATE_OPPOSITES.get(stem_of(one), ()) and _degree(one) == _degree(other):
        return "state"
    if stem_of(other) in _EVENT_OPPOSITES.get(stem_of(one), ()):
        return "event"
    short, long = sorted((one, other), key=len)
    is_prefixed = len(short) >= _SHORTEST_PREFIXED and any(long == prefix + short for prefix in _PREFIXES)
    return "state" if is_prefixed else None


def _degree(word: str) -> int:
    """0 for strong, 1 for stronger, 2 for strongest: of two strong things one is the weaker."""
    if word in ("more", "less", "fewer", "worse", "better"):
        return 1
    return 2 if word.endswith("est") or word in ("best", "worst", "most") else int(word.endswith("er"))


def opposites_of(word: str) -> tuple[str, ...]:
    """Words that say the opposite of a word in lower case; none where none is known."""
    sides = [pair for left, right in (*_OPPOSITE_STATES, *_OPPOSITE_EVENTS) for pair in ((left, right), (right, left))]
    return tuple(other for own, others in sides if word in own for other in others)


def _is_cue(words: Sequence[Word], place: int) -> bool:
    lower = words[place].lower
    is_cue = lower in _CUES or lower in _FAILED or lower.endswith(("n't", "n’t"))
    if lower in ("t",) and place and words[place - 1].text in "'’":
        is_cue = True
    if lower == "non" and place + 1 < len(words) and words[place + 1].text == "-":
        is_cue = True
    if not is_cue:
        return False
    before = words[place - 1].lower if place else ""
    after = words[place + 1].lower if place + 1 < len(words) else ""
    if any(
        w.lower in ("until", "till") for w in words[place : place + _MAX_UNTIL] if w.sentence == words[place].sentence
    ):
        return False  # not until then, so then
    if lower == "no" and (after in (".", ",") or (words[place].is_capital and after == ".")):
        return False  # No. 5
    return before not in _IDLE_BEFORE and (after not in _IDLE_AFTER or (lower == "no" and after == "longer"))
