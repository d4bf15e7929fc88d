"""Checker of tracked swaps: who holds what after each swap that the prompt tells, and in the end."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from redraft.critics.steps.checker import Problem, Report
from redraft.critics.steps.options import doubt_of, letter_of, options_of
from redraft.critics.steps.reasoning import Reasoning, Step

_NAME = r"[A-Z][a-z]{1,20}"
_HAS = r"(?:has|gets|got|is playing|is dancing with|holds|is holding|plays|owns|receives)"
_GIVEN = re.compile(rf"\b({_NAME}) {_HAS} (?:the |an? )?([^,.;:\n]{{1,60}}?)(?=,? and {_NAME} {_HAS}|[,.;\n]|$)")
_SWAP = re.compile(rf"\b({_NAME}|[A-Z]) and ({_NAME}|[A-Z])\b[^.:\n]{{0,20}}?\b(?:swap|trade|switch|exchange)")
_ASKED = re.compile(rf"\b({_NAME}) (?:{_HAS}|ends up with|will have)[^\n]{{0,10}}\s*(?:\n|$|\?)")
_CLAIM = re.compile(rf"\b({_NAME}|[A-Z]): ([^,.;:\n]{{1,60}})")
_MAX_TEXT = 20_000


class _Story(NamedTuple):
    """What a prompt tells.

    Attributes:
        start: who holds what at first.
        swaps: pairs of people, in order.
        asked: whose thing is asked for; None when that is not clear.
    """

    start: Mapping[str, str]
    swaps: Sequence[tuple[str, str]]
    asked: str | None


class Swaps:
    """Replays swaps and compares every state that the chain claims, beginning from the state it claimed before."""

    name = "swaps"

    def check(self, asked: str, reasoning: Reasoning) -> Report | None:
        """See `Checker`; None when the prompt tells no things that are swapped between people."""
        story = _story(asked)
        if story is None:
            return None
        replay = _Replay(story)
        for step in reasoning.steps:
            replay.read(reasoning.text, step)
        problems = replay.problems
        truth = replay.truth[-1]
        options = options_of(asked)
        letter = letter_of(reasoning, options)
        if letter is None or story.asked is None or story.asked not in truth:
            return Report(problems=tuple(problems), n_checked=replay.n_checked)
        if doubt := doubt_of(reasoning, options):
            return Report(problems=tuple(problems), n_checked=replay.n_checked, doubt=doubt)
        right = _same(options[letter.text], truth[story.asked])
        inherits = bool(problems) and _same(options[letter.text], replay.claimed.get(story.asked, ""))
        if not right and not inherits:
            values = {"who": story.asked, "claimed": options[letter.text], "computed": truth[story.asked]}
            problems.append(
                Problem(start=letter.start, end=letter.end, kind="answer", says="wrong_holder", values=values)
            )
        proven = right and not problems
        return Report(problems=tuple(problems), n_checked=replay.n_checked + 1, proven=proven)


def _story(asked: str) -> _Story | None:
    if len(asked) > _MAX_TEXT:
        return None
    told = asked.partition("Options:")[0]
    swaps = [(match[1], match[2]) for match in _SWAP.finditer(told)]
    start: dict[str, str] = {}
    for match in _GIVEN.finditer(told):
        start.setdefault(match[1], match[2].strip())
    people = {name for pair in swaps for name in pair}
    if len(start) < 2 or not swaps or not people <= start.keys():
        return None
    last = None
    for match in _ASKED.finditer(told.rstrip() + "\n"):
        last = match[1]
    return _Story(start, swaps, last if last in start else None)


class _Replay:
    """The state that follows from the prompt beside the one that the chain claims."""

    def __init__(self, story: _Story) -> None:
        self._story = story
        self.truth = [dict(story.start)]
        for first, second in story.swaps:
            self.truth.append(_swapped(self.truth[-1], first, second))
        self._n_swaps = 0
        self.claimed: dict[str, str] = dict(story.start)
        self._initials = {name[0]: name for name in story.start}
        self.problems: list[Problem] = []
        self.n_checked = 0

    def read(self, text: str, step: Step) -> None:
        """Compare what one step claims with what follows from the step before."""
        claims = list(self._claims(step))
        swap = _SWAP.search(step.text)
        if swap:
            self._read_swap(step, swap)
        elif not claims:
            return
        elif not self._is_start(claims):
            self._guess_swap(claims)
        wrong = [(name, said) for name, said in claims if not _same(said, self.claimed[name])]
        self.n_checked += len(claims)
        if wrong:
            name, said = wrong[0]
            self._problem(step, "wrong_state", who=name, claimed=said, computed=self.claimed[name])
        for name, said in claims:
            known = [thing for thing in self._story.start.values() if _same(said, thing)]
            self.claimed[name] = known[0] if known else said

    def _claims(self, step: Step) -> Iterator[tuple[str, str]]:
        """Who holds what, as a step says it: ``Alice: red, Bob: blue`` or ``Alice has the red ball``."""
        found = [(match[1], match[2]) for match in _CLAIM.finditer(step.text)]
        if not found and _ASKED.search(step.text) is None:
            found = [(match[1], match[2]) for match in _GIVEN.finditer(step.text)]
        for name, said in found:
            person = name if name in self._story.start else self._initials.get(name) if len(name) == 1 else None
            if person is not None and any(_same(said, thing) for thing in self._story.start.values()):
                yield person, said.strip()

    def _read_swap(self, step: Step, swap: re.Match[str]) -> None:
        first, second = (self._initials.get(name, name) for name in (swap[1], swap[2]))
        told = self._story.swaps
        if first not in self.claimed or second not in self.claimed:
            return
        self.n_checked += 1
        wanted = told[self._n_swaps] if self._n_swaps < len(told) else None
        if wanted is None or {first, second} != set(wanted):
            said = " and ".join(wanted) if wanted else "-"
            self._problem(step, "other_swap", claimed=f"{first} and {second}", computed=said)
        self._n_swaps += 1
        self.claimed = _swapped(self.claimed, first, second)

    def _is_start(self, claims: list[tuple[str, str]]) -> bool:
        """Whether a step only says again what is so: the state at first, or the one reached."""
        return self._n_swaps == 0 and all(_same(said, self.claimed[name]) for name, said in claims)

    def _guess_swap(self, claims: list[tuple[str, str]]) -> None:
        """A state without the words of the swap follows the next swap, unless it repeats the state before."""
        if all(_same(said, self.claimed[name]) for name, said in claims) or self._n_swaps >= len(self._story.swaps):
            return
        first, second = self._story.swaps[self._n_swaps]
        self._n_swaps += 1
        self.claimed = _swapped(self.claimed, first, second)

    def _problem(self, step: Step, says: str, **values: str) -> None:
        values = {"claim": step.text, **values}
        self.problems.append(Problem(start=step.start, end=step.end, kind="swap", says=says, values=values))


def _swapped(state: Mapping[str, str], first: str, second: str) -> dict[str, str]:
    return {**state, first: state[second], second: state[first]}


_FILLERS = frozenset("the a an ball present book gift partner position".split())


def _same(said: str, thing: str) -> bool:
    """Whether words name a thing: all that say something (colours, names) are its words, `ball` and `the` aside."""
    words, wanted = _telling(said), _telling(thing)
    return bool(words) and (words <= wanted or wanted <= words)


def _telling(text: str) -> frozenset[str]:
    words = re.findall(r"[\w'-]+", text.lower())
    telling = frozenset(word for word in words if word not in _FILLERS)
    return telling or frozenset(words)
