"""Which reader for which file of segments."""

from dataclasses import replace
from pathlib import Path
from typing import Literal

from redraft.batch.forms.bilingual.slots import BilingualFile, BilingualOptions
from redraft.critics.translation.languages import language
from redraft.errors import Misuse

BilingualForm = Literal["po", "xliff", "tmx", "segments"]

BY_SUFFIX: dict[str, BilingualForm] = {
    ".po": "po",
    ".pot": "po",
    ".xlf": "xliff",
    ".xliff": "xliff",
    ".tmx": "tmx",
    ".jsonl": "segments",
    ".ndjson": "segments",
}
"""Forms by how a file's name ends; ``segments`` is JSONL with the fields ``source`` and ``target``."""


def bilingual_form_of(path: Path) -> BilingualForm:
    """The form that a file's name stands for.

    Raises:
        Misuse: when its ending is not known.
    """
    form = BY_SUFFIX.get(path.suffix.lower())
    if form is None:
        raise Misuse(f"cannot tell how {path.name!r} holds segments; end its name in {', '.join(BY_SUFFIX)}")
    return form


def open_bilingual(path: Path, form: BilingualForm, options: BilingualOptions) -> BilingualFile:
    """The file, ready to be read.

    Raises:
        Misuse: when it cannot be read, or a language is not known; the message names file, place and what to do.
    """
    if not path.is_file():
        raise Misuse(f"cannot read {str(path)!r}: there is no such file; check the path")
    named = options_with_tags(options)
    match form:
        case "po":
            from redraft.batch.forms.po import PoFile

            return PoFile(path, named)
        case "xliff":
            from redraft.batch.forms.xliff import XliffFile

            return XliffFile(path, named)
        case "tmx":
            from redraft.batch.forms.tmx import TmxFile

            return TmxFile(path, named)
        case "segments":
            from redraft.batch.forms.segments_jsonl import SegmentsFile

            return SegmentsFile(path, named)


def options_with_tags(options: BilingualOptions) -> BilingualOptions:
    """The options with the languages as tags in their usual spelling.

    Raises:
        Misuse: when a language is not known.
    """
    source, target = options.source_language, options.target_language
    return replace(
        options,
        source_language=None if source is None else language(source),
        target_language=None if target is None else language(target),
    )
