"""Checker of calculations that the prompt states whole: each step, each copy and the answer follow from the prompt."""

import re
from dataclasses import dataclass, field, replace

from redraft.critics.stated import Doubt, quoted, said_twice, taken_back
from redraft.critics.steps.checker import Problem, Report
from redraft.critics.steps.claims import is_claimed
from redraft.critics.steps.equations import problem_of, value_of_text, verdict_of
from redraft.critics.steps.expressions import parse
from redraft.critics.steps.links import Link, links
from redraft.critics.steps.numerals import shown
from redraft.critics.steps.reasoning import Reasoning, Step
from redraft.critics.steps.rounding import agrees, says_rounded
from redraft.critics.steps.tokens import Token, tokenize
from redraft.critics.steps.values import Value

# Words around a bare calculation in a prompt; any other word makes it a word problem.
_ASKING = frozenset(
    "what is what's whats compute calculate evaluate work out find solve simplify give determine the value "
    "result of expression following answer to this a please can you tell me how much q question step by and "
    "show your working think let's lets 計算 請計算 請 等於 多少 等於多少 是多少 的值 算出 求".split()
)
# A short answer in a sentence: "2 + 3 is 5."
_ENDING = re.compile(r"(?:\b(?:is|get|gives|be)|[:：是])\s{0,3}([-−]?\$?[\d,]*\.?\d+(?:/\d+)?)[\s.。!*$]{0,5}\Z")
_MAX_ENDING = 100
# Words beside an answer that make it no other quantity.
_NO_UNITS = frozenset("x of".split())
_QUOTED = re.compile(r"[\"“'‘]([^\"”'’\n]{1,300})[\"”'’]")


