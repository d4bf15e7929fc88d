"""The prompt that asks for the translation of one segment."""

from collections.abc import Mapping, Sequence

from redraft.core import Message, Prompt
from redraft.critics.translation.mqm.naming import languages_in_words
from redraft.critics.translation.segment import Segment
from redraft.prompts import boundary_for, language_of, load, load_phrases, quote


def translation_prompt(
    segment: Segment,
    *,
    id: str | None = None,
    notes: Sequence[str] = (),
    terms: Sequence[str] = (),
    other: str | None = None,
    seed: int = 0,
) -> Prompt:
    """A prompt whose answer is the translation alone.

    Its labels tell critics what is to be translated (``source``, ``source_language``, ``target_language``), and the
    critic that compares what to compare with (``other``).

    Args:
        segment: the text and its languages; tags that are known.
        id: names the prompt; None for a hash of what is asked.
        notes: what is said about the text to translators.
        terms: lines of a glossary that the text needs.
        other: another translation of the text, which only critics see.
        seed: of the boundary that the text is quoted in.
    """
    language = language_of(segment.source)
    boundary = boundary_for(seed, id or "", segment.source, *notes, *terms)
    about = load_phrases("translate_about", language)
    said = [
        f"\n{about[key].text}\n\n{quote(chr(10).join(lines), boundary, label=key)}\n"
        for key, lines in (("notes", notes), ("terms", terms))
        if lines
    ]
    text = load("translate", language).fill(
        boundary=boundary,
        languages=languages_in_words(segment, language),
        source=quote(segment.source, boundary, label="source"),
        about="".join(said),
    )
    labels: Mapping[str, str | None] = {
        "source": segment.source,
        "source_language": segment.source_language,
        "target_language": segment.target_language,
        "other": other,
    }
    metadata = {name: label for name, label in labels.items() if label is not None}
    return Prompt.from_messages((Message.of("user", text),), id=id, metadata=metadata)
