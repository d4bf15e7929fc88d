"""A draft as a chain of steps: where each begins and ends, and which answer it states."""

import itertools
import re
from dataclasses import dataclass, field
from functools import cached_property

# A list marker opens a line: "1.", "2)", "(3)", "Step 4:", "步驟五：", "-", "*", "•".
_MARKER = re.compile(
    r"[ \t]*(?:\(?\d{1,4}[.)、](?=\s)|(?:[Ss]tep|STEP)[ \t]{1,3}\d{1,4}[.:)]|"
    r"(?:第[一二三四五六七八九十\d]{1,4}步|步驟[ \t]?[一二三四五六七八九十\d]{1,4})[:：、.]?|[-*•](?=[ \t]))[ \t]*"
)
_NUMBERED = re.compile(r"[ \t]*(?:\(?\d{1,4}[.)、](?=\s)|[Ss]tep\b|STEP\b|第|步驟)")
# A sentence ends at a full stop that white space follows; Chinese ones need none.
_SENTENCE_END = re.compile(r"[.!?](?=\s)|[。！？]")
# The words that announce an answer; what follows up to the end of the line is the answer.
_ANNOUNCED = re.compile(
    r"(?:(?<![^\W\d_])(?:answer|solution)[ \t]{1,3}is[: \t]*|####[ \t]*|^[ \t*_]*(?:final[ \t]{1,3})?(?:answer|ans|A)"
    r"[ \t*_]*[:：][ \t*_]*|答案(?:是|為|为)?[ \t]*[:：]?[ \t]*)",
    re.IGNORECASE | re.MULTILINE,
)
_BOX = re.compile(r"\\boxed\{")
# Each is followed to its closing brace, so that only the last ones are read: one that is never closed reaches far.
_MAX_BOXES = 20
_DECORATION = " \t*_`.。!！\"“”'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a chain.

    Attributes:
        number: place in the chain, from 1.
        start: where its words begin in the draft's text, list marker left out.
        end: one past its last character.
        text: its words.
    """

    number: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedAnswer:
    """The answer that a draft announces.

    Attributes:
        start: where it begins in the draft's text.
        end: one past its last character.
        text: the answer without the words that announce it; may be empty.
    """

    start: int
    end: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Reasoning:
    """A draft as a chain of steps.

    Attributes:
        text: the whole draft.
        steps: its steps, in order; they do not overlap.
    """

    text: str
    steps: tuple[Step, ...] = field(repr=False)

    @property
    def answer(self) -> StatedAnswer | None:
        """What the draft announces as its answer, the last time that it does; None when it announces none."""
        return self.answers[-1] if self.answers else None

    @cached_property
    def answers(self) -> tuple[StatedAnswer, ...]:
        r"""Every answer that the draft announces, in order; ``the answer is \boxed{14}`` is one."""
        boxes = [match.end() for match in _BOX.finditer(self.text)][-_MAX_BOXES:]
        found = [(start, _end_of_group(self.text, start)) for start in boxes]
        line_end, announced = -1, []
        for match in _ANNOUNCED.finditer(self.text):
            if match.end() > line_end:
                line_end = self.text.find("\n", match.end())
                line_end = len(self.text) if line_end < 0 else line_end
            elif match[0].strip() == "答案":
                continue  # the word alone announces something only where a line has no better
            announced.append((match.start(), match.end(), line_end))
        for (_, start, end), (following, _, _) in itertools.pairwise([*announced, (len(self.text), 0, 0)]):
            if following < end:
                # "The answer is 20. Sorry, the answer is 14": the first is its sentence.
                sentence = _SENTENCE_END.search(self.text, start, following)
                end = sentence.start() if sentence else following
            if not any(start < box <= end for box in boxes):
                found.append((start, end))
        return tuple(self._stated(start, end) for start, end in sorted(found))

    def step_at(self, place: int) -> Step | None:
        """The step that holds character `place`; None between steps."""
        return next((step for step in self.steps if step.start <= place < step.end), None)

    def _stated(self, start: int, end: int) -> StatedAnswer:
        text = self.text[start:end]
        stripped = text.strip(_DECORATION)
        begin = start + (len(text) - len(text.lstrip(_DECORATION)) if stripped else 0)
        return StatedAnswer(start=begin, end=begin + len(stripped), text=stripped)


def split(text: str) -> Reasoning:
    """The chain of steps that `text` is.

    Numbered lines begin steps where there are at least two of them, and lines without a number continue the step
    before; else each line is a step; a single line is split into sentences.

    Args:
        text: a draft; may be empty, then there is no step.
    """
    lines = _lines(text)
    numbered = [i for i, (start, end) in enumerate(lines) if _NUMBERED.match(text, start, end)]
    if len(numbered) >= 2:
        first = [0] if numbered[0] > 0 else []
        heads = [*first, *numbered, len(lines)]
        spans = [(lines[a][0], lines[b - 1][1]) for a, b in itertools.pairwise(heads)]
    elif len(lines) == 1:
        spans = _sentences(text, *lines[0])
    else:
        spans = lines
    steps = [_step(text, number, *span) for number, span in enumerate(spans, start=1)]
    return Reasoning(text=text, steps=tuple(steps))


def _lines(text: str) -> list[tuple[int, int]]:
    """Where each line that is not blank begins and ends; one that begins with an equals sign continues the last."""
    spans: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if spans and line.lstrip().startswith(("=", "≈", "&=")):
            spans[-1] = (spans[-1][0], end)
        elif line.strip():
            spans.append((start, end))
        start = end + 1
    return spans


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    ends = [match.end() for match in _SENTENCE_END.finditer(text, start, end)]
    spans = list(zip([start, *ends], [*ends, end], strict=True))
    return [(a, b) for a, b in spans if text[a:b].strip()]


def _step(text: str, number: int, start: int, end: int) -> Step:
    marker = _MARKER.match(text, start, end)
    begin = marker.end() if marker else start
    words = text[begin:end]
    begin += len(words) - len(words.lstrip())
    return Step(number=number, start=begin, end=begin + len(words.strip()), text=words.strip())


def _end_of_group(text: str, start: int) -> int:
    """The closing brace of a group that is open at `start`; the end of the text when it is never closed."""
    depth = 1
    for place in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if depth == 0:
            return place
    return len(text)
