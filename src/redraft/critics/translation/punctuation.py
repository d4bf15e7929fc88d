"""Punctuation: brackets and quotation marks in pairs, dashes, signs of the target's script, and how the text ends."""

import re
from collections.abc import Iterator

from redraft.critics.translation.check import Check, Flaw
from redraft.critics.translation.languages import script_of
from redraft.critics.translation.scripts import script_of_letter
from redraft.critics.translation.segment import Segment

_OPENING = {"(": ")", "[": "]", "（": "）", "【": "】", "《": "》", "〈": "〉", "［": "］", "「": "」", "『": "』"}
_CLOSING = {closing: opening for opening, closing in _OPENING.items()}
# A bracket after a letter or digit alone lists points: "a)", "1)"; and faces smile.
_LONE = re.compile(r"(?:(?:^|\s)\(?(?:[A-Za-z]|\d{1,2}|[ivx]{1,4})|[:;][-o]?)\Z")
_QUOTES = '"“”„‟«»‹›「」『』《》＂'
_FULL_WIDTH = "，。！？；：（）"
_HALF_WIDTH = re.compile(r"[,.!?;:]")
# Between words: an option such as "--help" and a range of numbers are none.
_TYPED_DASH = re.compile(r"(?<=[^\W\d]) --? (?=\w)|(?<=[\"”’,.;:!?]) --? (?=\w)|(?<=\w)--(?=\s|\w|\Z)| --(?=\s|\Z)")
_CJK = ("Hans", "Hant", "Hani", "Jpan")
_ENDS = {
    "。": ".", "．": ".", "！": "!", "？": "?", "：": ":", "；": ";", "，": ",", "、": ",", "؟": "?", "।": ".",
    "…": "…", ".": ".", "!": "!", "?": "?", ":": ":", ";": ";", ",": ",", "\u037e": "?",
}  # fmt: skip
_AROUND_END = " \t\n\r\u3000\"'“”‘’„«»‹›「」『』)）]】*_`>"


def _find_brackets(segment: Segment, target: str) -> Iterator[Flaw]:
    if _unpaired(segment.source) is not None:
        return
    at = _unpaired(target)
    if at is not None:
        yield Flaw(says="unpaired", severity="minor", start=at, end=at + 1, values={"sign": target[at]})


def _unpaired(text: str) -> int | None:
    """Where the first bracket stands that has no other half; None when all are paired."""
    opened: list[int] = []
    for at, sign in enumerate(text):
        if sign in _OPENING:
            if sign == "(" and text[max(0, at - 2) : at] in (":", ":-"):
                continue
            opened.append(at)
        elif sign in _CLOSING:
            if opened and _OPENING[text[opened[-1]]] == sign:
                opened.pop()
            elif sign not in ")）" or not _LONE.search(text[max(0, at - 6) : at]):
                return at
    return opened[0] if opened else None


def _find_quotes(segment: Segment, target: str) -> Iterator[Flaw]:
    theirs = [sign for sign in segment.source if sign in _QUOTES]
    ours = [at for at, sign in enumerate(target) if sign in _QUOTES]
    if len(theirs) % 2 == 0 and len(ours) % 2 == 1:
        yield Flaw(says="quotes_odd", severity="minor", start=ours[-1], end=ours[-1] + 1,
                   values={"n": str(len(ours))})  # fmt: skip
    elif len(theirs) > len(ours) == 0:
        yield Flaw(says="quotes_lost", severity="minor", evidence=("".join(theirs),))


def _find_width(segment: Segment, target: str) -> Iterator[Flaw]:
    if segment.target_language is None:
        return
    script = script_of(segment.target_language)
    if script in _CJK:
        for match in _HALF_WIDTH.finditer(target):
            at = match.start()
            before, after = target[at - 1 : at], target[at + 1 : at + 2]
            if _is_han(before) and (not after or _is_han(after) or after.isspace()):
                yield Flaw(says="half_width", severity="minor", start=at, end=at + 1, values={"sign": match[0]})
                return
    elif script in ("Latn", "Cyrl", "Grek"):
        at = next((at for at, sign in enumerate(target) if sign in _FULL_WIDTH), -1)
        if at >= 0:
            yield Flaw(says="full_width", severity="minor", start=at, end=at + 1, values={"sign": target[at]})


def _find_dashes(segment: Segment, target: str) -> Iterator[Flaw]:
    """Hyphens where a dash belongs: " - " and "--", which people mark as errors in print."""
    if segment.target_language is not None and script_of(segment.target_language) not in ("Latn", "Cyrl", "Grek"):
        return
    match = _TYPED_DASH.search(target)
    # A source that writes " - " itself wants it kept; "--" is how transcripts write a dash.
    if match is not None and (match[0].strip() == "--" or " - " not in segment.source):
        yield Flaw(says="dash_typed", severity="minor", start=match.start(), end=match.end(),
                   values={"sign": match[0].strip()})  # fmt: skip


def _find_ending(segment: Segment, target: str) -> Iterator[Flaw]:
    wanted, found = _end(segment.source), _end(target)
    if wanted == found or not target.strip():
        return
    at = len(target.rstrip(_AROUND_END)) - 1
    if wanted == "":
        yield Flaw(says="ending_invented", severity="minor", start=at, end=at + 1, values={"sign": target[at]},
                   evidence=(segment.source[-20:],))  # fmt: skip
    else:
        yield Flaw(says="ending_differs", severity="minor", start=max(0, at), end=max(0, at) + 1,
                   values={"wanted": wanted}, evidence=(segment.source[-20:],))  # fmt: skip


def _end(text: str) -> str:
    """The sign that a text ends with, in its Latin form; empty when it ends with a word."""
    bare = text.rstrip(_AROUND_END)
    if bare.endswith("..."):
        return "…"
    return _ENDS.get(bare[-1:], "")


def _is_han(sign: str) -> bool:
    return bool(sign) and script_of_letter(sign) in ("Hani", "Kana")


BRACKETS_CHECK = Check(name="brackets", find=_find_brackets, in_prose=True)
"""Brackets in pairs."""

QUOTES_CHECK = Check(name="quotes", find=_find_quotes, in_prose=True)
"""Quotation marks in pairs."""

WIDTH_CHECK = Check(name="width", find=_find_width, in_prose=True)
"""Full-width and half-width punctuation."""

DASHES_CHECK = Check(name="dashes", find=_find_dashes, in_prose=True)
"""Dashes typed as hyphens."""

ENDING_CHECK = Check(name="ending", find=_find_ending)
"""The punctuation at the end."""
