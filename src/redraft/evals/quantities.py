r"""The one number that an answer states, or none: what could be read in two ways is not read.

Units, currencies, thousands, emphasis and words around it do not count. Not read are two candidates (``42 or 43``), a
negation (``not 42``), a comparison (``more than 42``), an expression that nobody worked out (``5 + 3``), a number that
is part of something else (``42x``, ``1:30``, ``3!``) and one whose size a word changes (``42 million``). Fractions and
powers of whole numbers are worked out exactly: ``10^2`` is 100.

Every pattern looks a bounded way ahead, and only the end of a very long text is read: an answer may be hostile.
"""

import re
import unicodedata
from fractions import Fraction
from typing import NamedTuple

_LONGEST_READ = 40_000  # characters from the end
_LONGEST_SENTENCE = 2_000
_LARGEST_POWER = 300

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_SUPERSCRIPT = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]{1,9}")
_VULGAR = re.compile("[¼½¾⅐-⅞]")
_TEX_FRACTION = r"\\[dtc]?frac(?:\{[ ]?(-?[0-9]{1,30})[ ]?\}\{[ ]?([0-9]{1,30})[ ]?\}|([0-9])([0-9]))"

# What is written in many ways, in one; the order counts.
_SAME = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"([$€£¥][ ]?[0-9.,]{1,30})[ ]?[mMbB]\b", r"\1 million"),  # metres are not paid
        (r"<<[^<>]{0,200}>>|</?[A-Za-z]{1,20}>|\\(?:left|right|displaystyle|quad|qquad|rm)(?![A-Za-z])", " "),
        (r"\{,\}|(?<=[0-9])\\!(?=[0-9]{3})|(?<=[0-9]),\\!(?=[0-9]{3})", ","),
        (r"\\(?:text|textbf|mathrm|mathbf|mbox|operatorname|boxed)\{([^{}]{0,200})\}", r" \1 "),
        (r"(?<=[A-Za-z])[ ]{1,2}\^(?=\{?[23])", "^"),
        (r"\^?\{?(?:\\circ|\\degree|°)\}?", "° "),
        (r"\\[,;:! ()\[\]]|~", " "),
        (r"\\(?:approx|simeq|to|Rightarrow|rightarrow)(?![A-Za-z])|[=-]>|[≈→⇒]", "="),
        (r"\\(?:times|cdot)(?![A-Za-z])|×", "*"),
        (r"\\([%$#])", r"\1"),
        (r"(?<=[-+])[ ]?[$€£¥][ ]?", ""),
        (r"\b(?:US|C|A|HK|NT)?[$€£¥]|\b(?:Rs\.?|USD|EUR|GBP)[ ]?(?=[0-9])", " "),
        (rf"(?<=[0-9])[ ]?{_TEX_FRACTION}", r" \1\3/\2\4 "),
        (rf"(?<![A-Za-z0-9}}]){_TEX_FRACTION}", r"\1\3/\2\4 "),
        (r"(?<=[0-9])\*\*(?=[0-9])", "^"),
        (r"\*\*|`|(?<![\w)} ])[*_](?=[\w-])|(?<=\w)[*_](?![\w({ ])", ""),
        (r"\b(?:minus|negative)[ ]{1,3}(?=[0-9])", "-"),
        (r"(?<=[0-9])['’](?=[0-9]{3}(?![0-9]))", ","),
    )
)
_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,16}(?![0-9])|[0-9]{1,60})"
_VALUE = re.compile(
    r"(?P<sign>(?:(?<![\w)\]}])[-+])?)"
    rf"(?P<number>{_DIGITS}(?:\.[0-9]{{1,60}})?|\.[0-9]{{1,60}})"
    r"(?:(?:[eE]|[ ]?[*x][ ]?10\^)(?P<ten>\{?[-+]?[0-9]{1,4}\}?)(?![0-9])"
    r"|\^(?P<power>\{?-?[0-9]{1,3}\}?)(?![0-9])"
    r"|[ ]?/[ ]?(?P<under>[0-9]{1,30})(?![0-9./])"
    r"|[ ]{1,2}(?P<part>[0-9]{1,9})/(?P<whole>[0-9]{1,9})(?![0-9./]))?"
)
_STOP = re.compile(r"(?<=[^\s.])[.?](?=\s|\Z)|(?<=[^\W0-9])!(?=\s|\Z)|。|\n")
_GROUPED = re.compile(r"(?<![0-9.,] )(?<![0-9.,])([1-9][0-9]{0,2})((?: [0-9]{3}){1,9})(?![0-9]| [0-9]|[.,][0-9]{4})")

_REASON = re.compile(r",?\s\b(?:because|since)\b")

