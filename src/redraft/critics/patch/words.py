"""A critique of a patch in words: what was found is said, what comes out of files and of the sandbox is quoted."""

from collections.abc import Mapping, Sequence

from redraft.core import Finding
from redraft.critics.patch.blocks import Problem
from redraft.prompts import boundary_for, load_phrases, quote

_LONGEST_TEXT = 4_000
# Of what pytest shows of a failed test the end tells most.
_SHOWN_LINES = 12
_LONGEST_PIECE = 700
_LONGEST_SHOWN = 1_500


class Words:
    """Says problems in one language, for the prompt of one id."""

    def __init__(self, language: str, prompt_id: str) -> None:
        self._phrases = load_phrases("patch", language)
        self._prompt_id = prompt_id

    def finding(self, problem: Problem) -> Finding:
        """The problem as a finding."""
        return Finding(
            kind=problem.kind,
            message=self._said(problem),
            location=problem.location,
            suggestion=self._advice(problem),
            evidence=problem.shown[-_SHOWN_LINES:],
        )

    def text(self, problems: Sequence[Problem], n_more: int, *, outcome: str | None, output: str) -> str:
        """The whole judgement, as the next redraft reads it.

        Args:
            problems: what is wrong; nothing for a patch that is all well.
            n_more: how many further problems there are.
            outcome: how the test run went, in a few words; None when it was not begun.
            output: what the command wrote; it is quoted.
        """
        if not problems:
            return self._say("green", {})
        lines = [self._say("refused", {}) if outcome is None else self._say("red", {"outcome": outcome})]
        advised: set[str] = set()
        for problem in problems:
            advice = self._advice(problem)
            lines.append(f"- {self._said(problem)}{'' if advice in advised else f' {advice}'}")
            advised.add(advice)
        lines += [self._say("more", {"n": str(n_more)})] if n_more else []
        quoted, asked = self._quoted(problems, output), self._say("again", {})
        room = _LONGEST_TEXT - len(asked) - sum(map(len, quoted))
        said = "\n".join(lines)
        said = said if len(said) <= room else said[:room].rpartition("\n")[0] + "\n[...]"
        return "\n\n".join([said, *quoted, asked])

    def _quoted(self, problems: Sequence[Problem], output: str) -> list[str]:
        """The lines of files and of output that help to see the problems."""
        pieces, room = [], _LONGEST_SHOWN
        for problem in problems:
            if problem.shown and room > 0:
                piece = "\n".join(problem.shown[-_SHOWN_LINES:])[-min(room, _LONGEST_PIECE) :]
                pieces.append(f"{problem.values.get('test') or problem.values.get('path')}\n{piece}")
                room -= len(piece)
        pieces += [output[-room:]] if output and room > 0 else []
        if not pieces:
            return []
        said = "\n\n".join(pieces)
        return [f"{self._say('shown', {})}\n{quote(said, boundary_for(0, self._prompt_id, said), label='output')}"]

    def _said(self, problem: Problem) -> str:
        return self._say(problem.kind, problem.values)

    def _advice(self, problem: Problem) -> str:
        return self._say(f"{problem.kind}_advice", problem.advice)

    def _say(self, key: str, values: Mapping[str, str]) -> str:
        return self._phrases[key].fill(**values)
