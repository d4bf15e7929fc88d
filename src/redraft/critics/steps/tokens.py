"""Text as the tokens of arithmetic: numbers, operators, brackets, words; LaTeX included, places kept."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

Kind = Literal[
    "number", "operator", "open", "close", "equals", "percent", "currency", "word", "function", "unknown", "break"
]  # fmt: skip

# Longer numbers are read as no number: nobody computes with them by hand, and powers of them would take long.
MAX_DIGITS = 40

_OPERATORS = {
    "+": "+", "-": "-", "−": "-", "–": "-", "*": "*", "×": "*", "·": "*", "⋅": "*", "∙": "*", "✕": "*",
    "＋": "+", "－": "-", "＊": "*", "／": "/",
    "÷": "/", "/": "/", "^": "^", "**": "^", "\\times": "*", "\\cdot": "*", "\\div": "/",
}  # fmt: skip
# Chinese text is written with full-width signs.
_BRACKETS = {"（": "(", "）": ")"}
_OPERATOR_WORDS = {"times": "*", "plus": "+", "minus": "-"}
_FUNCTIONS = {"\\frac": "frac", "\\dfrac": "frac", "\\tfrac": "frac", "\\sqrt": "sqrt", "√": "sqrt"}

# Each alternative is a run of one class of characters or a fixed word, so that matching takes linear time.
_TOKEN = re.compile(
    r"""(?P<skip>\s+|&(?==)|\\left(?![a-z])|\\right(?![a-z])|\\[,;!:\ ]|\\displaystyle|[\u200b\ufeff])
    |(?P<border>\\[()\[\]\\]|\\(?:implies|iff|quad|qquad|to|therefore|because|begin|end|[A-Za-z]*arrow)(?![a-zA-Z]))
    |(?P<subscript>_\{[^{}\n]{0,40}\}|_[^\W_]?)
    |(?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\.[0-9]+)
    |(?P<annotation><<[^<>\n]{0,300}>>)
    |(?P<relation><=|>=|=>|->|!=|:=)
    |(?P<equals>={1,2}|＝|≈|≅|\\approx|等[於于])
    |(?P<phrase>\\(?:text|mathrm|textbf|mbox)\{[^{}\n]{0,200}\})
    |(?P<percent>\\?%|％)
    |(?P<currency>\\?\$|[€£¥₹])
    |(?P<function>\\[dt]?frac(?![a-z])|\\sqrt|√)
    |(?P<operator>\*\*|[+\-−–*×·⋅∙✕÷/^＋－＊／]|\\times|\\cdot|\\div)
    |(?P<command>\\[A-Za-z]{1,40})
    |(?P<open>\\?[(\[{（])
    |(?P<close>\\?[)\]}）])
    |(?P<power>[²³])
    |(?P<word>[^\W\d_]+(?:['’\-][^\W\d_]+)*[0-9]{0,3})
    |(?P<break>.)""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    r"""One token.

    Attributes:
        kind: what it is; ``unknown`` is a factor or function without a known value, such as ``\pi`` or a subscript;
            ``break`` is whatever cannot stand inside a calculation.
        text: its canonical form: operators as ``+ - * / ^``, words in lower case, names and numbers as written.
        start: where it begins in the text that was read.
        end: one past its last character.
        value: of a number, exactly as written; None for the rest.
        decimals: digits after a number's point.
        glued: whether no space stands before it.
    """

    kind: Kind
    text: str
    start: int
    end: int
    value: Fraction | None = None
    decimals: int = 0
    glued: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """A calculator's note, ``<<16-3=13>>``.

    Attributes:
        start: where its inside begins.
        end: one past the end of its inside.
        n_tokens: how many tokens stand before it.
    """

    start: int
    end: int
    n_tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """A text as tokens; calculator's notes are set apart, for the visible text reads on without them."""

    tokens: tuple[Token, ...]
    annotations: tuple[Annotation, ...] = ()


def tokenize(text: str, start: int = 0, end: int | None = None) -> Tokens:
    """The tokens of ``text[start:end]``, with places in `text`."""
    end = len(text) if end is None else end
    tokens: list[Token] = []
    annotations: list[Annotation] = []
    place, glued = start, False
    while place < end:
        match = _TOKEN.match(text, place, end)
        assert match is not None, "the last alternative takes any character"
        kind = match.lastgroup or "word"
        if kind == "annotation":
            annotations.append(Annotation(start=match.start() + 2, end=match.end() - 2, n_tokens=len(tokens)))
        elif kind != "skip":
            tokens.extend(_tokens_of(kind, match[0], match.start(), glued))
        elif "\n" in match[0] and _ends_line(text, match.end(), tokens):
            tokens.append(Token("break", "\n", match.start(), match.end()))
        # LaTeX's \\left and thin spaces leave f and ( together; white space parts them.
        glued = kind != "skip" or (glued and not match[0].isspace())
        place = match.end()
    return Tokens(tokens=tuple(tokens), annotations=tuple(annotations))


def _ends_line(text: str, place: int, tokens: list[Token]) -> bool:
    """Whether a line break ends what stands before it; a chain may go on over lines at its operators."""
    goes_on = text.startswith(("=", "≈", "&", "\\approx"), place)
    return not goes_on and not (tokens and tokens[-1].kind in ("operator", "equals"))


def _tokens_of(kind: str, text: str, start: int, glued: bool) -> list[Token]:
    end = start + len(text)
    if kind == "number":
        return [_number(text, start, end, glued)]
    if kind == "operator":
        return [Token("operator", _OPERATORS[text], start, end, glued=glued)]
    if kind == "power":
        two = Token("number", "2" if text == "²" else "3", start, end, Fraction(2 if text == "²" else 3), 0, True)
        return [Token("operator", "^", start, end, glued=True), two]
    if kind == "function":
        return [Token("function", _FUNCTIONS[text], start, end, glued=glued)]
    if kind in ("open", "close"):
        # A LaTeX brace with a backslash is a brace that is seen, one without it groups; both are brackets here.
        return [
            Token("open" if kind == "open" else "close", _BRACKETS.get(text[-1], text[-1]), start, end, glued=glued)
        ]
    if kind == "word":
        word = text.lower()
        if word in _OPERATOR_WORDS:
            return [Token("operator", _OPERATOR_WORDS[word], start, end)]
        if word == "equals":
            return [Token("equals", "=", start, end)]
        return [Token("word", text if len(text) == 1 else word, start, end, glued=glued)]
    if kind == "phrase":
        return [Token("word", text.partition("{")[2].removesuffix("}").strip().lower(), start, end, glued=glued)]
    if kind in ("command", "subscript"):
        return [Token("unknown", text, start, end, glued=glued)]
    if kind == "equals":
        return [Token("equals", "≈" if text in ("≈", "≅", "\\approx") else "=", start, end, glued=glued)]
    if kind == "percent":
        return [Token("percent", "%", start, end, glued=glued)]
    if kind == "currency":
        return [Token("currency", text[-1], start, end, glued=glued)]
    return [Token("break", text, start, end, glued=glued)]


def _number(text: str, start: int, end: int, glued: bool) -> Token:
    if len(text) > MAX_DIGITS:
        return Token("break", text[:MAX_DIGITS], start, end, glued=glued)
    plain = text.replace(",", "")
    return Token("number", text, start, end, Fraction(Decimal(plain)), len(plain.partition(".")[2]), glued)