class Calculation:
    """Finds the first step of a stated calculation that is computed, copied or put together wrongly.

    Letters may stand for parts: ``A * B, where A = (2 + 3) and B = 4``. What a letter was defined as must be what is
    computed later, and what it was computed as is what later steps use, so that they do not inherit a mistake.
    """

    name = "calculation"

    def check(self, asked: str, reasoning: Reasoning) -> Report | None:
        """See `Checker`; None when the prompt is no bare calculation."""
        wanted = stated_calculation(asked)
        if wanted is None:
            return None
        reading = _Reading(text=reasoning.text, wanted=wanted)
        for step in reasoning.steps:
            reading.read(step)
        answer = _answer(reasoning, reading.last)
        problems = list(reading.problems)
        if answer is not None and (doubt := _doubt(reasoning, answer)):
            return Report(problems=tuple(problems), n_checked=reading.n_checked, doubt=doubt)
        # A third may be answered as 0.333; half a point of the last digit shown is allowed, as in any step.
        is_right = answer is not None and agrees(wanted, answer.value, is_about=False) is True
        if answer is not None and not is_right:
            problems += reading.problem_of_answer(answer)
        n_checked = reading.n_checked + (answer is not None)
        return Report(problems=tuple(problems), n_checked=n_checked, proven=is_right and not problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    value: Value
    start: int
    end: int


def stated_calculation(asked: str) -> Value | None:
    """The value of the calculation that a prompt asks for; None when it asks for anything else."""
    if len(asked) > 2000:
        return None
    tokens = list(tokenize(asked).tokens)
    while tokens and tokens[-1].kind in ("break", "equals", "currency"):
        tokens.pop()
    while tokens and tokens[-1].kind == "word" and tokens[-1].text in _ASKING:
        tokens.pop()
    while tokens and tokens[-1].kind in ("break", "equals", "currency"):
        tokens.pop()
    start = 0
    while start < len(tokens) and (tokens[start].kind in ("break", "currency") or tokens[start].text in _ASKING):
        start += 1
    parsed = parse(tokens, start, len(tokens))
    if parsed is None or parsed.end != len(tokens) or parsed.value.decimals is not None:
        return None
    has_word = any(token.kind == "word" and token.text not in ("x", "X", "of") for token in tokens[start:])
    return None if has_word else parsed.value


@dataclass(slots=True, kw_only=True)
class _Reading:
    """What is known while reading a chain from its first step to its last.

    Attributes:
        text: the draft.
        wanted: value of the prompt's calculation.
        stated: what each letter was defined as, before anything was computed.
        computed: what each letter was last claimed to be.
        symbolic: the calculation in letters that the chain set out with, as tokens.
        problems: found so far.
        n_checked: claims computed so far.
        last: last value that the chain arrived at, with its place.
    """

    text: str
    wanted: Value
    stated: dict[str, Value] = field(default_factory=dict)
    computed: dict[str, Value] = field(default_factory=dict)
    symbolic: tuple[Token, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    n_checked: int = 0
    last: _Answer | None = None

    def read(self, step: Step) -> None:
        """Take in one step."""
        if not self.symbolic:
            self._read_symbolic(step)
        tokens = tokenize(self.text, step.start, step.end).tokens
        self.problems += self._equations(step, tokens)
        if self.symbolic and step.number == 1:
            self._check_parts(step)

    def _equations(self, step: Step, tokens: tuple[Token, ...]) -> list[Problem]:
        problems: list[Problem] = []
        is_about = says_rounded(step.text)
        naming: str | None = None
        for link in links(tokens, self.computed):
            if link.left.name is not None and not link.continues:
                naming = link.left.name
                problems += self._define(naming, link)
                continue
            if not link.continues:
                naming = None
            holds = verdict_of(link, is_about=is_about)
            if holds is False and not is_claimed(self.text, step, link):
                continue
            self.n_checked += holds is not None
            if holds is False:
                problems.append(problem_of(self.text, link))
            if link.right.value is not None:
                self._claim(naming, link)
        return problems

    def _define(self, name: str, link: Link) -> list[Problem]:
        """``A = (2 + 3)``: the first time it says what A is, later it must be the same."""
        value = link.right.value
        if value is None:
            return []
        before = self.stated.get(name)
        self._claim(name, link)
        if before is None:
            self.stated[name] = value
            return []
        self.n_checked += 1
        if agrees(before, value, is_about=False) is not False:
            return []
        values = {"name": name, "claim": self.text[link.left.start : link.right.end],
                  "computed": shown(before.plain), "claimed": shown(value.plain)}  # fmt: skip
        return [Problem(start=link.left.start, end=link.right.end, kind="copy", says="copied_wrongly", values=values)]

    def _claim(self, name: str | None, link: Link) -> None:
        value = link.right.value
        assert value is not None
        if name is not None:
            self.computed[name] = replace(value, decimals=None)
        self.last = _Answer(value=value, start=link.right.start, end=link.right.end)

    def _read_symbolic(self, step: Step) -> None:
        for match in _QUOTED.finditer(self.text, step.start, step.end):
            tokens = tokenize(self.text, match.start(1), match.end(1)).tokens
            if any(token.kind == "word" and len(token.text) == 1 for token in tokens):
                self.symbolic = tokens
                return

    def _check_parts(self, step: Step) -> None:
        """Whether the parts put together are the prompt's calculation."""
        parsed = parse(self.symbolic, 0, len(self.symbolic), self.stated)
        if parsed is None or parsed.end != len(self.symbolic):
            return
        self.n_checked += 1
        if parsed.value.plain != self.wanted.plain:
            values = {"computed": shown(parsed.value.plain), "wanted": shown(self.wanted.plain)}
            problem = Problem(start=step.start, end=step.end, kind="copy", says="parts_differ", values=values)
            self.problems.append(problem)

    def problem_of_answer(self, answer: _Answer) -> list[Problem]:
        """The finding that the answer is wrong; none when it is inherited from a mistake that was found."""
        inherited = self.problems and self.last is not None and self.last.value.plain == answer.value.plain
        if inherited:
            return []
        values = {"claimed": self.text[answer.start : answer.end], "computed": shown(self.wanted.plain)}
        return [Problem(start=answer.start, end=answer.end, kind="answer", says="wrong_answer", values=values)]


def _answer(reasoning: Reasoning, last: _Answer | None) -> _Answer | None:
    """What the draft states as its answer: announced, else the last value of its chain, else the lone number it is."""
    stated = reasoning.answer
    if stated is not None:
        text = stated.text.rpartition("=")[2]
        value = value_of_text(text)
        if value is not None:
            return _Answer(value=value, start=stated.start, end=stated.end)
    if last is not None:
        return last
    ending = _ENDING.search(reasoning.text[-_MAX_ENDING:])
    words = ending[1] if ending else reasoning.text.strip() if len(reasoning.text) < _MAX_ENDING else ""
    value = value_of_text(words)
    if value is None:
        return None
    start = reasoning.text.rindex(words)
    return _Answer(value=value, start=start, end=start + len(words))


def _doubt(reasoning: Reasoning, answer: _Answer) -> Doubt | None:
    """Why the draft settles on no one number, or on one of something that a bare calculation is not about."""
    text = reasoning.text[answer.start : answer.end]
    said = [one.text for one in reasoning.answers]
    doubt = said_twice(said, _read) or taken_back(text, reasoning.text[answer.end :], str(answer.value.plain), _read)
    if doubt is not None:
        return doubt
    last = [token for token in tokenize(text).tokens if token.kind in ("word", "percent", "unknown")]
    if not last or all(token.kind == "word" and token.text in _NO_UNITS for token in last):
        return None
    # Five million, five dozen and five per cent are not five.
    return Doubt(quoted(text[: last[0].start]), quoted(text))


def _read(words: str) -> str | None:
    value = value_of_text(words.rpartition("=")[2].strip(" \t*_`.。!！\"“”'"))
    return None if value is None else str(value.plain)
