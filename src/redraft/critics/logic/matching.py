"""Whether the options of a program are those of the prompt; pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from redraft.critics.logic.issues import Issue, shortened
from redraft.critics.logic.outcome import Outcome

_LETTER = re.compile(r"\s*\(?[A-Z][).:]\s*")
_DECORATION = " \t*_`\"'“”「」『』.。!！,，;；"


def held_against(outcome: Outcome, options: Mapping[str, str]) -> Outcome:
    """The outcome; faulty where both list options and the program's are not the prompt's: it formalises another.

    Args:
        outcome: what became of a program.
        options: the prompt's options, by letter; empty when it offers none.
    """
    if not outcome.choices or not options or outcome.status == "faulty":
        return outcome
    issues = tuple(_issues(outcome, options))
    return replace(outcome, status="faulty", reason=None, issues=(*outcome.issues, *issues)) if issues else outcome


def _issues(outcome: Outcome, options: Mapping[str, str]) -> Iterator[Issue]:
    letters = [choice.letter for choice in outcome.choices]
    if sorted(letters) != sorted(options):
        values = {"program": ", ".join(letters), "prompt": ", ".join(options)}
        yield Issue(key="options_differ", values={name: shortened(value) for name, value in values.items()})
        return
    texts = {_bare(text): letter for letter, text in options.items()}
    for choice in outcome.choices:
        meant = texts.get(_bare(_LETTER.sub("", choice.note, count=1)), choice.letter)
        if meant != choice.letter and _bare(choice.note):
            values = {"letter": choice.letter, "said": shortened(choice.note), "other": meant}
            yield Issue(key="option_swapped", values=values)


def _bare(text: str) -> str:
    return " ".join(text.casefold().split()).strip(_DECORATION)
