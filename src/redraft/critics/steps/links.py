"""The equations of a step: what stands on either side of each equals sign, as far as it can be read for certain."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from redraft.critics.steps.expressions import parse
from redraft.critics.steps.measures import term_of
from redraft.critics.steps.tokens import Token
from redraft.critics.steps.values import Value

# A calculation to the left of an equals sign is looked for among this many tokens; the bound keeps long lines linear.
_MAX_TOKENS_LEFT = 60
# After one of these words a calculation would go on to the left in words: "half of 6 + 4 = 7" is right.
_GOES_ON = frozenset(
    "twice half double triple quadruple thrice quarter third thirds quarters halves fifth fifths of off times "
    "by negative minus plus percent less more fewer than sum difference product square root log sin cos tan "
    "ratio dozen every per mod modulo from over added subtracted multiplied divided hundred thousand million".split()
)
# A quantity goes on after one of these: 17 / 3 = 5 remainder 2, 150 minutes = 2 hours and 30 minutes.
_REMAINDERS = frozenset("remainder r rem with".split())


class Operand(NamedTuple):
    """One side of an equation.

    Attributes:
        value: its value; None when it was not read.
        start: where it begins in the text.
        end: one past its last character.
        name: the letter that it is, for ``A =``; None for the rest.
    """

    value: Value | None
    start: int
    end: int
    name: str | None = None


class Link(NamedTuple):
    """One equals sign with its two sides.

    Attributes:
        left: what stands to its left.
        right: what stands to its right.
        is_about: whether the sign says approximately, or dots follow the number: 0.333...
        continues: whether the left side is the whole right side of the link before.
    """

    left: Operand
    right: Operand
    is_about: bool
    continues: bool


def links(tokens: Sequence[Token], names: Mapping[str, Value] | None = None) -> Iterator[Link]:
    """Each equals sign of one step with its two sides, in order.

    Sides are read while iterating, so `names` may be filled on the way.
    """
    signs = [place for place, token in enumerate(tokens) if token.kind == "equals"]
    bounds = [-1, *signs, len(tokens)]
    whole_right = False
    for i, sign in enumerate(signs, start=1):
        left = _left_of(tokens, bounds[i - 1] + 1, sign, names)
        right, end = _right_of(tokens, sign + 1, bounds[i + 1], names)
        is_about = tokens[sign].text == "≈" or [token.text for token in tokens[end : end + 2]] == [".", "."]
        is_about = is_about or (end < len(tokens) and tokens[end].text in ("…", "\\ldots", "\\dots"))
        yield Link(left, right, is_about, whole_right)
        whole_right = right.value is not None and end == bounds[i + 1]


def _left_of(tokens: Sequence[Token], first: int, sign: int, names: Mapping[str, Value] | None) -> Operand:
    nothing = Operand(None, tokens[sign].start, tokens[sign].start)
    if first == sign:
        return nothing
    last = tokens[sign - 1]
    known = names or {}
    for start in range(max(first, sign - _MAX_TOKENS_LEFT), sign):
        if tokens[start].kind in ("word", "break") and tokens[start].text not in known:
            continue
        if not _may_begin(tokens, first, start):
            continue
        parsed = parse(tokens, start, sign, names)
        if parsed is not None and parsed.end == sign:
            if _is_continued_by_words(tokens, first, start):
                return nothing
            name = last.text if start == sign - 1 and last.kind == "word" else None
            return Operand(parsed.value, tokens[start].start, last.end, name)
    is_name = last.kind == "word" and len(last.text) == 1 and last.text.isalpha()
    if is_name and (sign - 1 == first or tokens[sign - 2].kind not in ("number", "operator", "close", "percent")):
        return Operand(None, last.start, last.end, last.text)
    return nothing


def _right_of(
    tokens: Sequence[Token], first: int, bound: int, names: Mapping[str, Value] | None
) -> tuple[Operand, int]:
    parsed = parse(tokens, first, bound, names) if first < bound else None
    place = tokens[first].start if first < len(tokens) else tokens[-1].end
    if parsed is None or _is_continued_to_the_right(tokens, parsed.end, bound, parsed.value):
        return Operand(None, place, place), first
    return Operand(parsed.value, place, tokens[parsed.end - 1].end), parsed.end


def _may_begin(tokens: Sequence[Token], first: int, start: int) -> bool:
    """Whether a calculation may begin here and not in its middle."""
    token = tokens[start]
    if start == first:
        return True
    before = tokens[start - 1]
    if token.kind == "operator":
        # A sign begins a calculation only where nothing stands before it: in "eggs - 3 = 13" it subtracts.
        # In "we get -3 + 5" the sign touches its number and nothing else.
        touches = tokens[start + 1].glued and not token.glued
        return before.kind in ("break", "open") or (before.kind == "word" and touches)
    if before.kind == "operator" and before.text in "*^" and token.glued and not before.glued:
        return start - 2 < first or tokens[start - 2].kind in ("break", "word")  # **16 - 3 = 13** in Markdown
    if before.kind in ("number", "operator", "close", "percent", "currency", "function", "unknown"):
        return False
    if before.kind == "break" and token.glued and before.glued:
        # 1,5 and 3:30 and 12.5.20 are no numbers of ours.
        return start - 2 < first or tokens[start - 2].kind != "number"
    if before.kind != "word":
        return True
    # "400 000 x 3" goes on to the left, and so does what touches a word.
    return before.text not in ("x", "X") and not (token.glued and before.text.isascii())


def _is_continued_by_words(tokens: Sequence[Token], first: int, start: int) -> bool:
    if start == first or tokens[start - 1].kind != "word":
        return False
    if _is_part_of_quantity(tokens, first, start):
        return True
    word = tokens[start - 1].text
    if word == "of" and start - 2 >= first and tokens[start - 2].text == "total":
        return False  # "for a total of 2 * 18 = 36" adds nothing to the left
    return word in _GOES_ON or word[-1] in "倍半的加減乘除分成"


def _is_part_of_quantity(tokens: Sequence[Token], first: int, start: int) -> bool:
    """Whether a number ends a quantity in two units: 5 feet 6 inches, 1 hour and 15 minutes."""
    place = start - 2 if tokens[start - 1].text == "and" else start - 1
    if place - 1 < first or tokens[place - 1].kind != "number" or start + 1 >= len(tokens):
        return False
    larger, smaller = term_of([tokens[place].text]).measure, term_of([tokens[start + 1].text]).measure
    if larger is None or smaller is None:
        return False
    return larger.dimension == smaller.dimension and larger.name != smaller.name


def _is_continued_to_the_right(tokens: Sequence[Token], place: int, bound: int, value: Value) -> bool:
    if place >= bound:
        return False
    if _is_in_letters(tokens, place, bound):
        return True
    word = tokens[place].text if tokens[place].kind == "word" else ""
    after = place + 1 if word in ("and", "with") else place
    is_number = after < bound and tokens[after].kind == "number"
    if word in _REMAINDERS and (word != "with" or is_number or _next_word(tokens, place, bound) == "a"):
        return True
    # 17 500 is one number to those who write it.
    is_thousands = tokens[place].kind == "number" and len(tokens[place].text) == 3
    return is_thousands or (bool(value.units) and is_number)


def _is_in_letters(tokens: Sequence[Token], place: int, bound: int) -> bool:
    r"""Whether a factor, power, index or function follows whose value is not known: 4\pi, 2\sin, 5!, 1{,}000."""
    token = tokens[place]
    if token.kind == "operator" and place + 1 < bound:
        return _is_letter(tokens[place + 1]) or tokens[place + 1].kind in ("open", "function")
    if token.kind == "break" and token.text == "." and place + 1 < bound:
        return tokens[place + 1].kind == "unknown"  # 0.\\overline{3}
    is_factor = _is_letter(token) and token.text not in ("\\ldots", "\\dots")
    return is_factor or (token.glued and (token.kind == "open" or token.text == "!"))


def _is_letter(token: Token) -> bool:
    is_single = token.kind == "word" and len(token.text) == 1 and token.text.isascii() and token.text not in "aI"
    return token.kind == "unknown" or is_single


def _next_word(tokens: Sequence[Token], place: int, bound: int) -> str:
    return tokens[place + 1].text if place + 1 < bound else ""
