"""Checker of brackets: the stack claimed after each symbol, and the sequence that closes what is open."""

import re

from redraft.critics.stated import Doubt, said_twice, taken_back
from redraft.critics.steps.checker import Problem, Report
from redraft.critics.steps.reasoning import Reasoning, StatedAnswer, Step

_CLOSING = {"(": ")", "[": "]", "{": "}", "<": ">"}
_SYMBOLS = frozenset("()[]{}<>")
# What makes a prompt one of brackets: it says so, or nothing but brackets follows its last word.
_ASKS = re.compile(r"parenthes|bracket|dyck|closed properly|括號", re.IGNORECASE)
_TAIL = re.compile(r"[()\[\]{}<>\s]+\Z")
_PUSHED = re.compile(r"([()\[\]{}<>])\s*[;,:]\s*stack\s*(?:is|:)?\s*(empty|[()\[\]{}<>\s]*)", re.IGNORECASE)
_FINAL = re.compile(r"(?:final )?stack is(?: now)?:?\s*(\"[^\"\n]*\"|empty|[()\[\]{}<>\s]+)", re.IGNORECASE)
_POP = re.compile(r"pop(?: out)?\s+((?:\"[()\[\]{}<>]\"[\s,]*(?:and\s+)?)+)", re.IGNORECASE)
_NEED = re.compile(r"need\s+((?:\"[()\[\]{}<>]\"[\s,]*(?:and\s+)?)+)", re.IGNORECASE)
_COUNTED = re.compile(r"\s*(?:twice|\w+ times|then)", re.IGNORECASE)
_NO_STACK = "-"
_DECORATION = " \t*_`.。!！\"“”'"


class Brackets:
    """Replays a sequence of brackets and compares the stack that each step claims."""

    name = "brackets"

    def check(self, asked: str, reasoning: Reasoning) -> Report | None:
        """See `Checker`; None when the prompt shows no brackets that are to be closed, or they close wrongly."""
        sequence = stated_sequence(asked)
        if sequence is None:
            return None
        replay = _Replay(sequence)
        for step in reasoning.steps:
            replay.read(reasoning.text, step)
        wanted = "".join(_CLOSING[symbol] for symbol in reversed(replay.stacks[-1]))
        answer = _answer(reasoning)
        problems = replay.problems
        doubt = None if answer is None else _doubt(reasoning, answer)
        if doubt is not None:
            return Report(problems=tuple(problems), n_checked=replay.n_checked, doubt=doubt)
        right = answer is not None and _only_symbols(answer.text) == wanted
        if answer is not None and not right and not (problems and replay.closes_as_claimed(answer.text)):
            values = {"claimed": _spaced(_only_symbols(answer.text)), "computed": _spaced(wanted)}
            problem = Problem(start=answer.start, end=answer.end, kind="answer", says="wrong_closing", values=values)
            problems = [*problems, problem]
        return Report(
            problems=tuple(problems), n_checked=replay.n_checked + (answer is not None), proven=right and not problems
        )


def stated_sequence(asked: str) -> str | None:
    """The brackets that a prompt ends with; None when it does not, or when one of them closes what is not open."""
    if len(asked) > 20_000:
        return None
    tail = _TAIL.search(asked.rstrip())
    if tail is None or not (_ASKS.search(asked) or tail.start() == 0):
        return None
    sequence = _only_symbols(tail[0])
    stack = ""
    for symbol in sequence:
        if symbol in _CLOSING:
            stack += symbol
        elif stack and _CLOSING[stack[-1]] == symbol:
            stack = stack[:-1]
        else:
            return None
    return sequence or None


