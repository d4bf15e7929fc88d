"""When somebody was born and died: what happens once, in words and as dates behind a name (1867 - 1934)."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from redraft.critics.facts.checks.dates import Date, overlap
from redraft.critics.facts.checks.names import Name
from redraft.critics.facts.checks.reading import Text
from redraft.critics.facts.checks.roles import is_same_name
from redraft.critics.facts.checks.words import stem_of

_Event = Literal["birth", "death"]

_EVENTS: dict[str, _Event] = {stem_of("born"): "birth", stem_of("died"): "death"}
_MARKS: dict[str, _Event] = {"born": "birth", "b": "birth", "died": "death", "d": "death"}
_IDLE = frozenset("was were is had has later".split())
_HE = frozenset(("he", "she"))
_ON = frozenset(("on", "in", ","))
_DASHES = frozenset(("-", "–", "—"))
_SUFFIXES = frozenset("jr sr ii iii iv vi vii viii ix xi xii xiii xiv xv xvi".split())
_MAX_BETWEEN = 8  # words between "born" and the date: in the village of Ulm in


class Told(NamedTuple):
    """A birth or death of which a text tells the date."""

    event: _Event
    date: Date


def lives_differ(claim: Text, passage: Text, subject: Name | None) -> Iterator[tuple[Date, Date]]:
    """A date of the claim's subject's birth or death, and the other one that the passage has for the same event.

    Nothing where the passage has the claim's date for it, too.

    Args:
        claim: the claim.
        passage: the passage.
        subject: of the claim; None when it names none.
    """
    if subject is None:
        return
    there = [*_in_words(passage, subject), *_behind_names(passage, subject)]
    for event, date in _in_words(claim, subject):
        others = [other for what, other in there if what == event]
        if others and all(overlap(date, other) is False for other in others):
            yield date, others[0]


def is_of_a_life(event: frozenset[str]) -> bool:
    """Whether what happened on a date is somebody's birth or death.

    Args:
        event: stems of the words beside the date.
    """
    return bool(event & _EVENTS.keys())


def _in_words(text: Text, subject: Name) -> Iterator[Told]:
    """Was born on a day; died in a year."""
    told_in = -1  # the sentence in which something was told of the subject
    for place in text.content:
        event = _EVENTS.get(text.words[place].stem)
        if event is None:
            continue
        goes_on = told_in == text.words[place].sentence and text.words[place - 1].lower == "and"
        date = _date_of(text, place)
        if date is not None and (goes_on or _is_of_subject(text, subject, place)):
            told_in = text.words[place].sentence
            yield Told(event, date)


def _is_of_subject(text: Text, subject: Name, place: int) -> bool:
    """Whether the word before an event is the subject's name, or a pronoun that stands for it."""
    at = place - 1
    while at >= 0 and text.words[at].lower in _IDLE:
        at -= 1
    if at < 0 or text.words[at].sentence != text.words[place].sentence:
        return False
    if text.words[at].lower in _HE:
        begins = at == 0 or text.words[at - 1].sentence != text.words[at].sentence
        return begins and _was_spoken_of(text, subject, at)
    # "Her husband, Pierre Curie, was born": a comma on either side.
    ends = at + 1 if text.words[at].text != "," else at
    named = (name for name in text.names if name.end == ends and _is_subject(text, subject, name))
    return any(ends == at + 1 or text.words[name.first - 1].text == "," for name in named)


def _was_spoken_of(text: Text, subject: Name, before: int) -> bool:
    """Whether the last sentence before a word that names anything names the subject first."""
    named = [name for name in text.names if name.end <= before]
    if not named:
        return False
    last = text.words[named[-1].first].sentence
    return _is_subject(text, subject, next(name for name in named if text.words[name.first].sentence == last))


def _is_subject(text: Text, subject: Name, name: Name) -> bool:
    """Whether a name is the subject's: not its father's, and no bare surname where two persons have it."""
    if not is_same_name(subject, name) or ({*subject.parts} ^ {*name.parts}) & _SUFFIXES:
        return False
    if len(subject.parts) > 1 and len(name.parts) > 1:
        return True
    full = [one for one in (subject, *text.names) if len(one.parts) > 1 and one.parts[-1] == name.parts[-1]]
    return len({one.parts[0] for one in full}) <= 1


def _date_of(text: Text, event: int) -> Date | None:
    """The date behind an event, with nothing but a place between: born in Warsaw on 7 November 1867."""
    date = next((date for date in text.dates if date.first > event), None)
    if date is None or text.words[date.first].sentence != text.words[event].sentence:
        return None
    between = range(event + 1, date.first)
    if len(between) > _MAX_BETWEEN or (between and text.words[date.first - 1].lower not in _ON):
        return None
    said = [text.words[place] for place in between if place in text.says]
    is_plain = all(word.kind == "word" or word.text == "," for word in text.words[event + 1 : date.first])
    return date if is_plain and all(word.is_capital for word in said) else None


def _behind_names(text: Text, subject: Name) -> Iterator[Told]:
    """Marie Curie (7 November 1867 - 4 July 1934); years alone may be those of an office, unless "was" follows."""
    starts = {date.first: date for date in text.dates}
    for name in text.names:
        place = name.end
        if not _is_subject(text, subject, name) or place >= len(text.words) or text.words[place].text != "(":
            continue
        event = _MARKS.get(text.words[place + 1].lower) if place + 1 < len(text.words) else None
        place += 1 if event is None else 2
        place += event is not None and place < len(text.words) and text.words[place].text == "."
        first = starts.get(place)
        if first is None or first.end >= len(text.words):
            continue
        if event is not None:
            yield Told(event, first)
            continue
        second = starts.get(first.end + 1) if text.words[first.end].text in _DASHES else None
        after = [word.lower for word in text.words[second.end : second.end + 2]] if second is not None else []
        if second is None or after[:1] != [")"]:
            continue
        if (_is_day(first) and _is_day(second)) or after[1:] in (["was"], ["is"]):
            yield Told("birth", first)
            yield Told("death", second)


def _is_day(date: Date) -> bool:
    return date.has_year and date.low == date.high
