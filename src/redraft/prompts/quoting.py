"""Quoting: how a draft or any other data enters a prompt without being able to pass for an order.

A quotation looks like this, whatever is quoted::

    <draft 1b2c3d4e>
    > first line
    > second line
    </draft 1b2c3d4e>

Containment holds by construction, not by the boundary's being secret: every quoted line begins with ``> ``, so no
quoted line can be the closing one, even if the text holds the very boundary. Nothing else is changed (quotes,
backslashes and markup stay readable) except characters that would start a line of their own, hide, turn the reading
direction or cannot be sent as UTF-8: each is shown as ``⟦U+202E⟧``. `unquote` gets the text back exactly.
"""

import re
from collections.abc import Iterator

from redraft.core import seed_for
from redraft.errors import Misuse

_MARK = "> "
_LABEL = re.compile(r"[a-z_]+")
# Shown by code point: controls (all line breaks but the newline among them; tabs stay), DEL and C1 controls, soft
# hyphen, Arabic letter mark, Mongolian vowel separator, zero-width space, direction marks, line and paragraph
# separators, embeddings, overrides and isolates, invisible operators, surrogates, byte order mark, interlinear marks,
# noncharacters, tags and supplementary variation selectors (which can carry hidden text). The zero-width joiners stay:
# Persian, Indic scripts and emoji are written with them. The opening bracket is shown so where it would look like such
# a code.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]|⟦(?=U\\+)"
)
_SHOWN = re.compile("⟦U\\+([0-9A-F]{4,6})⟧")


def boundary_for(seed: int, prompt_id: str, *texts: str) -> str:
    """The boundary for quotations in one correction: eight hexadecimal digits.

    It is the same for the same seed and prompt, so that a prefix cache can reuse what stands before a quotation, unless
    it occurs in one of the texts; then it is the next that does not.

    Args:
        seed: the run's seed.
        prompt_id: the prompt that is being corrected.
        *texts: everything that will stand beside or inside the quotations.
    """
    step = 0
    while True:
        boundary = f"{seed_for(seed, prompt_id, 'boundary', str(step)):08x}"
        if not any(boundary in text for text in texts):
            return boundary
        step += 1


def quote(text: str, boundary: str, *, label: str = "draft") -> str:
    """`text` as a quotation: valid UTF-8, all of it between the opening and the closing line.

    Args:
        text: anything, lone surrogates and control characters included.
        boundary: see `boundary_for`.
        label: what is quoted, in lower-case letters.

    Raises:
        Misuse: when `label` is not made of lower-case letters and underscores.
    """
    if not _LABEL.fullmatch(label):
        raise Misuse(f"a label is made of lower-case letters and underscores, got {label!r}; use 'draft' or 'request'")
    # Most drafts hold nothing to show by code point, and for ASCII two scans at the speed of memory can tell.
    plain = text.isascii() and text.replace("\n", "").replace("\t", "").isprintable()
    visible = text if plain else _HIDDEN.sub(_show, text)
    lines = _MARK + visible.replace("\n", f"\n{_MARK}")
    return f"<{label} {boundary}>\n{lines}\n</{label} {boundary}>"


def unquote(text: str, boundary: str) -> tuple[str, ...]:
    """What was quoted inside `text` with `boundary`, in order, exactly as it was.

    Raises:
        Misuse: when a quotation is not closed or holds a line that `quote` would not have written.
    """
    return tuple(quoted for quoted, _ in _parts(text, boundary) if quoted is not None)


def revealed(text: str, quoted: str) -> str:
    """A reply in which the codes of hidden characters of what was quoted are these characters again.

    A model that was shown ``⟦U+00AD⟧`` for a soft hyphen, and is to keep it, writes what it saw. Other codes stay.

    Args:
        text: what the model wrote.
        quoted: the text that it was shown a quotation of.
    """
    hidden = {match[0] for match in _HIDDEN.finditer(quoted)}
    return _SHOWN.sub(lambda code: next((c for c in hidden if f"⟦U+{ord(c):04X}⟧" == code[0]), code[0]), text)


def outside(text: str, boundary: str) -> str:
    """What stands in `text` outside its quotations: the words that a reader may take as orders.

    Raises:
        Misuse: when a quotation is not closed or holds a line that `quote` would not have written.
    """
    return "\n".join(line for quoted, line in _parts(text, boundary) if quoted is None)


def _parts(text: str, boundary: str) -> Iterator[tuple[str | None, str]]:
    """Lines outside as (None, line), quotations as (text, label)."""
    opening = re.compile(rf"<({_LABEL.pattern}) {re.escape(boundary)}>")
    lines = iter(text.split("\n"))
    for line in lines:
        opened = opening.fullmatch(line)
        if opened is None:
            yield None, line
            continue
        quoted = []
        for inner in lines:
            if inner == f"</{opened[1]} {boundary}>":
                break
            if not inner.startswith(_MARK):
                raise Misuse(f"a quoted line begins with {_MARK!r}, got {inner!r}; only `quote` writes quotations")
            quoted.append(inner.removeprefix(_MARK))
        else:
            raise Misuse(f"the quotation opened by {line!r} is not closed; only `quote` writes quotations")
        yield _SHOWN.sub(_hide, "\n".join(quoted)), opened[1]


def _show(character: re.Match[str]) -> str:
    return f"⟦U+{ord(character[0]):04X}⟧"


def _hide(code: re.Match[str]) -> str:
    return chr(int(code[1], 16))