_NOT_ONE_VALUE = re.compile(r"[<>≤≥≠≮≯≪≫±∓√∛∞]|!=|\\[A-Za-z]|\.\.\.|…")
_TAKEN_BACK = re.compile(
    r"\b(?:wait|actually|correction|sorry|oops|scratch that|wrong|incorrect|mistaken|impossible|no,)(?!\w)",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:not|never|no|none|nor|neither|cannot|doubt|unknown|without|except|excluding|anything but|other than"
    r"|instead of|rather than)\b|n['’]t\b|不|非",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"(?:\b(?:than|over|under|above|below|between|from|at least|at most|up to|exceed(?:s|ing)|beyond|maximum|minimum"
    r"|either|both|plus|minus|times|(?:divided|multiplied) by|twice|double|triple|half(?: of)?|root(?: of)?"
    r"|log|sin|cos|tan)"
    r"|[-+*/^!_]|[0-9%°][,;:]?|[0-9]\w{0,9}[ ]{1,3}(?:\w{1,20}[ ]{1,3})?(?:or|to|and)|(?<!['’])\b[b-hj-z]"
    r"|[({\[][^(){}\[\]]{1,60}[,;]"
    r"|[大小多少]於|[至最][多少]|[超不]過|不到|[負或到至和與加減乘除第]"
    r")[ ]{0,3}(?:(?:the|a|an)[ ]{1,3})?[({\[]{0,2}[ ]?\Z",
    re.IGNORECASE,
)
_DASH = re.compile(r"(?:\A|[^\W0-9]{2}[ ]{1,3}|[:;,)][ ]{1,3}|\n)-[ ]{1,3}\Z")
_UNIT = (
    r"(?:km/?h|kph|mph|km|cm|mm|nm|µm|m|kg|mg|g|lbs?|oz|ml|cl|l|L|kWh|kW|Wh|W|kJ|J|kN|N|V|Hz|ms|s|secs?|hrs?|h|mins?|ft|in"
    r"|yd|mi|ha|GB|MB|kB|USD|EUR|GBP)"
)
_UNITS = rf"(?:{_UNIT}(?:/{_UNIT})?)"
_GLUED = re.compile(rf"(?:{_UNITS})(?:\^?\{{?[23]\}}?)?(?![\w^])|[%°](?![0-9])")
_SPACED = re.compile(
    rf"[ ]{{1,3}}(?:(?:{_UNITS}|C|F|A|a|I)(?![\w^]|[ ]?[-+*/^=][ ]?\w)|{_UNITS}\^?\{{?[23]\}}?(?!\w)|[^\W\d_]{{2}})"
)
_SIZED = re.compile(
    r"\b(?:hundreds?|thousands?|millions?|billions?|trillions?|dozens?|lakhs?|crores?|grand|mn|mln|mio|bn|k"
    r"|(?:ten|hundred|thousand|million)ths?|(?:fif|six|seven|eigh|nin)ths|halves|thirds|and a (?:half|third|quarter)"
    r"|at least|at most|minimum|maximum|or more|or less|or so|and up|and above)\b"
    r"|\A[ ]{0,3}(?:(?:squared|cubed|factorial)\b|[百千萬万億亿兆十多餘倍]|以[上下內]|分之)",
    re.IGNORECASE,
)
_WENT_ON = re.compile(
    r"\A[ ]{0,3}(?:[0-9]|[*/^!+×·÷(\[{|_\\:][ ]{0,3}[\w(.\\{]"
    r"|-[ ]{0,3}(?:[0-9(.\\{]|[A-Za-z](?![A-Za-z]))|[!+^]|[.,][0-9])"
)
_BESIDE = re.compile(
    r"\b(?:for|in|per|of|after|on|at|every|each|during|not)[ ]{1,3}(?:\w{1,20}[ ]{1,3})?\Z", re.IGNORECASE
)
_ASIDE = re.compile(
    r"(?<=[\s%°])\([^()]{0,200}[^\W\d_]{2}[^()]{0,200}\)|(?<=[\s%°])\([^()]{0,100}[-+*/=][^()]{0,100}\)"
)
_OR = re.compile(r"\b(?:or|versus|vs)\b|或", re.IGNORECASE)


class Quantity(NamedTuple):
    """A number as it was read."""

    value: Fraction
    is_plain: bool
    """Written as digits alone: no fraction, no power."""


def stated_quantity(said: str) -> Quantity | None:
    """The one number of what stands after an answer mark; None where there is none, or not exactly one.

    Behind an equals sign stands what counts. Only the first sentence with a number is read.
    """
    text = _GROUPED.sub(lambda m: m[1] + m[2].replace(" ", ","), _normal(said[:_LONGEST_SENTENCE]).strip())
    if _TAKEN_BACK.search(text):
        return None
    before = ""
    for sentence in _STOP.split(text):
        if _VALUE.search(sentence):
            break
        before += sentence
    else:
        return None
    claim = _REASON.split(sentence, maxsplit=1)[0]
    sentence = claim if _VALUE.search(claim) else sentence
    lead, side = _last_side(sentence)
    side = re.sub(r"\A(\s*)-\s{1,3}(?=[0-9.])", r"\1-", side)
    first = _VALUE.search(side)
    if first is None or _NOT_ONE_VALUE.search(sentence) or _DENIED.search(f"{before} {lead} {side[: first.start()]}"):
        return None
    return _alone(side, first)


