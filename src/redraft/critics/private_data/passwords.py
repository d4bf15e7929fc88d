"""Values behind words such as ``password =``, when they look like a secret, and passwords in addresses."""

import math
import re
from collections import Counter
from collections.abc import Iterator

from redraft.critics.private_data.hits import Hit

# The value ends at a blank, a quotation mark or the end of the line; it is bounded, so that the search stays linear.
_LABELLED = re.compile(
    r"(?:pass(?:word|wd|phrase|code)|(?<![a-z0-9])pwd|secret(?:[ _-]?(?:access[ _-]?)?key)?|api[ _-]?key"
    r"|(?:access|auth|private)[ _-]?key|(?:access|auth|api|bearer|refresh|secret)[ _-]?token|client[ _-]?secret"
    r"|密碼|密码|口令|金鑰|密钥)"
    r"[\"'`]?(?:[ \t]{0,4}(?::=|=>|[:=：]|是|為|为)|[ \t]{1,2}is)[ \t]{0,4}(?:[brfu]?[\"'`])?([^\s\"'`，。；]{6,200})",
    re.IGNORECASE,
)
_BEARER = re.compile(
    r"\bauthorization[\"']?[ \t]{0,2}[:=][ \t]{0,2}[\"']?(?:bearer|basic|token)[ \t]{1,4}([\w.~+/=-]{16,400})",
    re.IGNORECASE,
)

_IN_ADDRESS = re.compile(
    r"(?<![a-z0-9+.-])[a-z][a-z0-9+]{1,14}://([^\s/:@\"'<>`]{0,64}):([^\s/:@\"'<>`]{3,100})@(?=[\w\[])", re.IGNORECASE
)
# What manuals write between name and host; so is a password that repeats the name, as in guest:guest.
_NO_PASSWORDS = ("pass", "pwd", "secret", "token", "key")

_TRAILING = ".,;:!?)]}>*_"
# What programs and manuals write in the place of a secret.
_PLACEHOLDER = re.compile(
    r"example|placeholder|change[_-]?me|redacted|removed|hidden|dummy|sample|your[_-]?|\bmy[_-]|todo|none|null|xxx|\*\*\*|"
    r"\.\.\.|…|•|environ|getenv|process\.env|secrets?[.\[]|config[.\[]|settings[.\[]|vault|input\(|password\b|passwd|^[<\[{$%(&]",
    re.IGNORECASE,
)
# Part of an expression of a program: a call, an index, an attribute, an operator.
_EXPRESSION = re.compile(r"[(\[{]|\w\.[A-Za-z_]|->|==|\$\{|%[sd(]|&&|\|\|")
_FEWEST_BITS = 2.5
_BITS_WITHOUT_DIGITS = 3.6


def find_passwords(text: str) -> Iterator[Hit]:
    """Secrets behind a word that announces them, then those in addresses, each in order."""
    for pattern in (_LABELLED, _BEARER):
        for match in pattern.finditer(text):
            value = match[1].rstrip(_TRAILING)
            if is_secret(value):
                yield Hit("password", match.start(1), match.start(1) + len(value), value, "", "label")
    for match in _IN_ADDRESS.finditer(text):
        if not is_placeholder(match[2]) and match[2].casefold() not in (*_NO_PASSWORDS, match[1].casefold()):
            yield Hit("password", match.start(2), match.end(2), match[2], "URL", "url")


def is_secret(value: str) -> bool:
    """Whether a value that a label announces looks like a secret, not like a word, a placeholder or a program.

    Digits and letters together with some variety are enough; without a digit it takes the variety of random letters.
    """
    if len(value) < 6 or is_placeholder(value) or _EXPRESSION.search(value) or "://" in value:
        return False
    letters, digits = sum(map(str.isalpha, value)), sum(map(str.isdecimal, value))
    marks = len(value) - letters - digits
    if letters and (digits or marks >= 2) and not value.replace("_", "").replace("-", "").isalpha():
        return bits_per_character(value) >= _FEWEST_BITS
    mixed = not value.islower() and not value.isupper() and not value.istitle()
    return len(value) >= 16 and mixed and "_" not in value and bits_per_character(value) >= _BITS_WITHOUT_DIGITS


def is_placeholder(value: str) -> bool:
    """Whether programs and manuals write such a value in the place of a secret."""
    return _PLACEHOLDER.search(value) is not None


def bits_per_character(value: str) -> float:
    """Shannon's entropy of the characters of a value, in bits for each."""
    counts = Counter(value)
    return -sum(n / len(value) * math.log2(n / len(value)) for n in counts.values())
