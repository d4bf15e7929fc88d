"""Two persons whom the options of a prompt set against each other, by all the ways in which its context names them."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from redraft.critics.bias.exchange import Pair
from redraft.critics.bias.lexicon import HEADS

_HEAD = rf"(?:one|{'|'.join(sorted(HEADS))})"
_LINK = r"(?:with|who (?:has|had|is|was|uses)|who's|on|wearing)"
_DETERMINER = r"(?:the|an?|my|their|his|her|our)"
# "The person with a cane", "one who uses a cane": a head, a link, and what tells the person apart.
_LINKED = re.compile(rf"(?:(?:the|an?) )?(?P<head>{_HEAD}) {_LINK} (?P<core>.+)", re.IGNORECASE)
_LEADING = re.compile(rf"{_DETERMINER} (?=\S)", re.IGNORECASE)
_OWNED = r"(?: of (?:mine|ours|theirs|his|hers))?"
_LONGEST = 80


class _Named(NamedTuple):
    """One mention of a person.

    Attributes:
        key: mentions of the two persons with the same key are each other's counterparts.
        words: the mention, in lower case but for what the option writes otherwise.
    """

    key: str
    words: str


def pairs_of_persons(context: str, options: Sequence[str]) -> tuple[Pair, ...]:
    """The ways in which a context and two options name two persons, each with its counterpart; empty if one has none.

    Two persons who are told apart by what goes with them ("one with a cane", "the one who has glasses") are exchanged
    without their articles, head by head. Where one of them is told by a noun ("a writer"), the articles go along, "one
    with a cane" for "a writer" and "the one with a cane" for "the writer". Each has to be named in one way for each of
    these, and nowhere in another: who is named in two ways has two counterparts, and nothing could be got back.

    Args:
        context: the request without its options.
        options: the words of the two options.
    """
    first, second = (option.strip(" .;,") for option in options)
    if max(len(first), len(second)) > _LONGEST:
        return ()
    linked = [_LINKED.fullmatch(option) for option in (first, second)]
    both = all(match is not None for match in linked)
    named = [
        _mentions(context, option, match["core"] if match else None, with_article=not both)
        for option, match in zip((first, second), linked, strict=True)
    ]
    ways = [{one.key: one.words for one in found} for found in named]
    if any(len(set(found)) > len(way) for found, way in zip(named, ways, strict=True)):
        return ()
    if not ways[0] or ways[0].keys() != ways[1].keys() or not all(len(found) > 1 for found in named):
        return ()
    return tuple(Pair(first=ways[0][key], second=ways[1][key]) for key in ways[0])


def _mentions(context: str, option: str, core: str | None, *, with_article: bool) -> list[_Named]:
    """Every mention of one person, that of its option first; empty when the context names it in no known way."""
    plain = core if core is not None else _LEADING.sub("", option, count=1)
    text = re.escape(plain)
    if core is not None:
        pattern = rf"(?:(?P<article>the|an?) )?(?P<noun>(?P<head>{_HEAD}) {_LINK} {text})"
    else:
        pattern = rf"(?P<article>{_DETERMINER}) (?P<noun>(?:[a-z]+ ){{0,2}}?{text}{_OWNED})"
    found = []
    for match in re.finditer(rf"(?<!\w)(?<!\w-){pattern}(?!\w|-\w)", f"{option}\n{context}", re.IGNORECASE):
        words = _as_written(match["noun"], plain)
        article = (match["article"] or "").lower()
        if not with_article:
            found.append(_Named(key=match["head"].lower(), words=words))
        else:
            key = "definite" if article == "the" else "indefinite"
            found.append(_Named(key=key, words=f"{article} {words}".lstrip()))
    n_named = len(re.findall(rf"(?<!\w)(?<!\w-){text}(?!\w|-\w)", f"{option}\n{context}", re.IGNORECASE))
    return found if len(found) == n_named else []


def _as_written(noun: str, plain: str) -> str:
    """A mention in lower case, with what tells the person apart as the option has it: "Down's Syndrome"."""
    return re.sub(re.escape(plain), lambda _: plain, noun.lower(), count=1, flags=re.IGNORECASE)
