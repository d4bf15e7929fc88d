"""A model takes a draft apart into claims; what it says is held against the draft, and code fills what it leaves out.

Only sentences that no earlier attempt had are asked about, so that a redraft of one sentence costs one short call.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from redraft.core import NOTHING, Draft, Message, Model, Prompt, Usage
from redraft.critics.asking import ask, cut_off, shown
from redraft.critics.facts.claims import MAX_CLAIM, Claim, claims_by_code, words_in
from redraft.critics.facts.queries import MAX_QUERY
from redraft.critics.facts.quotes import Span, locate
from redraft.critics.facts.sentences import Sentence
from redraft.critics.verdicts import reply_of
from redraft.prompts import boundary_for, load, load_phrases, quote

_FENCE = re.compile(r"```(?:json)?[ \t]*\n(.*?)\n```", re.DOTALL)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_ROLES = ("system", "developer", "user", "assistant", "tool")


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """The claims of some sentences.

    Attributes:
        claims: in the order of the draft.
        by: ``model``, ``code``, or ``model and code`` where code had to fill in sentences that the model left out.
        problem: why the model's list could not be used; None when it could, or none was asked.
        usage: what asking cost.
    """

    claims: tuple[Claim, ...]
    by: str
    problem: str | None = None
    usage: Usage = NOTHING


async def split(
    prompt: Prompt, text: str, wanted: Sequence[Sentence], model: Model, language: str, *, seed: int, whole: bool,
    max_tokens: int | None,
) -> Split:  # fmt: skip
    """The claims that a model finds in the `wanted` sentences of a draft.

    An entry of its list counts if its words stand in the draft, inside the wanted sentences or around them. Its claim
    replaces these words only if it holds no number and hardly a word that neither draft nor request has: it is there
    to say what a pronoun stands for, not to say more. Sentences that no entry is about are taken as code reads them.

    Args:
        prompt: what was asked; pronouns may refer to it.
        text: the draft.
        wanted: its sentences to take apart.
        model: who does it.
        language: of the request to the model.
        seed: of the boundary of the quotations.
        whole: whether `wanted` are all sentences of the draft.
        max_tokens: bound on the reply.

    Raises:
        ModelError: when there is no reply.
        CriticFailed: when the prompt has parts that words cannot show.
    """
    turns = [(m.role if m.role in _ROLES else "message", shown(m.parts)) for m in prompt.messages]
    part = "" if whole else "\n".join(sentence.text for sentence in wanted)
    boundary = boundary_for(seed, prompt.id, text, *(said for _, said in turns))
    only = ""
    if part:
        only = load_phrases("facts", language)["only_these"].text + "\n\n" + quote(part, boundary, label="sentences")
    message = load("facts_claims", language).fill(
        boundary=boundary,
        request="\n".join(quote(said, boundary, label=label) for label, said in turns),
        draft=quote(text, boundary),
        only=only,
    )
    reply = await ask(model, (Message.of("user", message),), max_tokens=max_tokens, cache_key=prompt.id)
    asked = "\n".join(said for _, said in turns)
    return _read(reply, text, wanted, f"{asked}\n{text}")


def split_by_code(text: str, wanted: Sequence[Sentence]) -> tuple[Claim, ...]:
    """The wanted sentences as claims, as code reads them in the whole draft."""
    return tuple(
        claim for claim in claims_by_code(text) if any(s.start <= claim.start and claim.end <= s.end for s in wanted)
    )


def _read(reply: Draft, text: str, wanted: Sequence[Sentence], known: str) -> Split:
    by_code = split_by_code(text, wanted)
    try:
        rows = _rows(reply_of(reply.text))
    except (ValueError, RecursionError) as error:
        problem = f"the reply is no list of claims ({error}){cut_off(reply)}; it begins with {reply.text[:80]!r}"
        return Split(claims=by_code, by="code", problem=problem, usage=reply.usage)
    found = [claim for row in rows if (claim := _claim(row, text, wanted, known)) is not None]
    left_out = [one for one in by_code if not any(c.start < one.end and one.start < c.end for c in found)]
    claims = sorted([*found, *left_out], key=lambda claim: (claim.start, claim.end))
    by = "code" if not found else "model and code" if left_out else "model"
    different = {(claim.text, claim.start): claim for claim in reversed(claims)}
    return Split(claims=tuple(reversed(different.values())), by=by, usage=reply.usage)


def _rows(reply: str) -> list[Any]:
    fenced = _FENCE.search(reply)
    rows = json.loads(fenced[1] if fenced else reply[reply.find("[") : reply.rfind("]") + 1])
    if not isinstance(rows, list):
        raise ValueError(f"a list was asked for, got {type(rows).__name__}")
    return rows


def _claim(row: object, text: str, wanted: Sequence[Sentence], known: str) -> Claim | None:
    """The claim of one entry; None when its words do not stand in the wanted sentences."""
    if not isinstance(row, dict) or not isinstance(words := row.get("words"), str):
        return None
    place = _place(words, text, wanted)
    if place is None:
        return None
    own = text[place.start : place.end]
    said, query, check = row.get("claim"), row.get("query"), row.get("check")
    claim = " ".join(said.split()) if isinstance(said, str) else ""
    stated = claim if claim and not _adds(claim, known) else " ".join(own.split())
    return Claim(
        text=stated,
        start=place.start,
        end=place.end,
        checkable=check is not False and len(stated) <= MAX_CLAIM,
        query=" ".join(query.split())[:MAX_QUERY] if isinstance(query, str) else "",
    )


def _place(words: str, text: str, wanted: Sequence[Sentence]) -> Span | None:
    """Where the words stand in a wanted sentence, or across some; None when they touch none."""
    for sentence in wanted:
        inside = locate(words, text[sentence.start : sentence.end])
        if inside is not None:
            return Span(sentence.start + inside.start, sentence.start + inside.end)
    across = locate(words, text)
    if across is None or not any(s.start < across.end and across.start < s.end for s in wanted):
        return None
    return across


def _adds(claim: str, known: str) -> bool:
    """Whether a claim says more than draft and request: another number, or mostly words that stand in neither."""
    if set(_NUMBER.findall(claim)) - set(_NUMBER.findall(known)):
        return True
    words, have = words_in(claim), words_in(known)
    return 2 * len(words - have) > len(words)
