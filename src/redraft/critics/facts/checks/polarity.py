"""What a text denies, and words that say the opposite of others."""

from collections.abc import Sequence

from redraft.critics.facts.checks.words import Word, stem_of

_CUES = frozenset("not never no cannot without neither nor n't hardly barely unable".split())
# "Not only", "not just" and "no doubt" deny nothing; "whether or not" leaves it open.
_IDLE_AFTER = frozenset("only just merely necessarily yet until always all every longer doubt matter less more".split())
_IDLE_BEFORE = frozenset("or why if whether".split())
_FAILED = frozenset(
    "fail failed fails failing refuse refused refuses lack lacks lacked stop stopped cease ceased".split()
)
_MAX_REACH = 4
_MAX_UNTIL = 8

_PAIRS = (
    "increase rise grow gain/decrease fall decline drop shrink; alive living/dead died; win won/lose lost; "
    "constitutional/unconstitutional; legal/illegal unlawful; renewable/nonrenewable; largest biggest/smallest; "
    "oldest/youngest; highest tallest/lowest shortest; longest/shortest; fastest/slowest; best/worst; "
    "strongest/weakest; stronger/weaker; larger bigger greater higher/smaller lower; faster/slower; "
    "older/younger; hotter warmer/colder cooler; longer taller/shorter; north northern/south southern; east "
    "eastern/west western; left/joined; accept approve/reject refuse deny; upheld uphold/overturned struck "
    "strike; positive/negative; hot/cold; male man men/female woman women; possible/impossible; active/inactive "
    "extinct; open opened/close closed; enter entered/leave; true/false; major majority/minor minority; "
    "safe/unsafe dangerous; public/private; import/export; buy bought/sell sold; allow permit/forbid prohibit ban "
    "banned; include/exclude; present/absent; solid/liquid gaseous; toxic poisonous/nontoxic harmless; "
    "married/divorced unmarried; supported support/opposed oppose; dry/wet; deciduous/evergreen; "
    "reversible/irreversible; before/after; first/last; maximum/minimum; more/less fewer; born/died; above/below; "
    "strengthen/weaken"
)
_OPPOSITES = tuple(
    (frozenset(stem_of(word) for word in left.split()), frozenset(stem_of(word) for word in right.split()))
    for left, _, right in (pair.strip().partition("/") for pair in _PAIRS.split(";"))
)
_PREFIXES = ("un", "in", "im", "il", "ir", "non", "dis")


def denied_in(words: Sequence[Word]) -> frozenset[int]:
    """The words of a text that a negation before them denies: up to the next sign, four words at most."""
    denied: set[int] = set()
    for place, word in enumerate(words):
        if not _is_cue(words, place):
            continue
        reach = 0
        for after in range(place + 1, len(words)):
            if reach == _MAX_REACH or words[after].sentence != word.sentence or words[after].text in ",;:.()":
                break
            if words[after].is_content:
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


def opposite(one: str, other: str) -> bool:
    """Whether two words in lower case say the opposite of each other."""
    a, b = stem_of(one), stem_of(other)
    if any((a in left and b in right) or (a in right and b in left) for left, right in _OPPOSITES):
        return True
    short, long = sorted((one, other), key=len)
    return len(short) >= 5 and any(long == prefix + short for prefix in _PREFIXES)


def _is_cue(words: Sequence[Word], place: int) -> bool:
    lower = words[place].lower
    is_cue = lower in _CUES or lower in _FAILED or lower.endswith(("n't", "n’t"))
    if lower in ("t",) and place and words[place - 1].text in "'’":
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
