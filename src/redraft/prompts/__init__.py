"""Prompt texts as files, known by name, language and content hash, and the quoting that keeps data from being orders.

Reading order: `library`, `languages`, `quoting`, `trace`.
"""

from redraft.prompts.languages import LANGUAGES, Language, language_of
from redraft.prompts.library import PromptText, load, load_phrases, names
from redraft.prompts.quoting import boundary_for, outside, quote, revealed, unquote

__all__ = [
    "LANGUAGES",
    "Language",
    "PromptText",
    "boundary_for",
    "language_of",
    "load",
    "load_phrases",
    "names",
    "outside",
    "quote",
    "revealed",
    "unquote",
]
