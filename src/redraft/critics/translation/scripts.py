"""Scripts: which letters a text is written in, and whether Chinese is written in its traditional or simplified form."""

from collections import Counter
from functools import cache

_RANGES: tuple[tuple[int, int, str], ...] = (
    (0x0041, 0x024F, "Latn"), (0x1E00, 0x1EFF, "Latn"), (0x0370, 0x03FF, "Grek"), (0x0400, 0x052F, "Cyrl"),
    (0x0590, 0x05FF, "Hebr"), (0x0600, 0x06FF, "Arab"), (0x0750, 0x077F, "Arab"), (0x0900, 0x097F, "Deva"),
    (0x0980, 0x09FF, "Beng"), (0x0B80, 0x0BFF, "Taml"), (0x0E00, 0x0E7F, "Thai"), (0x3040, 0x30FF, "Kana"),
    (0x1100, 0x11FF, "Hang"), (0xAC00, 0xD7A3, "Hang"), (0x3400, 0x9FFF, "Hani"), (0xF900, 0xFAFF, "Hani"),
    (0x20000, 0x323AF, "Hani"),
)  # fmt: skip
_WRITTEN_IN = {
    "Hans": ("Hani",), "Hant": ("Hani",), "Hani": ("Hani",), "Jpan": ("Hani", "Kana"), "Kore": ("Hang", "Hani"),
}  # fmt: skip


@cache
def script_of_letter(sign: str) -> str | None:
    """The script of a letter; None for what is no letter or of a script that is not in the table."""
    code = ord(sign)
    if not sign.isalpha():
        return None
    return next((script for low, high, script in _RANGES if low <= code <= high), None)


def letters_by_script(text: str) -> Counter[str]:
    """How many letters of each script a text has."""
    return Counter(script for sign in text if (script := script_of_letter(sign)) is not None)


def written_in(script: str) -> tuple[str, ...]:
    """The scripts of the letters of a writing system: ``Jpan`` is written in Han signs and kana."""
    return _WRITTEN_IN.get(script, (script,))


@cache
def chinese_form(sign: str) -> str | None:
    """``Hans`` or ``Hant`` for a Han sign that only one of the two writes; None for those that both do.

    Two national character sets tell: GB 2312 was made for simplified Chinese, Big5 for traditional Chinese. A sign that
    one of them has and the other lacks belongs to one form. Of Big5 only its first level counts, the frequent signs:
    the second has rare ones that GB 2312 lacks for their rarity.
    """
    if script_of_letter(sign) != "Hani":
        return None
    simplified, traditional = _in("gb2312", sign), _in("big5", sign)
    if simplified is not None and traditional is None:
        return "Hans"
    if simplified is None and traditional is not None and 0xA440 <= traditional <= 0xC67E:
        return "Hant"
    return None


def _in(codec: str, sign: str) -> int | None:
    try:
        return int.from_bytes(sign.encode(codec), "big")
    except UnicodeEncodeError:
        return None
