"""Examples that a prompt gives in words: ``assert`` lines, ``f(2) == 4``, ``f(2) returns 4``, ``Input: n = 2``."""

import ast
import keyword
import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from redraft.critics.code.parsing import tree_of
from redraft.critics.code.testing.cases import Case, Compares, plain_call
from redraft.critics.code.testing.literals import NotLiteral, literal_in
from redraft.critics.code.testing.splitting import MalformedTests, cases_in
from redraft.critics.code.testing.whole import as_function

_MAX_CHARACTERS = 50_000
_MAX_LINES_OF_ASSERT = 10
_MAX_ASSERTS, _MAX_CALLS = 100, 300
_ASSERT = re.compile(r"^[ \t>*-]*`?(assert\b.*)$", re.M)
_CALL = re.compile(r"(?<![\w.])([^\W\d]\w*)[ \t]*\(")
# Between a call and its value. A word needs to be one: "f(2) returns 4".
_GIVES = re.compile(
    r"[ \t`]*(?:={1,3}>?|[-=]+>|➞|→|⇒|↦|#[ \t]*(?:=>|->|returns?)?|"
    r"(?:(?:should|must|will|would)[ \t]+(?:return|give|be|equal|output|evaluate[ \t]+to|yield)|"
    r"returns?|gives|yields|is|equals|outputs|evaluates[ \t]+to)\b)[ \t]*:?[ \t\n]*`?"
)
_OUTPUT = re.compile(
    r"[\s,;.`*]{0,20}(?:(?:then|so|and)\s+)?(?:the\s+)?(?:expected\s+|function\s+)?"
    r"(?:output|result|answer|returns?|should\s+return)"
    r"(?:\s+value)?\s*(?:should\s+be|should\s+return|must\s+be|is|will\s+be|[:=]+)?[\s:`*]*",
    re.I,
)
_BETWEEN_ARGUMENTS = re.compile(r"[\s,;`]*(?:and\s+)?")
_ASKS = re.compile(r"\b(?:write|implement|define|create|complete)\b[^.\n]{0,60}\bfunctions?\b[^\n]{0,300}", re.I)
_SIGNATURE = re.compile(
    r"(?<![\w.])([^\W\d]\w*)\((?:[^\W\d]\w*(?:[ ]*,[ ]*[^\W\d]\w*){0,9})?\)(?![ ]*(?:=|returns|is\b))"
)
_NUMBER = re.compile(r"[-+]?(?:\d[\d_]*)(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w])")
_WORD = re.compile(r"(?:True|False|None)\b")
_BUILT = re.compile(r"(?:set|frozenset)\(")
_STRING = re.compile(r"[rbuRBU]{0,2}(?:'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\")")
# What may not follow a value: it would be part of a longer expression.
_GOES_ON = re.compile(r"[ \t]*(?:[-+*/%<>|&^(\[]|=(?![=>]?\s*$)|\.\w|\bif\b|\bor\b|\band\b\s*\w+\()")
_CLOSING = {"(": ")", "[": "]", "{": "}"}


class _Span(NamedTuple):
    text: str
    end: int


def examples_in(text: str, *, function: str, parameters: tuple[str, ...], names: frozenset[str]) -> tuple[Case, ...]:
    """The examples that a prompt gives outside doctests.

    Taken are only those whose arguments and value are all written out. An example that is given twice counts once; two
    that contradict each other count as none.

    Args:
        text: the prompt.
        function: the function that the prompt begins; empty when it gives no code.
        parameters: its parameters, for ``Input: n = 2`` and ``For n = 2 the output should be 4``.
        names: functions that the draft defines.
    """
    if len(text) > _MAX_CHARACTERS:
        return ()
    asked = _asked(text)
    # What is asked for has to be there; what is not (`mod(5, 2) == 1` explains a word) proves nothing of the answer.
    wanted = asked or (names | {function} if function else names)
    # Doctests are read as such; blanked, so that places stay what they are.
    plain = re.sub(r"^[ \t]*>>>.*(?:\n[ \t]*\S.*)*", lambda match: " " * len(match[0]), text, flags=re.M)
    found = [*_asserted(plain, wanted), *_called(plain, wanted)]
    if function and parameters:
        found += _named(plain, function, parameters)
    return tuple(_consistent(found))


def _asked(text: str) -> frozenset[str]:
    """Functions that a sentence asks for by name and parameters: ``Write two functions, encode(s) and decode(s)``."""
    sentences = (match[0] for match in islice(_ASKS.finditer(text), _MAX_ASSERTS))
    return frozenset(name for sentence in sentences for name in _SIGNATURE.findall(sentence))