class _Replay:
    """The true stack beside the claimed one."""

    def __init__(self, sequence: str) -> None:
        self._sequence = sequence
        self.stacks = [""]
        for symbol in sequence:
            last = self.stacks[-1]
            self.stacks.append(last + symbol if symbol in _CLOSING else last[:-1])
        self._n_read = 0
        self._claimed = ""
        self._is_off = False
        self.problems: list[Problem] = []
        self.n_checked = 0

    def read(self, text: str, step: Step) -> None:
        """Compare what one step claims."""
        pushed = _PUSHED.match(step.text)
        if pushed:
            self._read_symbol(step, pushed[1], _stack_of(pushed[2]))
            return
        final = _FINAL.search(step.text)
        if final:
            self._read_end(step, _stack_of(final[1]))
        for pattern, says in ((_POP, "wrong_pops"), (_NEED, "wrong_closing")):
            match = pattern.search(step.text)
            # "(" twice, then "<": counts in words are not read.
            if match and not _COUNTED.match(step.text, match.end()):
                self._read_closing(step, match, says)

    def _read_symbol(self, step: Step, symbol: str, claimed: str) -> None:
        self.n_checked += 1
        place = self._n_read
        self._n_read += 1
        if not self._is_off and (place >= len(self._sequence) or self._sequence[place] != symbol):
            # From here on the chain reads another sequence than the prompt's; only its own steps are compared.
            self._is_off = True
            if place >= len(self._sequence):
                self._problem(step, "sequence_over", symbol=symbol, n=str(len(self._sequence)))
            else:
                self._problem(step, "other_symbol", symbol=symbol, wanted=self._sequence[place], n=str(place + 1))
        else:
            wanted = _after(self._claimed, symbol)
            if wanted != claimed:
                self._problem(step, "wrong_stack", symbol=symbol, claimed=_spaced(claimed), computed=_spaced(wanted))
        self._claimed = claimed

    def _read_end(self, step: Step, claimed: str) -> None:
        self.n_checked += 1
        if self._n_read and self._n_read < len(self._sequence) and not self._is_off:
            self._is_off = True
            rest = _spaced(self._sequence[self._n_read :][:20])
            self._problem(step, "stopped_early", rest=rest)
        else:
            wanted = self._claimed if self._n_read else self.stacks[-1]
            if claimed != wanted:
                self._problem(step, "wrong_final_stack", claimed=_spaced(claimed), computed=_spaced(wanted))
        self._claimed = claimed

    def _read_closing(self, step: Step, match: re.Match[str], says: str) -> None:
        self.n_checked += 1
        claimed = _only_symbols(match[1])
        before = self._claimed if self._n_read else self.stacks[-1]
        wanted = before[::-1] if says == "wrong_pops" else "".join(_CLOSING.get(symbol, "?") for symbol in before[::-1])
        if claimed != wanted:
            self._problem(step, says, claimed=_spaced(claimed), computed=_spaced(wanted))
            # What follows from the pops that were claimed is not a new mistake.
            self._claimed = claimed[::-1] if says == "wrong_pops" else self._claimed

    def closes_as_claimed(self, answer: str) -> bool:
        """Whether an answer only inherits what the steps claimed."""
        return bool(self._n_read) and _only_symbols(answer) == "".join(
            _CLOSING.get(s, "?") for s in self._claimed[::-1]
        )

    def _problem(self, step: Step, says: str, **values: str) -> None:
        claim = step.text
        self.problems.append(
            Problem(start=step.start, end=step.end, kind="brackets", says=says, values={"claim": claim, **values})
        )


def _after(stack: str, symbol: str) -> str:
    """The stack after a symbol; what closes nothing leaves it as it is."""
    if symbol in _CLOSING:
        return stack + symbol
    return stack[:-1] if stack and _CLOSING.get(stack[-1]) == symbol else stack


def _stack_of(text: str) -> str:
    return "" if text.strip().strip('"').strip().lower() == "empty" else _only_symbols(text)


def _only_symbols(text: str) -> str:
    return "".join(character for character in text if character in _SYMBOLS)


def _spaced(symbols: str) -> str:
    return " ".join(symbols) if symbols else _NO_STACK


def _doubt(reasoning: Reasoning, answer: StatedAnswer) -> Doubt | None:
    """Why the draft settles on no one sequence; None when it does."""
    said = [one.text for one in reasoning.answers]
    return said_twice(said, _read) or taken_back(
        answer.text, reasoning.text[answer.end :], _only_symbols(answer.text), _read
    )


def _read(words: str) -> str | None:
    bare = words.strip(_DECORATION)
    return _only_symbols(bare) if bare and _TAIL.fullmatch(bare) else None


def _answer(reasoning: Reasoning) -> StatedAnswer | None:
    stated = reasoning.answer
    if stated is not None:
        return stated
    whole = reasoning.text.strip()
    return StatedAnswer(start=0, end=len(reasoning.text), text=whole) if _TAIL.fullmatch(whole) else None
