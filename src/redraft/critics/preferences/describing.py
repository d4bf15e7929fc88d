"""An edit in a sentence: by a model, or by code from what it sees."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from redraft.core import NOTHING, Message, Model, Usage
from redraft.critics.asking import ask
from redraft.critics.preferences.checks import Check
from redraft.critics.preferences.observing import observed
from redraft.critics.preferences.preference import Written
from redraft.critics.verdicts import reply_of
from redraft.errors import CriticFailed, ModelError
from redraft.prompts import boundary_for, language_of, load, load_phrases, quote

_SENTENCE = re.compile(r"[\s*_#`~]*(?:preference|偏好)[\s*_`]*[:：](.*)", re.IGNORECASE)
_LONGEST = 300
CODE = "code"


class Described(NamedTuple):
    """A preference in words.

    Attributes:
        says: one sentence; empty when no model was asked or heard, and code sees nothing that it could put into words.
        checks: what of it code can decide.
        by: who put it into words: ``code`` or the model's name.
        doubt: why the model's words were not taken; empty when they were, or none was asked.
        usage: what asking cost.
    """

    says: str
    checks: tuple[Check, ...]
    by: str
    doubt: str = ""
    usage: Usage = NOTHING


async def describe(
    written: Written, *, model: Model | None = None, language: str | None = None, seed: int = 0
) -> Described:
    """What an edit says of the person who made it.

    Args:
        written: the edit.
        model: who puts it into words; code alone when None. It is shown the context and both texts.
        language: of the sentence; None follows the edited text.
        seed: of the boundary that the texts are quoted in.
    """
    spoken = language or language_of(written.after)
    # Of an answer that was deleted whole nothing is kept, so that nothing in it says what was wanted instead.
    checks = observed(written.before, written.after) if written.after.strip() else ()
    by_code = Described(in_words(checks, spoken), checks, CODE)
    if model is None:
        return by_code
    try:
        reply = await ask(model, _messages(written, spoken, seed), max_tokens=None, cache_key=written.id)
    except ModelError as error:
        return by_code._replace(doubt=f"{type(error).__name__}: {error}")
    try:
        return Described(sentence_in(reply.text), checks, model.name, usage=reply.usage)
    except CriticFailed as failure:
        return by_code._replace(doubt=str(failure), usage=reply.usage)


def in_words(checks: Iterable[Check], language: str) -> str:
    """The checks in sentences; empty when there are none."""
    phrases = load_phrases("preferences", language)
    said = [phrases[_key(check)].fill(**_values(check, phrases[_key(check)].places)) for check in checks]
    return (" " if language == "en" else "").join(said)


def sentence_in(reply: str) -> str:
    """The one sentence that a reply ends with.

    Raises:
        CriticFailed: when there is none, more than one, or it is not the last line.
    """
    lines = [line for line in reply_of(reply).splitlines() if any(map(str.isalnum, line))]
    said = [(number, match[1]) for number, line in enumerate(lines) if (match := _SENTENCE.match(line))]
    if len(said) != 1 or said[0][0] != len(lines) - 1:
        raise CriticFailed(f"the reply holds {len(said)} lines that begin with Preference:, wanted one, and that last")
    sentence = " ".join(said[0][1].split()).strip("*_`\"' ")
    if not 3 <= len(sentence) <= _LONGEST:
        raise CriticFailed(
            f"the preference has {len(sentence)} characters, wanted is one sentence of at most {_LONGEST}"
        )
    return sentence


def _messages(written: Written, language: str, seed: int) -> tuple[Message, ...]:
    texts = (written.context, written.before, written.after)
    boundary = boundary_for(seed, written.id, *texts)
    labels = ("request", "before", "after")
    quoted = {label: quote(text, boundary, label=label) for label, text in zip(labels, texts, strict=True)}
    return (Message.of("user", load("preferences_describe", language).fill(boundary=boundary, **quoted)),)


def _key(check: Check) -> str:
    return f"language_{check.value}" if check.name == "language" else check.name


def _values(check: Check, places: frozenset[str]) -> dict[str, str]:
    return {name: value for name, value in (("value", check.value), ("other", check.other)) if name in places}