def _asserted(text: str, names: frozenset[str]) -> Iterator[Case]:
    for match in islice(_ASSERT.finditer(text), _MAX_ASSERTS):
        lines = text[match.start(1) :].split("\n", _MAX_LINES_OF_ASSERT)[:_MAX_LINES_OF_ASSERT]
        for n in range(1, len(lines) + 1):
            source = "\n".join(lines[:n]).rstrip().rstrip("`")
            try:
                cases = cases_in(source, origin="example")
            except MalformedTests:
                continue
            yield from (case for case in cases if case.function in names)
            break


def _called(text: str, names: frozenset[str]) -> Iterator[Case]:
    named = (match for match in _CALL.finditer(text) if match[1] in names)
    for match in islice(named, _MAX_CALLS):
        name = match[1]
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        if keyword.iskeyword(name) or re.search(r"\b(?:def|assert|class)\b", line):
            continue
        arguments = _balanced(text, match.end() - 1)
        gives = _GIVES.match(text, arguments.end) if arguments else None
        value = _literal(text, gives.end()) if gives else None
        if arguments is not None and value is not None and not _GOES_ON.match(text, value.end):
            case = _case(f"{name}{arguments.text}", value.text)
            if case is not None:
                yield case


def _named(text: str, function: str, parameters: tuple[str, ...]) -> Iterator[Case]:
    """Examples that name each parameter: ``Input: nums = [1, 2], k = 3`` and below it ``Output: 5``."""
    names = "|".join(map(re.escape, parameters))
    first = re.compile(rf"(?<![\w.])({names})`?[ \t]*={{1,2}}[ \t]*`?")
    at = 0
    for _ in range(_MAX_CALLS):
        match = first.search(text, at)
        if match is None:
            return
        given: dict[str, str] = {}
        at = match.end()
        step: re.Match[str] | None = match
        while step is not None and (value := _literal(text, step.end())) is not None:
            given.setdefault(step[1], value.text)
            at = value.end
            between = _BETWEEN_ARGUMENTS.match(text, at)
            step = first.match(text, between.end() if between else at)
        output = _OUTPUT.match(text, at) if given.keys() == set(parameters) else None
        wanted = _literal(text, output.end()) if output else None
        if wanted is not None and not _GOES_ON.match(text, wanted.end):
            case = _case(f"{function}({', '.join(given[name] for name in parameters)})", wanted.text)
            if case is not None:
                yield case


def _case(call: str, value: str) -> Case | None:
    try:
        expression = tree_of(" ".join(call.split("\n")), mode="eval").body
        expected = literal_in(" ".join(value.split("\n")))
    except (SyntaxError, NotLiteral, ValueError, RecursionError, MemoryError, OverflowError):
        return None
    plain = plain_call(expression)
    if plain is None:
        return None
    return Case(
        origin="example", shown=ast.unparse(expression), expectation=Compares(relation="==", value=expected),
        function=plain[0], arguments=plain[1], **as_function((), expression),
    )  # fmt: skip


def _literal(text: str, at: int) -> _Span | None:
    """The value that begins at a place; None when none does."""
    for pattern in (_STRING, _NUMBER, _WORD):
        match = pattern.match(text, at)
        if match is not None:
            return _Span(match[0], match.end())
    built = _BUILT.match(text, at)
    if built is not None:
        inner = _balanced(text, built.end() - 1)
        return _Span(text[at : inner.end], inner.end) if inner else None
    if text[at : at + 1] not in _CLOSING:
        return None
    span = _balanced(text, at)
    # ("Venus") is written for a tuple as often as for its only item.
    return None if span is not None and span.text[0] == "(" and "," not in span.text and span.text != "()" else span


def _balanced(text: str, at: int) -> _Span | None:
    """From an opening bracket to the one that closes it; None when none does within a few lines."""
    closing: list[str] = []
    place = at
    while place < min(len(text), at + 4000):
        character = text[place]
        if character in "'\"":
            string = _STRING.match(text, place)
            if string is None:
                return None
            place = string.end()
            continue
        if character in _CLOSING:
            closing.append(_CLOSING[character])
        elif character in ")]}":
            if not closing or closing.pop() != character:
                return None
            if not closing:
                return _Span(text[at : place + 1], place + 1)
        place += 1
    return None


def _consistent(cases: list[Case]) -> Iterator[Case]:
    by_call: dict[str, list[Case]] = {}
    for case in cases:
        by_call.setdefault(case.shown, []).append(case)
    for same_call in by_call.values():
        if len({case.expectation.shown for case in same_call}) == 1:
            yield same_call[0]
