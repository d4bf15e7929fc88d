"""Translations with the errors that people marked: WMT's MQM ratings.

A row is ``{"pair", "system", "doc", "seg_id", "rater", "source", "target", "category", "severity"}``: one error of one
rater, in the target or the source between ``<v>`` and ``</v>``, or none. A translation has a row for each mark of each
rater, and systems write the same words: all rows of the same words make one output here, acceptable where nobody marked
anything, with the first mark in the translation as its mistake.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from redraft.core import Draft, Location, Message, Prompt
from redraft.critics.translation.languages import english_name_of, language
from redraft.errors import Misuse
from redraft.evals.labelled.forms.fields import Row, text_in
from redraft.evals.labelled.output import LabelledOutput
from redraft.evals.labelled.reading import Form

_KEYS = frozenset({"pair", "system", "seg_id", "source", "target", "category", "severity"})
_OPEN, _CLOSE = "<v>", "</v>"


class Marked(NamedTuple):
    """A row's texts without marks, and where the mark was.

    Attributes:
        source: the source.
        target: the translation.
        start: where the marked words begin in the target; None when none are marked there.
        end: where they end.
        source_start: where they begin in the source; None when none are marked there.
        source_end: where they end.
    """

    source: str
    target: str
    start: int | None
    end: int | None
    source_start: int | None
    source_end: int | None


class Languages(NamedTuple):
    """The two languages of a pair, by their tags."""

    source: str
    target: str


def languages_of(pair: str) -> Languages:
    """The languages of a pair such as ``ende`` or ``en-de``.

    Raises:
        Misuse: when it names no two languages that are known.
    """
    bare = pair.replace("-", "")
    if len(bare) != 4:
        raise Misuse(f"`pair` must name two languages by two letters each, got {pair!r}; write ende or en-de")
    return Languages(source=language(bare[:2]), target=language(bare[2:]))


def unmarked(row: Row) -> Marked:
    """The texts of a row without its marks.

    Raises:
        Misuse: when a text is missing, or more than one span is marked.
    """
    source, source_start, source_end = _bare(text_in(row, "source"), "source")
    target, start, end = _bare(text_in(row, "target"), "target")
    return Marked(source, target, start, end, source_start, source_end)


class _Bare(NamedTuple):
    text: str
    start: int | None
    end: int | None


def _bare(text: str, name: str) -> _Bare:
    before, opened, rest = text.partition(_OPEN)
    if not opened and _CLOSE not in text:
        return _Bare(text, None, None)
    # A mark that is never closed goes to the end: a rater who marked a whole sentence may leave the closing one out.
    inside, _, after = rest.partition(_CLOSE)
    if not opened or _OPEN in inside + after or _CLOSE in before + after:
        raise Misuse(
            f"`{name}` must hold one span between {_OPEN} and {_CLOSE} or none, got {text!r:.80}; mark one span"
        )
    return _Bare(before + inside + after, len(before), len(before) + len(inside))


def _recognises(row: Row) -> bool:
    return row.keys() >= _KEYS


def _outputs(row: Row, index: int) -> Iterable[LabelledOutput]:
    marked = unmarked(row)
    pair = languages_of(text_in(row, "pair"))
    labels = {"source": marked.source, "source_language": pair.source, "target_language": pair.target}
    asked = (
        f"Translate the following text from {english_name_of(pair.source)} into {english_name_of(pair.target)}:\n\n"
        f"{marked.source}"
    )
    category = text_in(row, "category")
    yield LabelledOutput(
        id=f"{text_in(row, 'pair')} {text_in(row, 'system')} {text_in(row, 'seg_id')} #{index + 1}",
        prompt=Prompt.from_messages((Message.of("user", asked),), metadata=labels),
        draft=Draft.of(marked.target, by=text_in(row, "system")),
        acceptable=category == "No-error",
        problem=marked.source,
        groups={
            "pair": text_in(row, "pair"), "model": text_in(row, "system"), "category": category,
            "severity": text_in(row, "severity"),
        },
        mistake=None
        if marked.start is None or marked.end is None
        else Location(start=marked.start, end=marked.end),
    )  # fmt: skip


def _merged(outputs: Iterable[LabelledOutput]) -> Iterable[LabelledOutput]:
    by_words: dict[tuple[str, str], list[LabelledOutput]] = {}
    for output in outputs:
        by_words.setdefault((output.prompt.text, output.draft.text), []).append(output)
    for first, *others in by_words.values():
        marked = [one for one in (first, *others) if not one.acceptable]
        places = sorted((one.mistake for one in marked if one.mistake is not None), key=lambda place: place.start)
        groups = {name: label for name, label in first.groups.items() if name in ("pair", "model")}
        yield replace(first, acceptable=not marked, mistake=places[0] if places else None, groups=groups)


FORM = Form(name="translation_errors", recognises=_recognises, outputs=_outputs, merged=_merged)
"""Rows of WMT's MQM ratings."""
