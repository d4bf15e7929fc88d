"""Whether a draft settles on one answer: what is hedged, taken back or said twice differently is no answer.

Pure, and shared by the critics that hold a stated answer against a computed one. Every pattern looks no further than
a few dozen characters, so that time grows linearly with the draft.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

Read = Callable[[str], str | None]
"""What a critic reads out of words that are an answer and nothing else; None when they are none."""

_COMMENT = re.compile(r"<!--(?:(?!-->).)*(?:-->|\Z)", re.DOTALL)
_SENTENCE = re.compile(r"(?:[^\n.!?。！？]|[.!?](?=\S))+[.!?。！？]?")
_MAX_QUOTED = 80
_TRIM = " \t\n*_`\"'“”「」.。!！?？,，;；"

# What stands between two answers that are both offered: "(B) or perhaps (C)", "B / C", "(B) (C)".
_BETWEEN = re.compile(
    r"(?:[\s,;/|&+*_`\"'，、；)\]]|\b(?:or|and|but|also|both|else|either|maybe|perhaps|possibly|could|may|might|be|it|even)\b"
    r"|或者|或|和|及|與|与|也許|也许|可能|也|是)*",
    re.IGNORECASE,
)
_DENIED_AFTER = re.compile(
    r"[\s*_`\"'”).,:：;—-]{0,6}(?:is|was|would be|seems|can)[ \t]{1,3}(?:wrong|false|incorrect|not\b|n't)"
    r"|[\s*_)]{0,4}\?[ \t]*no\b|[\s*_)]{0,4}(?:是錯|是错|不對|不对|不正確|不正确)",
    re.IGNORECASE,
)
_DENIED_BEFORE = re.compile(
    r"(?:\b(?:not|never|neither|cannot be|can't be|isn't|nor|n't)|不是|並非|并非|非)[\s*_`(\"'“「\[]{0,4}\Z",
    re.IGNORECASE,
)
# Words that take back whatever was said, with or without another answer.
_TAKEN_BACK = re.compile(
    r"\b(?:no,? wait|wait,? no|actually,? no|scratch that|on second thoughts?|chang(?:e|ed|ing) my mind|"
    r"i (?:was|am) wrong|i made (?:a|an) (?:mistake|error)|take (?:that|it) back|ignore (?:that|the above))\b"
    r"|\A[^\w]{0,4}(?:no[,.]? |wait[,.]? |sorry[,.]? |hmm[,.]? ){0,2}(?:that|this)(?:'s|’s| is| was) "
    r"(?:wrong|incorrect|not right|not correct|a mistake)"
    r"|更正|我錯了|我错了|我弄錯|我弄错|改變主意|改变主意|收回",
    re.IGNORECASE,
)
# Words that lead to an answer once more.
_AGAIN = re.compile(
    r"""[^\w(\[{<\\$+\-−]{0,4}
    (?:(?:(?:no|wait|hmm|well|sorry|oops|actually|so|or|rather|correction|but|and|instead|then|thus|hence|therefore)(?!\w)
      |不對|不对|不|等等|等一下|其實|其实|所以|因此)[\s,:：.!，;—-]{0,4}){0,4}
    (?:(?:i|we)(?:'d|'ll|[ ]would|[ ]will|[ ]now|[ ]finally)?[ ]{1,2}
        (?:choose|chose|pick|picked|select|take|mean|meant|say|answer|go[ ]with|go[ ]for)(?!\w)
      |(?:(?:my|the|this|that|it|an?)(?!\w)[ ]?)?(?:(?:final|new|right|correct|better|real|true|proper)[ ])?
        (?:(?:answer|choice|result|option|solution|value|decision|pick|total|verdict|statement|conclusion|claim|final)
            [ ]?)?
        (?:(?:is|are|'s|’s|should[ ]be|must[ ]be|would[ ]be|has[ ]to[ ]be)(?!\w)|[:：=])
      |make[ ](?:it|that)(?!\w)
      |我改?[選选]|(?:答案|結果|结果)?(?:應該是|应该是|應為|应为|是|[:：]))?
    [\s:：]{0,4}""",
    re.IGNORECASE | re.VERBOSE,
)


class Doubt(NamedTuple):
    """Why a draft has no one answer, quoted from it.

    Attributes:
        first: the answer that it gives.
        second: the words that give another, or take the first back.
    """

    first: str
    second: str


def without_comments(text: str) -> str:
    """The text with HTML comments blanked out, for no reader sees them; places and lines stay as they are."""
    return _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text) if "<!--" in text else text


def quoted(words: str) -> str:
    """Words of a draft for a message: on one line, and not too long."""
    line = " ".join(words.split())
    return line if len(line) <= _MAX_QUOTED else f"{line[: _MAX_QUOTED - 1]}…"


def said_twice(said: Iterable[str], read: Read) -> Doubt | None:
    """The doubt that a draft announces different answers; None when all that can be read are the same.

    Args:
        said: the words of each announcement, in order.
        read: what an announcement says.
    """
    readable = [(words, value) for words in said if (value := read(words)) is not None]
    last = readable[-1:]
    other = next((words for words, value in readable if value != last[0][1]), None)
    return None if other is None else Doubt(quoted(other), quoted(last[0][0]))


def hedged(first: str, rest: str, value: str, begin: Read, texts: Mapping[str, str] | None = None) -> Doubt | None:
    """The doubt that lies in the rest of the line of an answer: another one beside it, or its denial.

    Args:
        first: the words of the answer.
        rest: what follows them on their line.
        value: what they say.
        begin: the answer that words *begin* with.
        texts: the words of the options by letter; those of another option after a letter contradict it.
    """
    if _DENIED_AFTER.match(rest):
        return Doubt(quoted(first), quoted(rest))
    after = rest[_between(rest) :]
    beside = begin(after) if after and len(after) < len(rest) else None
    if beside is not None and beside != value:
        return Doubt(quoted(first), quoted(after))
    own = _plain((texts or {}).get(value, ""))
    words = _plain(rest)
    for letter, text in (texts or {}).items():
        meant = _plain(text)
        if letter != value and meant and _starts(words, meant) and not (own and _starts(words, own)):
            return Doubt(quoted(first), quoted(rest.lstrip(f"{_TRIM})]:：")))
    return None


def denied_before(text: str) -> bool:
    """Whether words that lead to an answer deny it: ``is not (B)`` says what the answer is not."""
    return _DENIED_BEFORE.search(text[-40:]) is not None


def taken_back(first: str, rest: str, value: str, read: Read) -> Doubt | None:
    """The doubt that lies in what follows an answer: words that take it back, or another answer.

    Args:
        first: the words of the answer.
        rest: all that follows its line.
        value: what it says.
        read: what words say that are an answer and nothing else.
    """
    for match in _SENTENCE.finditer(rest):
        sentence = match[0]
        if not sentence.strip(_TRIM):
            continue
        if _TAKEN_BACK.search(sentence):
            return Doubt(quoted(first), quoted(sentence))
        again = _AGAIN.match(sentence)
        for words in (sentence, sentence[again.end() :] if again else ""):
            said = read(words.strip(_TRIM)) if words.strip(_TRIM) else None
            if said is not None and said != value:
                return Doubt(quoted(first), quoted(sentence))
    return None


def _between(rest: str) -> int:
    match = _BETWEEN.match(rest[:120])
    return match.end() if match else 0


def _plain(text: str) -> str:
    words = re.findall(r"[^\W_]+", text.casefold())
    return " ".join(words[1:] if words and words[0] in ("the", "a", "an") else words)


def _starts(words: str, with_: str) -> bool:
    return words == with_ or words.startswith(f"{with_} ")
