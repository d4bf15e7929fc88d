"""From what into what, in words, for the prompts of a judge."""

from redraft.critics.translation.languages import english_name_of
from redraft.critics.translation.segment import Segment
from redraft.prompts import load_phrases


def languages_in_words(segment: Segment, language: str) -> str:
    """Such as ``from English into German``, in the language of the prompt; what nobody said is left out."""
    phrases = load_phrases("mqm_languages", language)
    source, target = segment.source_language, segment.target_language
    if target is None:
        return phrases["unnamed"].text
    if source is None:
        return phrases["into"].fill(target=english_name_of(target))
    return phrases["from_into"].fill(source=english_name_of(source), target=english_name_of(target))
