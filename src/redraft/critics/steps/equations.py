"""Checker of equality chains anywhere in a text: every equation whose two sides can be read is computed."""

from collections.abc import Iterator

from redraft.critics.steps.checker import Problem, Report
from redraft.critics.steps.claims import is_claimed
from redraft.critics.steps.expressions import parse
from redraft.critics.steps.links import Link, links
from redraft.critics.steps.numerals import shown
from redraft.critics.steps.quantities import from_nowhere
from redraft.critics.steps.reasoning import Reasoning, Step
from redraft.critics.steps.rounding import agrees, converted, says_rounded
from redraft.critics.steps.tokens import Annotation, Token, Tokens, tokenize
from redraft.critics.steps.values import Value

_MAX_BETWEEN = 40
"""Characters between the last equation and the answer that it has to be: a unit, a full stop, "So the answer is"."""


class Equations:
    """Finds equations that do not hold.

    That all hold does not prove an answer to a word problem: the wrong quantities may have been multiplied rightly.
    So this checker never says that an answer is proven.
    """

    name = "equations"

    def check(self, asked: str, reasoning: Reasoning) -> Report | None:
        """See `Checker`; None when there is no equation that can be read."""
        problems: list[Problem] = []
        n_checked = 0
        for step in reasoning.steps:
            found, n = check_step(reasoning.text, step)
            problems += found
            n_checked += n
        if not n_checked:
            return None
        problems += _answer_from_nowhere(reasoning)
        remark = from_nowhere(asked, reasoning)
        remarks = () if remark is None else (remark,)
        return Report(problems=tuple(problems), remarks=remarks, n_checked=n_checked)


def _answer_from_nowhere(reasoning: Reasoning) -> list[Problem]:
    """The finding that the answer is a number that stands nowhere before it, not even rounded.

    An answer that is not the last value may still be right: the last line may have added a remark.
    """
    stated = reasoning.answer
    value = None if stated is None else value_of_text(stated.text)
    if stated is None or value is None:
        return []
    before = tokenize(reasoning.text, 0, stated.start).tokens
    numbers = {abs(token.value) for token in before if token.value is not None}
    found = [link.right for link in links(before)][-1:]
    # Words between the last equation and the answer may have done something to it, such as counting.
    last = [right.value.plain for right in found if right.value and stated.start - right.end <= _MAX_BETWEEN]
    # Whole things are counted, hundredths are per cent: 266.67 boxes are 266 or 267, and 0.5 is 50 %.
    size = abs(value.plain)
    near = any(abs(size - number) < 1 or size in (number * 100, number / 100) for number in numbers)
    if near or not last:
        return []
    values = {"claimed": stated.text, "computed": shown(last[-1])}
    return [Problem(start=stated.start, end=stated.end, kind="answer", says="answer_differs", values=values)]


def check_step(text: str, step: Step) -> tuple[list[Problem], int]:
    """The equations of one step that do not hold, and how many were computed."""
    read = tokenize(text, step.start, step.end)
    is_about = says_rounded(step.text)
    problems: list[Problem] = []
    n_checked = 0
    for link in links(read.tokens):
        holds = verdict_of(link, is_about=is_about)
        if holds is False and not is_claimed(text, step, link):
            continue
        n_checked += holds is not None
        if holds is False and not _holds_with_sign(text, step, link, is_about=is_about):
            problems.append(problem_of(text, link))
    for annotation in read.annotations:
        found, n = _check_annotation(text, read, annotation)
        n_checked += n
        # A wrong calculation is usually written twice, for people and for the calculator: one finding says it.
        problems += [problem for problem in found if not problems or not _same_place(problems[-1], problem)]
    return problems, n_checked


