"""The assembly room: settings and choices become a plan, and `correct` carries it out.

Reading order: `doors` (correct, correct_sync, stream, resume), `choices` (what a caller may choose), `assembly` (a plan
from settings and choices) and what it is put together from: `models`, `critics`, `cards`, `panels`, `strategies`,
`describing` and `fingerprints` (what a certificate holds for), `certificates`; `prompts`, `translating` (the prompt of
a segment), `instructing` (what critics would have the writer know), `keeping`; `monitoring` and `feedback` (whether a
promise still holds, and what people say).
"""

from redraft.profiles.assembly import Assembly, assemble
from redraft.profiles.choices import Choices
from redraft.profiles.doors import correct, correct_sync, resume, stream
from redraft.profiles.prompts import as_prompt

__all__ = [
    "Assembly",
    "Choices",
    "as_prompt",
    "assemble",
    "correct",
    "correct_sync",
    "resume",
    "stream",
]
