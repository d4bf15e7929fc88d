"""Which of the languages that prompt texts exist in a prompt is written in."""

import re
from typing import Literal, get_args

Language = Literal["en", "zh-Hant"]
"""English and Traditional Chinese, by their IETF tags."""

LANGUAGES: tuple[Language, ...] = get_args(Language)
"""Every language, the one to fall back on first."""

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_KANA_OR_HANGUL = re.compile("[\u3041-\u30ff\u1100-\u11ff\uac00-\ud7a3]")
_WORD = re.compile(r"[^\W\d_]+")
# Code and addresses are written in Latin letters in every language and say nothing about the writer's.
_NOT_PROSE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`|https?://\S+", re.S)


def language_of(text: str) -> Language:
    """The language to speak with the writer of `text`.

    Chinese when Han characters are at least as many as words in other letters, code and addresses not counted, and no
    kana or hangul say that it is Japanese or Korean; English for everything else. Simplified Chinese gets the
    Traditional texts.

    Args:
        text: what the user wrote; may be empty.
    """
    if text.isascii():
        return "en"
    prose = _NOT_PROSE.sub(" ", text)
    n_han = len(_HAN.findall(prose))
    if n_han == 0 or 10 * len(_KANA_OR_HANGUL.findall(prose)) > n_han:
        return "en"
    n_other_words = len(_WORD.findall(_HAN.sub(" ", prose)))
    return "zh-Hant" if n_han >= n_other_words else "en"
