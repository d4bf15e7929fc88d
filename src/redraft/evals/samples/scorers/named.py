"""A scorer from its name and the reference of a row."""

import json
import math
from typing import Any

from redraft.core import Prompt
from redraft.errors import Misuse
from redraft.evals.sample import Scorer
from redraft.evals.samples.scorers.choice import Choice
from redraft.evals.samples.scorers.json_value import JsonValue
from redraft.evals.samples.scorers.math import Mathematics
from redraft.evals.samples.scorers.number import Number
from redraft.evals.samples.scorers.python_tests import PythonTests
from redraft.evals.samples.scorers.text import Contains, Exact, Matching

SCORERS = ("exact", "number", "choice", "contains", "regex", "json", "math", "python", "chrf", "bleu")


def scorer_for(
    name: str | None, reference: Any, *, prompt: Prompt, choices: tuple[str, ...] | None, function: str = ""
) -> Scorer:
    """The scorer of a row.

    Args:
        name: one of `SCORERS`; None to choose by the reference: ``choice`` where there are choices, ``number`` for a
            number, ``json`` for a list, an object, true, false or null, ``exact`` for a text.
        reference: the right answer, as it stands in the row.
        prompt: what is asked.
        choices: the options to choose from, if any.
        function: name of the function that Python tests are for.

    Raises:
        Misuse: when there is no such scorer, or the reference is none for it.
    """
    chosen = _fitting(reference, choices) if name is None else name
    if chosen not in SCORERS:
        raise Misuse(f"no scorer is called {chosen!r}; known: {', '.join(SCORERS)}")
    if isinstance(reference, float) and not math.isfinite(reference):
        raise Misuse(f"`reference` is {reference!r}, which no answer can equal; write a number or a text")
    if choices is not None and chosen != "choice":
        raise Misuse(f"`choices` go with the scorer choice, got scorer {chosen!r}; leave one of them out")
    match chosen:
        case "json":
            return JsonValue(reference=_as_json(reference))
        case "contains":
            return Contains(reference=_texts(reference))
        case "choice":
            if choices is None:
                raise Misuse('the scorer choice needs `choices`; list the options, ["...", "..."]')
            return Choice.of(choices, _text(reference))
        case "python":
            return PythonTests(tests=_text(reference), function=function, asked=prompt)
        case "number":
            return Number(reference=_text(reference))
        case "regex":
            return Matching(reference=_text(reference))
        case "chrf" | "bleu":
            from redraft.evals.samples.scorers.translation import LikeReference

            return LikeReference(reference=_texts(reference), metric="chrf" if chosen == "chrf" else "bleu")
        case "math":
            return Mathematics(reference=_text(reference))
    return Exact(reference=_text(reference))


def _fitting(reference: Any, choices: tuple[str, ...] | None) -> str:
    if choices is not None:
        return "choice"
    if isinstance(reference, bool) or reference is None or isinstance(reference, dict | list):
        return "json"
    return "number" if isinstance(reference, int | float) else "exact"


def _text(reference: Any) -> str:
    if isinstance(reference, bool) or not isinstance(reference, str | int | float):
        raise Misuse(f"`reference` must be a text or a number for this scorer, got {reference!r:.60}")
    text = str(reference)
    if not text.strip():
        raise Misuse("`reference` is empty; write the right answer")
    return text


def _texts(reference: Any) -> tuple[str, ...]:
    if isinstance(reference, list) and reference:
        return tuple(_text(entry) for entry in reference)
    return (_text(reference),)


def _as_json(reference: Any) -> str:
    try:
        return json.dumps(reference, allow_nan=False)
    except ValueError as error:
        raise Misuse(f"`reference` holds a number that is no number: {error}; JSON has no NaN") from error
