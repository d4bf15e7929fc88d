"""The check of a glossary: where the source has a term, the target has its translation, in whatever inflection."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from redraft.critics.translation.check import Check, Flaw
from redraft.critics.translation.glossary import Glossary, Term
from redraft.critics.translation.inflection import is_form_of, keys_of, makes_compounds
from redraft.critics.translation.languages import primary_of
from redraft.critics.translation.segment import Segment

# Languages that do not set blanks between words, or glue particles to them: a term is a part of the text there.
_BY_SUBSTRING = frozenset({"zh", "ja", "ko", "th"})
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_MAX_WORDS = 8


class _Place(NamedTuple):
    start: int
    end: int


class _Text:
    """A text with its words, searched for terms."""

    def __init__(self, text: str, language: str | None) -> None:
        self.text, self.language = text, language
        self.words = [(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]
        self.by_substring = language is not None and primary_of(language) in _BY_SUBSTRING
        self._folded = text.casefold()
        self._keys: set[str] = set()
        if not self.by_substring:
            self._keys = {key for word, _, _ in self.words for key in keys_of(word, language)}

    def places(self, term: str) -> Iterator[_Place]:
        """Where a term stands, in any inflection."""
        if self.by_substring or _is_unspaced(term):
            for match in re.finditer(re.escape(term), self.text, re.IGNORECASE):
                yield _Place(match.start(), match.end())
            return
        parts = _WORD.findall(term)[:_MAX_WORDS]
        if not parts or not self._may_have(parts[0]):
            return
        for at in range(len(self.words) - len(parts) + 1):
            here = self.words[at : at + len(parts)]
            if all(is_form_of(word, part, self.language) for (word, _, _), part in zip(here, parts, strict=True)):
                yield _Place(here[0][1], here[-1][2])

    def _may_have(self, word: str) -> bool:
        """Whether a form of a word can stand in the text: most terms of a long glossary cannot."""
        keys = keys_of(word, self.language)
        if not keys.isdisjoint(self._keys):
            return True
        return makes_compounds(self.language) and any(key in self._folded for key in keys)


def _is_unspaced(term: str) -> bool:
    return any("\u3040" <= sign <= "\u9fff" for sign in term)


def check_of(glossary: Glossary) -> Check:
    """The check that holds targets against a glossary."""

    def find(segment: Segment, target: str) -> Iterator[Flaw]:
        source = _Text(segment.source, segment.source_language)
        ours = _Text(target, segment.target_language)
        for term, place in _in_source(glossary.terms, source):
            yield from _flaws(term, segment.source[place.start : place.end], ours)

    return Check(name="glossary", find=find)


def _in_source(terms: Sequence[Term], source: _Text) -> Iterator[tuple[Term, _Place]]:
    """The terms that the source has, the longest where they overlap: "hard drive" is not "drive"."""
    found = [(term, place) for term in terms for place in source.places(term.source)]
    found.sort(key=lambda one: (one[1].start - one[1].end, one[1].start))
    taken = [False] * len(source.text)
    said: set[int] = set()
    for term, place in found:
        if any(taken[place.start : place.end]):
            continue
        taken[place.start : place.end] = [True] * (place.end - place.start)
        if id(term) not in said:
            said.add(id(term))
            yield term, place


def _flaws(term: Term, words: str, ours: _Text) -> Iterator[Flaw]:
    wanted = [place for target in term.targets for place in ours.places(target)]
    for banned in term.forbidden:
        for place in ours.places(banned):
            # "Festplattenlaufwerk" may be wanted where "Laufwerk" is not.
            if not any(other.start <= place.start and place.end <= other.end for other in wanted):
                yield _flaw("term_forbidden", term, place, term=words, found=ours.text[place.start : place.end])
                break
    if not term.targets:
        return
    listed = " / ".join(term.targets)
    if not wanted:
        yield _flaw("term_missing", term, None, term=words, wanted=listed)
    elif term.case_matters and not any(
        target in ours.text[place.start : place.end] for target in term.targets for place in wanted
    ):
        place = wanted[0]
        yield _flaw("term_case", term, place, wanted=listed, found=ours.text[place.start : place.end])


def _flaw(says: str, entry: Term, place: _Place | None, **values: str) -> Flaw:
    row = f"{entry.source} = {' | '.join(entry.targets)}"
    return Flaw(
        says=says,
        severity="minor" if says == "term_case" else "major",
        start=None if place is None else place.start,
        end=None if place is None else place.end,
        values=values,
        evidence=(f"line {entry.line}: {row}" if entry.line else row,),
        sources=() if entry.provenance is None else (entry.provenance,),
    )
