"""What was not translated: a target that is its source, and words of the source that were left in it."""

import re
from collections.abc import Iterator

from redraft.critics.translation.check import Check, Flaw
from redraft.critics.translation.detection import detectable, probabilities
from redraft.critics.translation.languages import primary_of, script_of
from redraft.critics.translation.scripts import script_of_letter, written_in
from redraft.critics.translation.segment import Segment

# Runs of the source's words in the target: so many words, and so many of them in small letters, for names are kept.
_MIN_RUN, _MIN_SMALL = 4, 3
_MAX_WORDS = 4000
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_FOREIGN_RUN = re.compile(r"[^\W\d_]+(?:[\W\d_]{0,2}[^\W\d_]+)*")


def _find_copy(segment: Segment, target: str) -> Iterator[Flaw]:
    if _same_language(segment) or " ".join(target.split()) != " ".join(segment.source.split()):
        return
    words = _WORD.findall(target)
    small = [word for word in words if word[:1].islower()]
    signs = [sign for sign in target if script_of_letter(sign) not in (None, "Latn")]
    if len(small) < _MIN_SMALL and len(signs) < _MIN_RUN:
        return  # names, codes and numbers are the same in every language
    if segment.target_language is not None and detectable(target) >= 25:
        likely = probabilities(target)
        if likely.get(primary_of(segment.target_language), 0.0) > 0.5:
            return  # the source already was in the language asked for
    yield Flaw(says="copied", severity="critical", start=0, end=len(target), evidence=(segment.source[:200],))


def _find_leftover(segment: Segment, target: str) -> Iterator[Flaw]:
    if _same_language(segment) or " ".join(target.split()) == " ".join(segment.source.split()):
        return
    yield from _foreign_script(segment, target)
    theirs = [match[0].casefold() for match in _WORD.finditer(segment.source)][:_MAX_WORDS]
    ours = list(_WORD.finditer(target))[:_MAX_WORDS]
    runs = {tuple(theirs[at : at + _MIN_RUN]) for at in range(len(theirs) - _MIN_RUN + 1)}
    at = 0
    while at + _MIN_RUN <= len(ours):
        length = 0
        while at + length + _MIN_RUN <= len(ours) and (
            tuple(word[0].casefold() for word in ours[at + length : at + length + _MIN_RUN]) in runs
        ):
            length += 1
        if length:
            run = ours[at : at + length + _MIN_RUN - 1]
            if sum(word[0][:1].islower() for word in run) >= _MIN_SMALL:
                start, end = run[0].start(), run[-1].end()
                yield Flaw(says="leftover", severity="minor", start=start, end=end,
                           values={"words": target[start:end][:120]}, evidence=(target[start:end][:200],))  # fmt: skip
            at += len(run)
        else:
            at += 1


def _foreign_script(segment: Segment, target: str) -> Iterator[Flaw]:
    """Words in the source's script that stand in a target of another one: Han signs in English, Cyrillic in German."""
    if segment.target_language is None:
        return
    ours = written_in(script_of(segment.target_language))
    if "Latn" not in ours:
        return  # names and terms in Latin letters are common in every script
    for match in _FOREIGN_RUN.finditer(target):
        run = match[0]
        places = [at for at, sign in enumerate(run) if script_of_letter(sign) not in (None, *ours)]
        places = [at for at in places if run[at] in segment.source]
        if places:
            start, end = match.start() + places[0], match.start() + places[-1] + 1
            yield Flaw(says="leftover", severity="minor", start=start, end=end,
                       values={"words": target[start:end][:120]}, evidence=(target[start:end][:200],))  # fmt: skip


def _same_language(segment: Segment) -> bool:
    if segment.source_language is None or segment.target_language is None:
        return False
    return primary_of(segment.source_language) == primary_of(segment.target_language)


CHECK = Check(name="copied", find=_find_copy, in_prose=True)
"""A target that is its source."""

LEFTOVER_CHECK = Check(name="leftover", find=_find_leftover, in_prose=True)
"""Words of the source that are left in the target."""
