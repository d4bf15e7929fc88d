"""Second stage for first-order logic: a statement becomes tokens, whichever signs its connectives are written in."""

import re
from dataclasses import dataclass

from redraft.critics.logic.issues import Issue, fault, repair

MAX_TOKENS = 4_000

_SIGNS = {
    **dict.fromkeys(("∧", "&&", "&", "/\\"), "and"),
    **dict.fromkeys(("∨", "||", "|", "\\/"), "or"),
    **dict.fromkeys(("⊕", "⊻"), "xor"),
    **dict.fromkeys(("→", "⇒", "⟹", "⟶", "⊃", ">>>", "==>", "-->", "->", "=>"), "implies"),
    **dict.fromkeys(("↔", "⇔", "⟺", "⟷", "≡", "<->", "<=>", "<-->", "<==>"), "iff"),
    **dict.fromkeys(("¬", "~", "!", "∼"), "not"),
    "∀": "all",
    "∃": "some",
    **dict.fromkeys(("=", "=="), "equal"),
    **dict.fromkeys(("≠", "!="), "unequal"),
    "<": "less",
    ">": "more",
    "≤": "at_most",
    "<=": "at_most",
    "≥": "at_least",
    ">=": "at_least",
    "∈": "member",
    "?": "blank",
    "(": "(",
    ")": ")",
    # Square brackets are parentheses in some hands; a list of things is no formula and fails later.
    "[": "(",
    "]": ")",
    ",": ",",
    ".": ".",
    ":": ":",
}
_WORDS = {"and": "and", "or": "or", "xor": "xor", "not": "not", "implies": "implies", "iff": "iff"}
_QUANTIFIERS = {"forall": "all", "all": "all", "exists": "some", "some": "some"}
_LATEX = {
    "\\forall": "all",
    "\\exists": "some",
    "\\land": "and",
    "\\wedge": "and",
    "\\lor": "or",
    "\\vee": "or",
    "\\oplus": "xor",
    "\\neg": "not",
    "\\lnot": "not",
    "\\rightarrow": "implies",
    "\\to": "implies",
    "\\implies": "implies",
    "\\leftrightarrow": "iff",
    "\\iff": "iff",
    "\\neq": "unequal",
}
# A name: letters, digits and underscores; inside it apostrophes, hyphens and dots that hold it together ("O'Brien",
# "co-op", "42.3billion"). A hyphen before ">" is an arrow.
_NAME = re.compile(r"\$?\w+(?:(?:['’`][^\W_]+|-(?=\w)[\w]+|\.(?=\d)\w+))*['’]?")
_SIGN = re.compile("|".join(map(re.escape, sorted(_SIGNS, key=len, reverse=True))))
_COMMAND = re.compile(r"\\[A-Za-z]+")
_MARKED = re.compile(r"[-'’`.$]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a sign.

    Attributes:
        kind: ``name``, ``end``, or what the sign stands for.
        text: as it is written, for messages; for a name the name that is meant.
        start: place in the program of its first character.
        end: one past its last.
    """

    kind: str
    text: str
    start: int
    end: int


def tokens_of(text: str, start: int) -> tuple[list[Token], list[Issue]]:
    """The tokens of a statement, with one of kind ``end`` behind them, and what was put right in names.

    Args:
        text: the statement.
        start: its place in the program.

    Raises:
        Faulty: at a character that begins no token, or when there are too many.
    """
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        token = _token(text, at, start)
        tokens.append(token)
        at = token.end - start
        if len(tokens) > MAX_TOKENS:
            raise fault("too_long_statement", start + at, limit=str(MAX_TOKENS))
    tokens.append(Token("end", "", start + len(text), start + len(text)))
    return _with_quantifier_words(tokens), [
        repair("repair_name", token.start, token.end, seen=text[token.start - start : token.end - start])
        for token in tokens
        if token.kind == "name" and _MARKED.search(text[token.start - start : token.end - start])
    ]


def _token(text: str, at: int, start: int) -> Token:
    name = _NAME.match(text, at)
    if name is not None:
        word = name[0]
        kind = _WORDS.get(word, "name")
        return Token(
            kind, _MARKED.sub("_", word.lstrip("$")) if kind == "name" else word, start + at, start + name.end()
        )
    command = _COMMAND.match(text, at)
    if command is not None and command[0] in _LATEX:
        return Token(_LATEX[command[0]], command[0], start + at, start + command.end())
    sign = _SIGN.match(text, at)
    if sign is None:
        raise fault("unreadable_character", start + at, seen=text[at])
    return Token(_SIGNS[sign[0]], sign[0], start + at, start + sign.end())


def _with_quantifier_words(tokens: list[Token]) -> list[Token]:
    """``forall x`` and ``exists x`` are quantifiers; ``Exists(x)`` is a predicate."""
    found = []
    for token, after in zip(tokens, [*tokens[1:], tokens[-1]], strict=True):
        kind = _QUANTIFIERS.get(token.text.lower()) if token.kind == "name" else None
        found.append(Token(kind, token.text, token.start, token.end) if kind and after.kind == "name" else token)
    return found


def balanced(tokens: list[Token]) -> tuple[list[Token], list[Issue]]:
    """The tokens with the parentheses that are missing at the end, or without those that are too many there.

    Only the end is touched: anywhere else several places would do, and they mean different things. A full stop at the
    end goes as well.
    """
    *inner, end = tokens
    repairs: list[Issue] = []
    while inner and inner[-1].kind in (".", ":", ","):
        last = inner.pop()
        repairs.append(repair("repair_trailing", last.start, last.end, seen=last.text))
    n_open = sum(token.kind == "(" for token in inner) - sum(token.kind == ")" for token in inner)
    if n_open > 0:
        repairs.append(repair("repair_unclosed", end.start, end.end, n=str(n_open)))
        inner += [Token(")", ")", end.start, end.start)] * n_open
    while n_open < 0 and inner[-1].kind == ")":
        last = inner.pop()
        repairs.append(repair("repair_unopened", last.start, last.end))
        n_open += 1
    return [*inner, end], repairs