def verdict_of(link: Link, *, is_about: bool = False) -> bool | None:
    """Whether an equation holds; None when a side was not read or it says nothing that can be computed."""
    left, right = link.left.value, link.right.value
    if left is None or right is None:
        return None
    is_lone = left.decimals is not None and not left.is_scientific
    if is_lone and not link.continues and not (left.units and right.units):
        return None  # "so 20 = 18": a lone number may be the end of a calculation in words
    return agrees(left, right, is_about=is_about or link.is_about)


def problem_of(text: str, link: Link) -> Problem:
    """The finding that an equation does not hold."""
    left, right = link.left.value, link.right.value
    assert left is not None
    assert right is not None
    computed, claimed = converted(left, right) or (left.plain, right.plain)
    said = {"claim": text[link.left.start : link.right.end], "computed": shown(computed)}
    if right.decimals is None:
        # Both sides are calculations: what the right one gives is not written anywhere.
        return Problem(
            start=link.left.start, end=link.right.end, kind="arithmetic", says="unequal",
            values={**said, "left": text[link.left.start : link.left.end],
                    "right": text[link.right.start : link.right.end], "claimed": shown(claimed)},
        )  # fmt: skip
    values = {**said, "claimed": text[link.right.start : link.right.end]}
    return Problem(start=link.left.start, end=link.right.end, kind="arithmetic", says="wrong_value", values=values)


def _holds_with_sign(text: str, step: Step, link: Link, *, is_about: bool) -> bool:
    """Whether a dash that was taken for a list marker makes the first number negative, and the equation right."""
    if link.left.start != step.start or text[: step.start].rstrip(" \t")[-1:] != "-":
        return False
    read = tokenize(f"-{text[step.start : link.left.end]}")
    parsed = parse(read.tokens, 0, len(read.tokens))
    assert link.right.value is not None
    return (
        parsed is not None
        and parsed.end == len(read.tokens)
        and agrees(parsed.value, link.right.value, is_about=is_about) is not False
    )


def _same_place(first: Problem, second: Problem) -> bool:
    return first.start <= second.start and second.end <= first.end + 40


def _check_annotation(text: str, read: Tokens, annotation: Annotation) -> tuple[list[Problem], int]:
    """A calculator's note: whether it is right, and whether the number after it is its result."""
    noted = tokenize(text, annotation.start, annotation.end).tokens
    problems: list[Problem] = []
    n_checked = 0
    result: Value | None = None
    for link in links(noted):
        holds = verdict_of(link)
        n_checked += holds is not None
        if holds is False:
            problems.append(problem_of(text, link))
        result = link.right.value
    following = read.tokens[annotation.n_tokens] if annotation.n_tokens < len(read.tokens) else None
    beyond = read.tokens[annotation.n_tokens + 1] if annotation.n_tokens + 1 < len(read.tokens) else None
    is_whole = beyond is None or beyond.kind != "number"  # 17 500 is one number to those who write it
    if result is not None and following is not None and following.glued and following.value is not None and is_whole:
        problems += _check_copy(text, annotation, result, following)
        n_checked += 1
    return problems, n_checked


def _check_copy(text: str, annotation: Annotation, result: Value, following: Token) -> Iterator[Problem]:
    assert following.value is not None
    copied = Value(
        plain=following.value, bare=following.value, scaled=following.value,
        places=following.decimals, decimals=following.decimals,
    )  # fmt: skip
    # A note may hold hundredths where the text writes per cent, and the text may round to any digit it shows.
    rounded = agrees(result, copied, is_about=True)
    if not rounded and result.plain not in (following.value / 100, following.value * 100):
        values = {"noted": shown(result.plain), "claimed": following.text}
        yield Problem(start=annotation.start, end=following.end, kind="copy", says="note_differs", values=values)


def value_of_text(text: str) -> Value | None:
    """The number that a text is, units and currency allowed; None when it is none."""
    used = [token for token in tokenize(text).tokens if token.kind != "break"]
    parsed = parse(used, 0, len(used))
    return parsed.value if parsed is not None and parsed.end == len(used) else None
