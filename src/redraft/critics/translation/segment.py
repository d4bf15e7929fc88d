"""What is to be translated, from what into what: read from a prompt's labels, or from the words of the request."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from redraft.core import Prompt
from redraft.critics.translation.languages import NAMES, language
from redraft.errors import CriticFailed, Misuse

MAX_REQUEST = 400
"""Characters at the beginning or the end of a message in which a request for a translation is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A text to be translated.

    Attributes:
        source: the text.
        source_language: IETF tag of its language; None when nobody said.
        target_language: IETF tag of the language that it is to be translated into; None when nobody said.
    """

    source: str
    source_language: str | None
    target_language: str | None


def segment_of(prompt: Prompt, *, source_language: str | None = None, target_language: str | None = None) -> Segment:
    """What a prompt asks to have translated.

    `Prompt.metadata` is believed first: ``source``, ``source_language``, ``target_language``. Else the last user
    message is read as a request, such as ``Translate the following text from English into German: ...``, ``Übersetze
    ins Deutsche: ...`` or ``請把以下文字翻譯成德文：...``; the text stands after the request, before it, or quoted
    in it. A request may also stand in the system message; the last user message is the text then.

    Args:
        prompt: what was asked.
        source_language: tag or name that settles what the prompt leaves open.
        target_language: the same for the target.

    Raises:
        CriticFailed: when there is no text to translate, or a language is not known; the message says what to do.
    """
    labels = prompt.metadata
    read = None if "source" in labels else _request_in(prompt)
    if "source" in labels:
        source = labels["source"]
    elif read is not None:
        source = read.text
    else:
        raise CriticFailed(
            f"no request for a translation can be read in the prompt, which begins {prompt.text[:60]!r}; ask "
            "'Translate into German: TEXT', or give `metadata` with source, source_language and target_language"
        )
    asked_source = labels.get("source_language") or (read.source_language if read else None) or source_language
    asked_target = labels.get("target_language") or (read.target_language if read else None) or target_language
    return Segment(source=source, source_language=_known(asked_source), target_language=_known(asked_target))


def _known(named: str | None) -> str | None:
    if named is None:
        return None
    try:
        return language(named)
    except Misuse as error:
        raise CriticFailed(str(error)) from error


class _Request(NamedTuple):
    text: str
    source_language: str | None
    target_language: str | None


_NAME = "|".join(re.escape(name) for name in NAMES)
# What names a language: a known name, or a word that may be an unknown one, so that an error can show it.
_LATIN_NAME = rf"(?:the )?(?P<{{0}}>(?:{_NAME})(?!\w)|[A-Za-zÀ-ÿ][\w-]{{{{1,24}}}}(?: [A-Z][\w-]{{{{1,24}}}})?)"
_HAN_NAME = rf"(?P<{{0}}>{_NAME}|[A-Za-z-]{{{{2,24}}}}|[\u4e00-\u9fff]{{{{1,6}}}}[文語语])"


def _names(pattern: str, form: str) -> str:
    return pattern.replace("SOURCE", form.format("source")).replace("TARGET", form.format("target"))


# The words between the verb and the languages are few: 120 characters hold "the following paragraph of our handbook".
_ENGLISH = re.compile(
    _names(
        r"\btranslat(?:e|ing|es|ion)\b(?P<between>[^\n:：]{0,120}?)(?:[ ]from SOURCE)?[ ](?:in)?to TARGET"
        r"(?P<rest>[^\n:：]{0,120})[:：\n]?",
        _LATIN_NAME,
    ),
    re.IGNORECASE,
)
_ENGLISH_FROM_AFTER = re.compile(_names(r"\bfrom SOURCE", _LATIN_NAME), re.IGNORECASE)
_GERMAN = re.compile(
    _names(
        r"\bübersetz(?:e|en|t)?\b(?P<between>[^\n:：]{0,120}?)(?: (?:aus dem|vom) SOURCE)? "
        r"(?:ins|in das|nach|auf) TARGET(?P<rest>[^\n:：]{0,120})[:：\n]?",
        _LATIN_NAME,
    ),
    re.IGNORECASE,
)
_CHINESE = re.compile(
    _names(
        r"(?P<between>[^\n:：]{0,60}?)(?:[從从由自]SOURCE)?(?:翻譯|翻译|譯|译|翻)[成為为到作][ ]?TARGET"
        r"(?P<rest>[^\n:：]{0,60})[:：\n]?",
        _HAN_NAME,
    )
)
_CHINESE_SOURCE = re.compile(rf"(?:的|下|段|篇|句|個|个|這|这|[從从由自將将把])(?P<source>{_NAME})")
_PATTERNS = (_ENGLISH, _GERMAN, _CHINESE)
_QUOTED = re.compile(r"[\"“„「『«]([^\n]{1,300})[\"”“」』»]")
_FENCES = (
    re.compile(r"\A```[\w-]*\n(.*?)\n?```\s*\Z", re.DOTALL),
    re.compile(r'\A"""\n?(.*?)\n?"""\s*\Z', re.DOTALL),
    re.compile(r"\A<(text|source)>\n?(?P<text>.*?)\n?</\1>\s*\Z", re.DOTALL),
)


def _request_in(prompt: Prompt) -> _Request | None:
    asked = prompt.text
    for found in _matches(asked):
        read = _read(found, asked)
        if read.text:
            return read
    for message in prompt.messages:
        if message.role in ("system", "developer"):
            for found in _matches(message.text):
                return _read(found, message.text)._replace(text=asked.strip()) if asked.strip() else None
    return None


def _matches(asked: str) -> Iterator[re.Match[str]]:
    """Requests at the beginning, then at the end of a message; a long text in between is not searched."""
    starts = dict.fromkeys((0, max(0, len(asked) - MAX_REQUEST)))
    for start in starts:
        for pattern in _PATTERNS:
            match = pattern.search(asked, start, min(len(asked), start + MAX_REQUEST))
            if match is not None:
                yield match


def _read(match: re.Match[str], asked: str) -> _Request:
    header = match[0]
    source = match["source"]
    if source is None:
        after = _ENGLISH_FROM_AFTER.search(match["rest"]) if match.re is _ENGLISH else None
        named = after or (_CHINESE_SOURCE.search(match["between"]) if match.re is _CHINESE else None)
        source = named["source"] if named else None
    quoted = _QUOTED.search(match["between"]) or _QUOTED.search(match["rest"])
    after_text, before_text = asked[match.end() :], asked[: match.start()]
    if quoted is not None and not after_text.strip():
        text = quoted[1]
    elif after_text.strip():
        text = _unfenced(after_text)
    elif header.rstrip().endswith((":", "：")):
        text = ""
    else:
        # The request stands after its text: "...\n\nTranslate the above into German."
        text = _unfenced(before_text[: before_text.rfind("\n") + 1])
    return _Request(text=text, source_language=source, target_language=match["target"])


def _unfenced(text: str) -> str:
    """The text without white space around it and without what only marks its ends."""
    bare = text.strip()
    for fence in _FENCES:
        match = fence.match(bare)
        if match is not None:
            return match["text"] if "text" in match.re.groupindex else match[1]
    return bare
