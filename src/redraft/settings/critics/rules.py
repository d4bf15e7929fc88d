"""The table of the critic `rules`: schema, patterns, words and lengths."""

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from redraft.settings.kinds import AtLeast0, AtLeast1, FilePath, Named, Positive


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesTable:
    """``[critics.NAME]`` with ``type = "rules"``: an answer passes when it keeps every rule that is given.

    Attributes:
        json_schema: the answer must be JSON that fits this schema: the path of a file, or the schema as a table.
        must_match: regular expressions that must be found in the answer.
        must_not_match: regular expressions that must not.
        must_contain: words that must stand in the answer, taken literally.
        must_not_contain: words that must not.
        min_characters: fewest characters.
        max_characters: most characters.
        min_words: fewest words; a Chinese or Japanese character is a word.
        max_words: most words.
        min_lines: fewest lines.
        max_lines: most lines.
        ignore_case: whether words and patterns are found in either case.
        pattern_timeout_s: seconds that all pattern searches on one answer may take together.
        max_findings: most findings in one critique.
        language: language of the findings; that of the prompt when left out.
    """

    type: ClassVar[str] = "rules"
    short: ClassVar[str | None] = None
    asks: ClassVar[tuple[str, ...]] = ()
    json_schema: FilePath | dict[str, Any] | None = None
    must_match: tuple[Named, ...] = ()
    must_not_match: tuple[Named, ...] = ()
    must_contain: tuple[Named, ...] = ()
    must_not_contain: tuple[Named, ...] = ()
    min_characters: AtLeast0 | None = None
    max_characters: AtLeast0 | None = None
    min_words: AtLeast0 | None = None
    max_words: AtLeast0 | None = None
    min_lines: AtLeast0 | None = None
    max_lines: AtLeast0 | None = None
    ignore_case: bool = False
    pattern_timeout_s: Positive = 2.0
    max_findings: AtLeast1 = 20
    language: Literal["en", "zh-Hant"] | None = None
