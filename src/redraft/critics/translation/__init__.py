"""Translations, checked without a model: what can be read off the source and the target.

Reading order: `critic`, which runs the checks and says what refutes; `segment` (what is to be translated into what),
`check` (what every check is), `checks` (all of them, in order). Then the checks: `placeholders`, `messages` (ICU),
`markup`, `addresses`, `emoji`, `line_breaks` for what a program reads; `copies`, `language_check` for what was not
translated; `numbers`, `units`, `lengths`, `sentences`, `repeats`, `punctuation`, `spaces` for what is worth a look;
`terms` for a glossary. Below them: `languages` (tags, names, scripts), `prose` (a text without what is no prose),
`icu`, `plural_categories`, `detection` and `scripts`, `numerals`, `number_words` and `measures`, `glossary`,
`termbase` and `inflection`. The folder `mqm` holds the critics that ask a model.
"""

from redraft.critics.translation.critic import TranslationCritic
from redraft.critics.translation.glossary import Glossary, Term, glossary_of, read_glossary
from redraft.critics.translation.segment import Segment, segment_of

__all__ = ["Glossary", "Segment", "Term", "TranslationCritic", "glossary_of", "read_glossary", "segment_of"]