def last_quantity(text: str) -> Quantity | None:
    """The last number of a text without a mark; None where that is denied, compared or part of something else."""
    sentences = [piece for piece in _STOP.split(_normal(text[-_LONGEST_READ:])) if _VALUE.search(piece)]
    if not sentences:
        return None
    side = _last_side(sentences[-1][-_LONGEST_SENTENCE:])[1]
    *_, last = _VALUE.finditer(side)
    lead = side[: last.start()]
    clause = re.split(r"[,;:]\s", lead)[-1]
    near = f"{clause[-120:]}{last[0]}{side[last.end() :]}"
    if _NOT_ONE_VALUE.search(near) or _DENIED.search(clause) or _TAKEN_BACK.search(near):
        return None
    return _alone(side, last)


def quantities(text: str) -> list[Fraction]:
    """All numbers of a text in their order, whatever stands around them."""
    found = [_read(match) for match in _VALUE.finditer(_normal(text[-_LONGEST_READ:]))]
    return [quantity.value for quantity in found if quantity is not None]


def _normal(text: str) -> str:
    text = _SUPERSCRIPT.sub(lambda m: "^" + m[0].translate(_SUPERSCRIPTS), text)
    text = _VULGAR.sub(lambda m: " " + unicodedata.normalize("NFKC", m[0]).replace("\u2044", "/"), text)
    text = unicodedata.normalize("NFKC", text)
    text = re.sub("[\u2212\u2010-\u2015]", "-", re.sub("[\u00ad\u200b-\u200f\u2060\ufeff]", "", text))
    for pattern, by in _SAME:
        text = pattern.sub(by, text)
    return re.sub(r"[^\S\n]+", " ", text)


def _last_side(sentence: str) -> tuple[str, str]:
    """What stands before the last equals sign, and after it; ``x = 1, y = 2`` is no chain and stays whole."""
    lead, _, side = sentence.rpartition("=")
    if not _VALUE.search(side) or ("=" in lead and re.search(r"(?:[,;]|\band|\bor)\s*\w{1,3}\s*\Z", lead)):
        return "", sentence
    return lead, side


def _alone(side: str, match: re.Match[str]) -> Quantity | None:
    """The number that was found, where it is the only candidate and no part of something else."""
    lead, tail = side[: match.start()], side[match.end() :]
    quantity = _read(match)
    glued = lead[-1:]
    if quantity is None or (glued and (_is_letter(glued) or glued in "^*/!|_.\\")):
        return None
    if _COMPARED.search(lead) and not _DASH.search(lead):
        return None
    if _is_letter(tail[:1]) and not _GLUED.match(tail):
        return None
    rest = _GLUED.sub("", tail, count=1) if _GLUED.match(tail) else tail
    bare = _ASIDE.sub("", rest)
    if _WENT_ON.match(bare) or (_is_letter(bare.lstrip(" ")[:1]) and not _SPACED.match(bare)):
        return None
    if _SIZED.search(rest):
        return None
    others = [found for found in _VALUE.finditer(bare) if _stands_apart(found)]
    same = [(other := _read(found)) is not None and other.value == quantity.value for found in others]
    # "0.5 or 1/2" is one value; "18 cents or 18 dollars" are two.
    if _OR.search(rest) and not (_OR.match(rest.lstrip(" ")) and same and all(same)):
        return None
    apart = [equal or _BESIDE.search(found.string[: found.start()]) for found, equal in zip(others, same, strict=True)]
    return quantity if all(apart) else None


def _is_letter(character: str) -> bool:
    """Whether it would make a number part of a name; Chinese is written without spaces, so its characters do not."""
    return character.isalnum() and not "\u3400" <= character <= "\u9fff"


def _stands_apart(match: re.Match[str]) -> bool:
    """Not the exponent of a unit, as in ``m2`` and ``m^2``."""
    return not re.search(r"[A-Za-z]\^?\{?\Z", match.string[: match.start()])


def _read(match: re.Match[str]) -> Quantity | None:
    """What a match says; None where it cannot be a number of use (over zero, a very large power)."""
    value = Fraction(match["number"].replace(",", ""))
    over = match["under"] or match["whole"]
    if over is not None and int(over) == 0:
        return None
    if match["ten"] is not None or match["power"] is not None:
        power = int((match["ten"] or match["power"]).strip("{}"))
        base = Fraction(10) if match["ten"] else value
        if abs(power) > _LARGEST_POWER or len(match["number"]) > 30 or (base == 0 and power < 0):
            return None
        value = value * base**power if match["ten"] else base**power
    elif match["under"] is not None:
        if int(over) > 1 and value % int(over) == 0:
            return None  # a division that nobody worked out
        value /= int(over)
    elif match["part"] is not None:
        value += Fraction(int(match["part"]), int(over))
    plain = match["ten"] is None and match["power"] is None and over is None
    return Quantity(-value if match["sign"] == "-" else value, plain)
