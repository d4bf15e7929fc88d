"""Which two groups of a request can change places, and by which words."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from redraft.critics.bias.choices import Option, leaves_open
from redraft.critics.bias.exchange import Exchange, Pair
from redraft.critics.bias.lexicon import HEADS, MARK, Kind, Mention, age_of, kinds, mentions, plural_of, without_code
from redraft.critics.bias.persons import pairs_of_persons

_GENDERED = re.compile(r"\b(?:he|she|his|hers?|him|himself|herself)\b", re.IGNORECASE)
# "Her" is "him" and "his": such a text could not be got back.
_AMBIGUOUS = re.compile(r"\b(?:his|hers?|him)\b", re.IGNORECASE)
_DETERMINERS = frozenset("a an the my your his her our their this that another other one".split())
_OF_MANY_SENSES = frozenset(
    "straight hearing poor rich short tall fit fat thin slim old older young younger blind deaf mute attractive "
    "beautiful senior heavy".split()
)
# What may follow an adjective that a person has: the sentence goes on, and no noun comes.
_GOES_ON = frozenset(
    "and or but nor is was are were be been being who whom whose that which to of in on at by with from for than as "
    "because when while if had has have did does do can could will would should may might must not also both too so "
    "then either neither only just still already enough during after before about like since though although one "
    "ones".split()
)
_NOUNS_OF = {
    "jewish": "Jew",
    "danish": "Dane",
    "finnish": "Finn",
    "swedish": "Swede",
    "turkish": "Turk",
    "polish": "Pole",
    "spanish": "Spaniard",
    "british": "Briton|Brit",
    "scottish": "Scot|Scots(?:man|woman|men|women)",
    "french": "French(?:man|woman|men|women)",
    "english": "English(?:man|woman|men|women)",
    "irish": "Irish(?:man|woman|men|women)",
    "dutch": "Dutch(?:man|woman|men|women)",
    "welsh": "Welsh(?:man|woman|men|women)",
}
_NEXT_WORD = re.compile(r"[ \t]([^\W\d_]+)")
_AFTER_ARTICLE = re.compile(r"(?<!\w)an?[ \t]\Z", re.IGNORECASE)
_LEADING = re.compile(r"(?:the|an?|my|your|his|her|our|their)\s+(?=\S)", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def exchange_for(request: str, options: Mapping[str, Option], *, names: bool = False) -> Exchange | None:
    """The two groups of a request that can change places; None when there are none.

    Where the prompt offers options and two of them are about different groups of one kind, it is these two; else two
    options of which one is marked as about a group, if their words stand in the same surroundings; else the only two
    groups of a kind in the text.

    Args:
        request: everything the user said, the options included.
        options: those of the prompt, by letter.
        names: whether given names count as words for groups.
    """
    found = mentions(request, names=names)
    offered = {letter: mentions(option.text, names=names) for letter, option in options.items()}
    for exchange in _candidates(request, options, found, offered, names):
        if _has_another_sense(exchange, request):
            continue
        # Options of which only one changed would be about other persons than before.
        if options_exchanged(exchange, options) or not any(exchange.apply(o.text).n for o in options.values()):
            return exchange
    return None


def _has_another_sense(exchange: Exchange, text: str) -> bool:
    """Whether a word that would change places is said of no person: "walked straight ahead", "a hearing", "short hair".

    Told by what stands beside it: a noun that is none of persons behind it, or "a" before it and no noun behind it.
    """
    for start, end in exchange.spans(text):
        if text[start:end].lower() not in _OF_MANY_SENSES:
            continue
        after = _NEXT_WORD.match(text, end)
        word = "" if after is None else after[1].lower()
        if word and word not in HEADS and word not in _GOES_ON:
            return True
        if word not in HEADS and _AFTER_ARTICLE.search(text, max(0, start - 4), start):
            return True
    return False


def _candidates(
    request: str,
    options: Mapping[str, Option],
    found: Sequence[Mention],
    offered: Mapping[str, Sequence[Mention]],
    names: bool,
) -> Iterator[Exchange]:
    by_kind = [kind for kind in kinds().values() if names or kind.name != "name"]
    for kind in by_kind:
        two = _groups_of_options(kind, offered.values())
        exchange = None if two is None else _between(kind, two, found, request)
        if exchange is not None:
            yield exchange
    exchange = _between_options(request, options, offered)
    if exchange is not None:
        yield exchange
    for kind in by_kind:
        groups = _groups(kind, found)
        exchange = _between(kind, groups, found, request) if len(groups) == 2 else None
        if exchange is not None:
            yield exchange


def _groups(kind: Kind, found: Iterable[Mention]) -> list[str]:
    return list(dict.fromkeys(m.form.group for m in found if m.form.kind == kind.name and m.form.group != MARK))


def _groups_of_options(kind: Kind, offered: Iterable[Sequence[Mention]]) -> list[str] | None:
    """The groups of the only two options that are about one group of the kind each; None unless they differ."""
    of_options = [groups for found in offered if (groups := _groups(kind, found))]
    if len(of_options) != 2 or any(len(groups) != 1 for groups in of_options) or of_options[0] == of_options[1]:
        return None
    return [of_options[0][0], of_options[1][0]]


def _between(kind: Kind, groups: Sequence[str], found: Sequence[Mention], text: str) -> Exchange | None:
    first, second = ([m for m in found if m.form.kind == kind.name and m.form.group == group] for group in groups)
    if not first or not second:
        return None
    pairs = _aligned(kind, groups, (*first, *second), text) if kind.is_aligned else _free(first, second, text)
    if not pairs:
        return None
    return Exchange(kind=kind.name, first=first[0].said, second=second[0].said, pairs=tuple(pairs))


def _aligned(kind: Kind, groups: Sequence[str], found: Sequence[Mention], text: str) -> list[Pair]:
    """Every form of one group with that in the same place of the other; empty when a form in use has none there."""
    if kind.name == "gender" and _AMBIGUOUS.search(text):
        return []
    # "A Jew and an Atheist": others of the kind have no such noun, and what is left unchanged would make a mixture.
    if any(re.search(rf"\b(?:{_NOUNS_OF[group]})\b", text) for group in groups if group in _NOUNS_OF):
        return []
    in_use = {mention.form.place for mention in found}
    pairs = []
    for place, (one, other) in enumerate(zip(*(kind.groups[group] for group in groups), strict=True)):
        if one is not None and other is not None:
            pairs.append(Pair(first=one.text, second=other.text, needs_head=one.needs_head))
        elif place in in_use:
            return []
    return pairs


def _free(first: Sequence[Mention], second: Sequence[Mention], text: str) -> list[Pair]:
    """The word that a text uses of one group with the one that it uses of the other; empty when it uses several."""
    ages = [age_of(m.said) for m in (*first, *second)]
    if all(age is not None for age in ages):
        rests = sorted({age[1].lower() for age in ages if age is not None})
        one, other = first[0].form.group, second[0].form.group
        return [Pair(first=f"{one}{rest}", second=f"{other}{rest}") for rest in rests]
    if len({m.form.stem for m in first}) > 1 or len({m.form.stem for m in second}) > 1:
        return []
    if _is_adjective(first) and _is_adjective(second):
        whole = _whole(first, second, text) if _is_age(first) else []
        return whole or [Pair(first=first[0].form.stem, second=second[0].form.stem)]
    if _is_adjective(first) or _is_adjective(second):
        return _whole(first, second, text)
    return _nouns(first[0], second[0])


def _nouns(first: Mention, second: Mention) -> list[Pair]:
    one, other = first.form.stem, second.form.stem
    if first.form.kind == "name":
        return [Pair(first=first.form.text, second=second.form.text)]
    if age_of(one) or age_of(other):
        return [Pair(first=one, second=other)]
    return [Pair(first=one, second=other), Pair(first=plural_of(one), second=plural_of(other))]


def _whole(first: Sequence[Mention], second: Sequence[Mention], text: str) -> list[Pair]:
    """Adjectives with the nouns behind them, where these are always the same and stand nowhere else.

    "An elderly woman and a young boy" becomes "a young boy and an elderly woman", no "young woman and elderly boy". A
    pronoun that tells the two apart would then point to the wrong one.
    """
    phrases = []
    for found in (first, second):
        heads = {m.head if m.form.is_adjective else "" for m in found}
        if len(heads) != 1 or (found[0].form.is_adjective and heads == {""}):
            return []
        phrases.append(f"{found[0].said.lower()} {heads.pop()}".rstrip())
    heads_used = {m.head for m in (*first, *second) if m.form.is_adjective}
    if len({p.rpartition(" ")[2] for p in phrases}) > 1 and _GENDERED.search(text):
        return []
    if any(_count(text, head) > sum(_count(m.head, head) for m in (*first, *second)) for head in heads_used):
        return []
    return [] if phrases[0] == phrases[1] else [Pair(first=phrases[0], second=phrases[1])]


def _count(text: str, word: str) -> int:
    return len(re.findall(rf"(?<!\w){re.escape(word)}(?!\w)", text.lower())) if word else 0


def _is_adjective(found: Sequence[Mention]) -> bool:
    return all(m.form.is_adjective for m in found)


def _is_age(found: Sequence[Mention]) -> bool:
    return found[0].form.kind == "age"


def _between_options(
    request: str, options: Mapping[str, Option], offered: Mapping[str, Sequence[Mention]]
) -> Exchange | None:
    """Two persons that the options set against each other, one of them marked as of a group."""
    persons = [letter for letter, option in options.items() if not leaves_open(option.text)]
    marked = [letter for letter in persons if any(m.form.kind != "gender" for m in offered[letter])]
    if len(persons) != 2 or not marked:
        return None
    context = without_code(request[: min(option.start for option in options.values())])
    found: list[tuple[int, Exchange]] = []
    for one, other in _phrases(*(options[letter].text for letter in persons)):
        surroundings = [_surroundings(context, phrase) for phrase in (one, other)]
        is_marked = any(m.form.kind != "gender" for phrase in (one, other) for m in mentions(phrase))
        if is_marked and surroundings[0] and set(surroundings[0]) == set(surroundings[1]):
            exchange = Exchange(kind="options", first=one, second=other, pairs=(Pair(first=one, second=other),))
            found.append((len(surroundings[0]) + len(surroundings[1]), exchange))
    # Fewer words may name the two more often ("one with autism", "the woman with autism"): then more would miss some.
    if found:
        return max(found, key=lambda entry: entry[0])[1]
    words = [options[letter].text for letter in persons]
    pairs = pairs_of_persons(context, words)
    return Exchange(kind="options", first=words[0], second=words[1], pairs=pairs) if pairs else None


def _phrases(one: str, other: str) -> Iterator[tuple[str, str]]:
    """What tells two options apart, in ever fewer words: without articles, then without what both begin or end with."""
    one, other = (_LEADING.sub("", option.strip(" .;,"), count=1) for option in (one, other))
    first, second = one.split(), other.split()
    for n in range(min(len(first), len(second))):
        if n == 0 or [w.lower() for w in first[:n]] == [w.lower() for w in second[:n]]:
            rest = first[n:], second[n:]
            yield " ".join(rest[0]), " ".join(rest[1])
            k = _common_end(*rest)
            if k:
                yield " ".join(rest[0][:-k]), " ".join(rest[1][:-k])


def _common_end(first: Sequence[str], second: Sequence[str]) -> int:
    k = 0
    while k < min(len(first), len(second)) - 1 and first[-1 - k].lower() == second[-1 - k].lower():
        k += 1
    return k


def _surroundings(context: str, phrase: str) -> list[tuple[str, bool]]:
    """The word before each occurrence of a phrase (determiners count as one), and whether "of" follows."""
    found = []
    for match in re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", context, re.IGNORECASE):
        words = _WORD.findall(context[max(0, match.start() - 30) : match.start()])
        word = words[-1].lower() if words else ""
        followed = re.match(r"\s+of\b", context[match.end() : match.end() + 10]) is not None
        found.append(("the" if word in _DETERMINERS else word, followed))
    return found


def options_exchanged(exchange: Exchange, options: Mapping[str, Option]) -> tuple[str, str] | None:
    """The letters of the two options that are each other's with the groups exchanged; None when there are not two."""
    changed = [letter for letter, option in options.items() if exchange.apply(option.text).n]
    for one, other in combinations(changed, 2):
        if len(changed) == 2 and _same(exchange.apply(options[one].text).text, options[other].text):
            return one, other
    return None


def _same(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)


def _plain(option: str) -> str:
    bare = _LEADING.sub("", option.strip(" .;,").casefold(), count=1)
    return re.sub(r"[\s-]+", " ", bare)
