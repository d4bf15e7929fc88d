"""Checker of sorting: letters and their numbers, claimed orders, words lost or invented, and the sorted list."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from redraft.critics.stated import Doubt, said_twice, taken_back
from redraft.critics.steps.checker import Problem, Report
from redraft.critics.steps.reasoning import Reasoning, StatedAnswer, Step

_ASKS = re.compile(r"\bsort\b|\balphabetical|\balphabetize|按字母", re.IGNORECASE)
_ALPHABETICAL = re.compile(r"alphabet|字母|lexicograph", re.IGNORECASE)
_BACKWARDS = re.compile(r"descending|revers|z to a|backwards|倒序", re.IGNORECASE)
_LETTER = re.compile(r"\"([^\"\n]{1,60})\":\s*\"([^\"\n])\"\s*\((\d{1,3})\)")
_WHICH_LETTER = re.compile(
    r"\b(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d{1,2}(?:st|nd|rd|th)) letter", re.IGNORECASE
)
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_SUBPART = re.compile(r"sort this subpart\s*\[([^\]\n]{1,4000})\]", re.IGNORECASE)
_QUOTED = re.compile(r"\"([^\"\n]{1,60})\"")
_CHAIN = re.compile(r"\((\d{1,3})\)|\"([^\"\n]{1,60})\"|([\[\]<?])")
_HENCE = re.compile(r"hence,? we have|so,? we have|therefore,? we have", re.IGNORECASE)
_STARTS = re.compile(
    r"\b([^\W\d_][\w'-]{0,59})[\"”'`*]{0,2} (?:starts|begins) with (?:an? |the letter )?[\"“'`*]{0,2}([a-zA-Z])\b"
)
# A comparison of two words; overlapping ones in a chain are all read.
_BEFORE = re.compile(r"(?<![\w'-])(?=([^\W\d_][\w'-]{0,59})[ \t]{0,3}<[ \t]{0,3}([^\W\d_][\w'-]{0,59}))")
_MAX_ITEMS, _MAX_TEXT = 500, 20_000


class _Group(NamedTuple):
    """Words of a claimed order that are not told apart yet."""

    number: int | None
    words: tuple[str, ...]


class Sorting:
    """Checks each claim about letters and orders, and that no word is lost, invented or left unsorted."""

    name = "sorting"

    def check(self, asked: str, reasoning: Reasoning) -> Report | None:
        """See `Checker`; None when the prompt does not ask to sort words alphabetically."""
        words = stated_words(asked)
        if words is None:
            return None
        wanted = sorted(words, reverse=_BACKWARDS.search(asked) is not None)
        replay = _Replay(words, reasoning.steps)
        if not _BACKWARDS.search(asked):
            for step in reasoning.steps:
                replay.read(step)
        problems = list(replay.problems)
        answer = _answer(reasoning, words)
        if answer is None:
            return Report(problems=tuple(problems), n_checked=replay.n_checked)
        if doubt := _doubt(reasoning, answer, words):
            return Report(problems=tuple(problems), n_checked=replay.n_checked, doubt=doubt)
        said = _items(answer.text)
        right = said == wanted
        inherits = bool(problems) and said == replay.flat
        if not right and not inherits:
            problems.append(_problem_of_answer(answer, said, wanted))
        proven = right and not problems
        return Report(problems=tuple(problems), n_checked=replay.n_checked + 1, proven=proven)


def stated_words(asked: str) -> list[str] | None:
    """The words that a prompt asks to sort; None when it does not ask for that, or not alphabetically."""
    if len(asked) > _MAX_TEXT or not _ASKS.search(asked) or not _ALPHABETICAL.search(asked):
        return None
    listed = asked.rpartition(":")[2] if ":" in asked else asked.partition("\n")[2]
    words = _items(listed)
    # Capital letters sort by the case or not; what is meant is not certain, so that such lists are not judged.
    plain = all(word.islower() for word in words)
    return words if 2 <= len(words) <= _MAX_ITEMS and plain else None


def _items(text: str) -> list[str]:
    return [word for word in re.split(r"[\s,;]+", text.replace('"', " ").strip(" \t\n.")) if word and word != "<"]


class _Replay:
    """What the steps have claimed so far."""

    def __init__(self, words: Sequence[str], steps: Sequence[Step]) -> None:
        self._words = Counter(words)
        self._pending: list[tuple[str, ...]] = []
        self._later = [set(_QUOTED.findall(match[1])) for step in steps if (match := _SUBPART.search(step.text))]
        self._subpart: tuple[str, ...] | None = None
        self._letter = 0
        self._whole: list[_Group] = []
        self.flat: list[str] = []
        self.problems: list[Problem] = []
        self.n_checked = 0

    def read(self, step: Step) -> None:
        """Compare what one step claims; only the first mistake of a step is a finding."""
        subpart = _SUBPART.search(step.text)
        which = _WHICH_LETTER.search(step.text)
        if which:
            self._letter = _ordinal(which[1])
        if subpart:
            self._subpart = tuple(_QUOTED.findall(subpart[1]))
        elif not which and "we now have" in step.text.lower() and self.flat == []:
            self._subpart = None
        skipped = self._skipped(subpart) if subpart else None
        fault = self._letters(step) or skipped or self._chains(step) or self._in_words(step)
        if fault is not None:
            self._problem(step, fault)

    def _letters(self, step: Step) -> "_Fault | None":
        claims = list(_LETTER.finditer(step.text))
        self.n_checked += len(claims)
        for word, letter, number in (match.groups() for match in claims):
            if word not in self._words:
                return _Fault("unknown_word", {"word": word})
            if self._letter < len(word) and word[self._letter] != letter:
                said = {"word": word, "n": str(self._letter + 1), "claimed": letter, "computed": word[self._letter]}
                return _Fault("wrong_letter", said)
            if letter.isascii() and letter.isalpha() and ord(letter.lower()) - 96 != int(number):
                computed = str(ord(letter.lower()) - 96)
                return _Fault("wrong_number", {"letter": letter, "claimed": number, "computed": computed})
        if claims:
            expected = Counter(self._subpart) if self._subpart else self._words
            return _difference(Counter(match[1] for match in claims), expected)
        return None

    def _in_words(self, step: Step) -> "_Fault | None":
        """The same claims in plain words: ``"apple" starts with "a"``, ``fig < pear``."""
        for match in _STARTS.finditer(step.text):
            word, letter = match[1], match[2].lower()
            if word in self._words:
                self.n_checked += 1
                if not word.startswith(letter):
                    return _Fault("wrong_letter", {"word": word, "n": "1", "claimed": letter, "computed": word[0]})
        for match in _BEFORE.finditer(step.text):
            first, second = match[1], match[2]
            if first in self._words and second in self._words:
                self.n_checked += 1
                if first > second:
                    return _Fault("wrong_order", {"first": first, "second": second})
        return None

    def _skipped(self, subpart: re.Match[str]) -> "_Fault | None":
        """A group that comes before this one is unsorted, and no later step sorts it."""
        words = set(_QUOTED.findall(subpart[1]))
        self._later = self._later[1:]
        for group in self._pending:
            if words & set(group):
                return None
            if not any(later & set(group) for later in self._later):
                return _Fault("left_unsorted", {"words": " ".join(group)})
        return None

    def _chains(self, step: Step) -> "_Fault | None":
        hence = _HENCE.search(step.text)
        parts = [step.text[: hence.start()], step.text[hence.end() :]] if hence else [step.text]
        found: list[_Group] = []
        for is_whole, part in enumerate(parts):
            if "<" not in part and "?" not in part:
                continue
            if _SUBPART.search(part):
                continue
            groups = _groups(part)
            if not groups:
                continue
            self.n_checked += len(groups)
            whole = bool(is_whole) or self._subpart is None
            fault = self._order(groups, whole=whole) or (self._merged(found, groups) if found else None)
            found = groups
            if whole:
                fault = fault or self._merged(self._whole, groups)
                self._whole = groups
                self._pending = [group.words for group in groups if len(group.words) > 1]
                self.flat = [word for group in groups for word in group.words]
            if fault is not None:
                return fault
        return None

    def _order(self, groups: Sequence[_Group], *, whole: bool) -> "_Fault | None":
        place = 0 if whole else self._letter
        for group in groups:
            for word in group.words:
                number = ord(word[place]) - 96 if place < len(word) and word[place].isascii() else None
                if group.number is not None and number is not None and number != group.number:
                    return _Fault("wrong_place", {"word": word, "n": str(place + 1), "claimed": str(group.number),
                                                  "computed": str(number)})  # fmt: skip
        expected = self._words if whole else Counter(self._subpart or ())
        fault = _difference(Counter(word for group in groups for word in group.words), expected)
        if fault is not None:
            return fault
        for before, after in itertools.pairwise(groups):
            first, second = max(before.words), min(after.words)
            if first > second:
                return _Fault("wrong_order", {"first": first, "second": second})
        return None

    def _merged(self, earlier: Sequence[_Group], groups: Sequence[_Group]) -> "_Fault | None":
        """An order must tell apart what an earlier one did: that of its part, or the whole one before."""
        index = {word: i for i, group in enumerate(earlier) for word in group.words}
        for group in groups:
            known = [word for word in group.words if word in index]
            for first, second in itertools.pairwise(known):
                if index[first] != index[second]:
                    return _Fault("not_applied", {"first": first, "second": second})
        return None

    def _problem(self, step: Step, fault: "_Fault") -> None:
        values = {"claim": step.text, **fault.values}
        self.problems.append(Problem(start=step.start, end=step.end, kind="order", says=fault.says, values=values))


class _Fault(NamedTuple):
    says: str
    values: dict[str, str]


def _groups(text: str) -> list[_Group]:
    """The groups of a claimed order: ``(2) ["b" ? "c"] < "d"``."""
    groups: list[_Group] = []
    number: int | None = None
    words: list[str] = []
    for match in _CHAIN.finditer(text):
        if match[1]:
            number = int(match[1])
        elif match[2]:
            words.append(match[2])
        elif match[3] == "<" and words:
            groups.append(_Group(number, tuple(words)))
            number, words = None, []
    return [*groups, _Group(number, tuple(words))] if words else groups


def _difference(said: Counter[str], expected: Counter[str]) -> _Fault | None:
    if not expected:
        return None
    if lost := expected - said:
        return _Fault("lost_word", {"word": next(iter(lost))})
    if extra := said - expected:
        return _Fault("extra_word", {"word": next(iter(extra))})
    return None


def _ordinal(word: str) -> int:
    word = word.lower()
    return _ORDINALS.index(word) if word in _ORDINALS else int(re.sub(r"\D", "", word)) - 1


def _answer(reasoning: Reasoning, words: Sequence[str]) -> StatedAnswer | None:
    stated = reasoning.answer
    if stated is not None and stated.text:
        return stated
    whole = reasoning.text.strip()
    return StatedAnswer(start=0, end=len(reasoning.text), text=whole) if set(_items(whole)) & set(words) else None


def _doubt(reasoning: Reasoning, answer: StatedAnswer, words: Sequence[str]) -> Doubt | None:
    """Why the draft settles on no one list; None when it does."""
    known = frozenset(words)

    def read(said: str) -> str | None:
        items = _items(said)
        return " ".join(items) if len(items) > 1 and known.issuperset(items) else None

    said = [one.text for one in reasoning.answers]
    value = " ".join(_items(answer.text))
    return said_twice(said, read) or taken_back(answer.text, reasoning.text[answer.end :], value, read)


def _problem_of_answer(answer: StatedAnswer, said: list[str], wanted: list[str]) -> Problem:
    fault = _difference(Counter(said), Counter(wanted))
    if fault is None:
        first, second = next((a, b) for a, b in zip(said, wanted, strict=True) if a != b)
        fault = _Fault("wrong_sorted", {"claimed": first, "computed": second})
    values = {"claim": answer.text, **fault.values}
    return Problem(start=answer.start, end=answer.end, kind="answer", says=fault.says, values=values)
