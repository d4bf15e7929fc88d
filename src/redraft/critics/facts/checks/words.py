"""Text as words with their places, stems and sentences.

Every pattern is a run of one class of characters, so that reading takes linear time.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast

_Kind = Literal["number", "han", "word", "sign", "short", "skip"]  # the groups of the pattern below

_TOKEN = re.compile(
    r"""(?P<skip>\s+)
    |(?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|(?<![\w.])\.[0-9]+)
    |(?P<short>(?:[A-Z]\.){2,}|Ph\.?[ ]?D\.?(?![a-z]))
    |(?P<han>[\u3400-\u9fff〇])
    |(?P<word>[^\W\d_\u3400-\u9fff〇]+(?:['’](?:s|t|re|ve|ll|d|m)(?![^\W\d_]))?)
    |(?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)
# A point after one of these ends no sentence.
_SHORT = frozenset(
    "mr mrs ms dr st jr sr vs etc inc ltd co corp no vol prof gen sen rep gov col lt capt sgt hon rev ca approx est "
    "jan feb mar apr jun jul aug sep sept oct nov dec e.g i.e fig pp ed eds al u.s u.k b.s m.s ph.d".split()
)
STOP = frozenset(
    "a an the of in on at by for to from with and or as is are was were be been being am it its this that these those "
    "he she his her hers him they them their theirs we our you your i my me there here which who whom whose what when "
    "where how than then so such also has have had having do does did done will would can could may might shall should "
    "must into onto over under between within during through about up down out off per each any some all both more "
    "most very one's 's not no never nor neither only just but if while because s t upon among against via like "
    "other another same own one until since before after".split()
)
"""Words that carry no content of their own; what they do carry (negation, before, more) is read elsewhere."""

# Different words that say the same in statements of fact; the first of a row stands for all of them.
_SAME = {
    word: row.split()[0]
    for row in (
        "doctorate phd doctoral", "found establish", "locate situate",
        "start begin commence", "build construct", "buy acquire purchase", "large big", "film movie movy",
        "car automobile",
        "earn gain", "inhabitant resident people population", "displac displacement displace", "kill slay",
        "write wrote written author writer", "bear born birth", "die dead death died", "win won winner",
        "make made", "lead led leader", "hold held holder", "begin began begun", "speak spoke spoken",
        "know knew known", "grow grew grown growth", "fall fell fallen", "rise rose risen", "leave left",
        "become became", "give gave given", "take took taken", "teach taught teacher", "sell sold sale",
        "buy bought", "build built", "send sent", "find discover", "serve service", "marry married marriage",
        "run ran", "sing sang sung singer", "sink sank sunk", "swim swam", "drive drove driven", "choose chose chosen",
        "tall height high", "long length", "wide width", "deep depth", "weigh weight", "old age", "kilometre kilometer",
        "metre meter", "litre liter", "organise organize", "colour color", "centre center", "percent %",
    )
    for word in row.split()
}  # fmt: skip

_ENDINGS = (
    ("ational", "ate"), ("fulness", "ful"), ("iveness", "ive"), ("ization", "ize"), ("isation", "ize"),
    ("ements", ""), ("ement", ""), ("ations", ""), ("ation", ""), ("ingly", ""), ("ments", ""), ("ment", ""),
    ("nesses", ""), ("ness", ""), ("ities", ""), ("ity", ""), ("ically", "ic"), ("ally", "al"), ("ings", ""),
    ("ing", ""), ("ions", ""), ("ion", ""), ("ies", "y"), ("ied", "y"), ("sses", "ss"), ("ers", ""), ("ors", ""),
    ("er", ""), ("or", ""), ("edly", ""), ("ed", ""), ("ely", ""), ("ly", ""), ("es", ""), ("s", ""), ("e", ""),
)  # fmt: skip
_SHORTEST_STEM = 3
_MAX_STEM_LETTERS = 40
_KEPT_STEMS = 1 << 15


@dataclass(frozen=True, slots=True)
class Word:
    """One word, number or sign.

    Attributes:
        kind: ``number`` for digits, ``han`` for one Chinese character.
        text: as written.
        start: place of its first character.
        end: one past its last.
        lower: in lower case, without a possessive ending.
        stem: what its forms have in common.
        sentence: number of the sentence that it stands in, from 0.
        glued: whether no white space stands before it.
    """

    kind: _Kind
    text: str
    start: int
    end: int
    lower: str
    stem: str
    sentence: int
    glued: bool

    @property
    def is_content(self) -> bool:
        """Whether it says something by itself."""
        return self.kind in ("word", "han") and self.lower not in STOP and (self.kind == "han" or len(self.lower) > 1)

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.kind == "word" and self.text[0].isupper()


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text in order."""
    return tuple(_words(text))


@lru_cache(maxsize=_KEPT_STEMS)
def stem_of(word: str) -> str:
    """What the forms of a word in lower case have in common; only good for comparing."""
    if word in _SAME:
        return _SAME[word]
    if not word.isascii() or len(word) > _MAX_STEM_LETTERS:
        return word
    stem = word
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM and not word.endswith("ss"):
            stem = word[: len(word) - len(ending)] + instead
            break
    if len(stem) > _SHORTEST_STEM and stem[-1] == stem[-2] and stem[-1] not in "aeiou":
        stem = stem[:-1]  # planned, plan
    stem = stem.removesuffix("e") if len(stem) > _SHORTEST_STEM else stem
    return _SAME.get(stem, stem)


def _words(text: str) -> Iterator[Word]:
    sentence, glued, ends, parted, last = 0, False, False, False, ""
    for match in _TOKEN.finditer(text):
        kind, shown = cast(_Kind, match.lastgroup), match[0]
        if kind == "skip":
            parted = parted or ends or "\n\n" in shown
            glued = ends = False
            continue
        if parted:
            sentence += not shown[0].islower()  # a small letter goes on with the sentence
            parted = False
        lower = shown.casefold()
        if kind == "short":  # U.S. as US, Ph.D. as PhD
            kind, lower = "word", lower.replace(".", "").replace(" ", "")
        for ending in ("'s", "’s"):
            lower = lower.removesuffix(ending)
        yield Word(kind, shown, match.start(), match.end(), lower, stem_of(lower), sentence, glued)
        ends = shown in ("!", "?") or (shown == "." and _is_stop(last)) or (ends and shown in "\"'”’)")
        parted = parted or shown in ("。", "！", "？")
        last = lower if kind == "word" else ""
        glued = True


def _is_stop(last: str) -> bool:
    """Whether a point after this word ends a sentence: not after an initial or an abbreviation."""
    return len(last) != 1 and last not in _SHORT
