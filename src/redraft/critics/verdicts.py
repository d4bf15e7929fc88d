"""Reading a reply: the verdict on its last line and the problems it located. Nothing but the reply is looked at."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from redraft.core import Finding, Location
from redraft.errors import CriticFailed

PASS_FAIL: Mapping[str, float] = {"pass": 1.0, "fail": 0.0, "通過": 1.0, "不通過": 0.0, "通过": 1.0, "不通过": 0.0}
"""Verdicts on one draft, in the words that the prompt texts ask for; the Chinese ones also in simplified script."""

# A verdict line may be decorated (`**Verdict:** pass.`), but nothing else may stand on it. A line that begins with ">"
# quotes someone and is never a verdict.
_VERDICT = re.compile(r"[\s*_#`~]*(?:verdict|結論|结论)[\s*_`]*[:：](.*)", re.IGNORECASE)
_PROBLEM = re.compile(r"[\s*_#\d.)-]*(?:problem|問題|问题)[\s\d*_]*[:：][\s*_]*(.*)", re.IGNORECASE)
_DECORATION = " \t*_`~.。!！"
_QUOTES = {'"': '"', "“": "”", "„": "“”", "「": "」", "『": "』", "«": "»"}
# Models that reason aloud put it before the reply, closed by this tag, when the endpoint does not take it out.
_THOUGHT = re.compile(r"\s*<think>.*?</think>", re.DOTALL)
# A problem line is one sentence or two: more closing quotes than this are not worth trying.
_MAX_CLOSINGS = 20


def reply_of(text: str) -> str:
    """A model's answer without a leading block of thoughts and without white space around it."""
    return _THOUGHT.sub("", text, count=1).strip() if text.lstrip().startswith("<think>") else text.strip()


def read_verdict(reply: str, words: Mapping[str, float] = PASS_FAIL) -> float:
    """The score that a reply's verdict stands for.

    The reply has to hold exactly one verdict line, as its last line, with exactly one of the known words on it.

    Args:
        reply: the model's words alone; no prompt, no draft.
        words: each possible verdict, in lower case, with its score.

    Returns:
        Score in [0, 1].

    Raises:
        CriticFailed: when there is no verdict line, more than one, one that is not last, or one that says something
            else; guessing would be a wrong verdict as often as not.
    """
    # A line without a letter or digit (a closing code fence, a rule) says nothing and may follow the verdict.
    lines = [line for line in reply.splitlines() if any(character.isalnum() for character in line)]
    said = [(number, match[1]) for number, line in enumerate(lines) if (match := _VERDICT.match(line))]
    if not said:
        raise CriticFailed(f"the reply holds no verdict line; it ends with {_end(reply)!r}")
    if len(said) > 1:
        raise CriticFailed(f"the reply holds {len(said)} verdict lines, not one; it ends with {_end(reply)!r}")
    number, value = said[0]
    if number != len(lines) - 1:
        raise CriticFailed(f"the verdict is not the last line of the reply; it ends with {_end(reply)!r}")
    word = value.strip(_DECORATION).casefold()
    if word not in words:
        raise CriticFailed(f"the verdict line says {value.strip()[:100]!r}, which is none of {', '.join(words)}")
    return words[word]


def read_findings(reply: str, draft_text: str, *, passed: bool) -> tuple[Finding, ...]:
    """The problems that a reply located by quoting the draft.

    A problem whose quotation does not stand in the draft, word for word, is left out: it stays in the reply's words but
    is no evidence.

    Args:
        reply: the model's words.
        draft_text: `Draft.text` of the draft that was judged.
        passed: whether the verdict was favourable; its problems are then minor.
    """
    lines = (match[1] for line in reply.splitlines() if (match := _PROBLEM.match(line)))
    found = (_finding(line, draft_text, passed) for line in lines)
    return tuple(finding for finding in found if finding is not None)


class Quoted(NamedTuple):
    """Words that a line quotes, found in the text that they are from.

    Attributes:
        start: first character of the words in the text.
        end: one past their last.
        said: what the line says after the quotation, which may be nothing.
    """

    start: int
    end: int
    said: str


def quoted_from(line: str, text: str) -> Quoted | None:
    """The quotation that `line` begins with, where it stands in `text` word for word; None where it does not.

    Quoted words may hold quotation marks themselves: the longest quotation that stands in the text and leaves words
    behind it is meant; where none leaves any, the longest.
    """
    closing = _QUOTES.get(line[:1])
    if closing is None:
        return None
    without_words = None
    ends = [place for place, character in enumerate(line) if character in closing and place > 1]
    for end in reversed(ends[:_MAX_CLOSINGS]):
        quoted = line[1:end]
        start = text.find(quoted)
        if start >= 0:
            said = line[end + 1 :].strip(" \t-–—－:：,，")
            found = Quoted(start=start, end=start + len(quoted), said=said)
            if said:
                return found
            without_words = without_words or found
    return without_words


def _finding(line: str, draft_text: str, passed: bool) -> Finding | None:
    quoted = quoted_from(line, draft_text)
    if quoted is None or not quoted.said:
        return None
    return Finding(
        message=quoted.said,
        severity="minor" if passed else "major",
        location=Location(start=quoted.start, end=quoted.end),
        evidence=(draft_text[quoted.start : quoted.end],),
    )


def _end(reply: str) -> str:
    return reply[-80:]
