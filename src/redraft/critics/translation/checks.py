"""The checks in the order in which a reader wants to hear of them, and what each aims at."""

from redraft.critics.translation import (
    addresses,
    copies,
    emoji,
    language_check,
    lengths,
    line_breaks,
    markup,
    messages,
    numbers,
    placeholders,
    punctuation,
    repeats,
    sentences,
    spaces,
    units,
)
from redraft.critics.translation.check import Check

CHECKS: tuple[Check, ...] = (
    placeholders.CHECK,
    messages.CHECK,
    markup.CHECK,
    addresses.CHECK,
    emoji.CHECK,
    line_breaks.CHECK,
    copies.CHECK,
    language_check.CHECK,
    language_check.FORM_CHECK,
    copies.LEFTOVER_CHECK,
    numbers.CHECK,
    units.CHECK,
    lengths.CHECK,
    sentences.CHECK,
    repeats.CHECK,
    punctuation.BRACKETS_CHECK,
    punctuation.QUOTES_CHECK,
    punctuation.DASHES_CHECK,
    punctuation.WIDTH_CHECK,
    punctuation.ENDING_CHECK,
    spaces.CHECK,
)
"""Every check but that of the glossary, which needs one."""

NAMES: tuple[str, ...] = ("empty", *(check.name for check in CHECKS), "glossary")
"""What settings can leave out."""
