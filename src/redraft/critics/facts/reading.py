"""A model reads the evidence for one claim: it sees the claim and passages, never the draft or another claim.

Source: dhuliawala2024cove
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from redraft.core import Draft, Message, Model, Passage, Provenance
from redraft.critics.asking import ask, cut_off
from redraft.critics.facts.quotes import Span, locate
from redraft.critics.facts.results import Verdict
from redraft.critics.verdicts import read_verdict, reply_of
from redraft.errors import CriticFailed
from redraft.prompts import boundary_for, load, quote

VERDICTS: Mapping[str, float] = {
    "supported": 1.0,
    "refuted": 0.0,
    "not enough": 0.5,
    "not enough evidence": 0.5,
    "支持": 1.0,
    "反駁": 0.0,
    "反驳": 0.0,
    "不足": 0.5,
    "證據不足": 0.5,
    "证据不足": 0.5,
}
"""Verdicts on a claim, in the words that the prompt texts ask for."""

_MEANT: Mapping[float, Verdict] = {1.0: "supported", 0.0: "refuted", 0.5: "not_enough"}
_QUOTE = re.compile(r"[ \t*_#\d.)-]*(?:quote|引文|引用)[ \t\d*_]*[:：][ \t*_]*(.+)", re.IGNORECASE)
_MARKS = {'"': '"', "“": "”", "「": "」", "『": "』", "«": "»", "'": "'"}
# A word or two stand in any passage and show nothing. A Chinese character says as much as a short word.
_FEWEST_LETTERS, _FEWEST_HAN = 10, 4
_HAN = re.compile("[\u3400-\u9fff]")


class Cited(NamedTuple):
    """Words that stand in a passage.

    Attributes:
        passage: where they stand.
        quote: the words, as the passage has them.
        span: where in the passage.
    """

    passage: Passage
    quote: str
    span: Span

    @property
    def source(self) -> Provenance:
        """Where the words stand in the document; the whole passage where its text is not the document's own."""
        where = self.passage.provenance
        if where.end - where.start != len(self.passage.text):
            return where
        return replace(where, start=where.start + self.span.start, end=where.start + self.span.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the model made of the evidence.

    Attributes:
        verdict: its word; None when it cannot be read.
        cited: the first of its quotations that stands in a passage; None when none does.
        n_quotes: how many quotations it gave.
        reply: its words.
        problem: why there is no verdict; None when there is one.
        draft: the reply with what it cost.
    """

    verdict: Verdict | None
    cited: Cited | None
    n_quotes: int
    reply: str
    problem: str | None
    draft: Draft


async def read_evidence(
    claim: str,
    passages: Sequence[Passage],
    model: Model,
    language: str,
    *,
    prompt_id: str,
    seed: int,
    max_tokens: int | None,
) -> Reading:
    """What `model` makes of the passages.

    Args:
        claim: a sentence that can be understood alone.
        passages: the evidence, the best first.
        model: who reads it.
        language: of the prompt.
        prompt_id: of the correction; fixes the boundary and the cache that an endpoint may use.
        seed: of the boundary.
        max_tokens: bound on the reply.

    Raises:
        ModelError: when there is no reply.
    """
    message = Message.of("user", evidence_prompt(claim, passages, language, prompt_id=prompt_id, seed=seed))
    reply = await ask(model, (message,), max_tokens=max_tokens, cache_key=prompt_id)
    said = reply_of(reply.text)
    verdict, problem = None, None
    try:
        verdict = _MEANT[read_verdict(said, VERDICTS)]
    except CriticFailed as failure:
        problem = f"{failure}{cut_off(reply)}"
    # The words that stand in our own text for a quotation are none, whatever passage holds them.
    stand_ins = quotes_in(load("facts_verdict", language).text)
    quotes = [words for words in quotes_in(said) if words not in stand_ins]
    cited = next((found for words in quotes if (found := find_quote(words, passages)) is not None), None)
    return Reading(verdict=verdict, cited=cited, n_quotes=len(quotes), reply=said, problem=problem, draft=reply)


def evidence_prompt(claim: str, passages: Sequence[Passage], language: str, *, prompt_id: str, seed: int) -> str:
    """The words that ask for a verdict; claim, titles and passages are quoted."""
    read = [(passage.title, passage.text) for passage in passages]
    boundary = boundary_for(seed, prompt_id, claim, *(text for pair in read for text in pair))
    blocks = []
    for title, text in read:
        blocks += [quote(title, boundary, label="title")] if title else []
        blocks.append(quote(text, boundary, label="passage"))
    return load("facts_verdict", language).fill(
        boundary=boundary, claim=quote(claim, boundary, label="claim"), passages="\n".join(blocks)
    )


def quotes_in(reply: str) -> tuple[str, ...]:
    """What the reply says it quotes, without quotation marks, in order."""
    lines = (match[1].strip(" \t*_") for line in reply.splitlines() if (match := _QUOTE.match(line)))
    return tuple(_unmarked(line) for line in lines if line)


def find_quote(words: str, passages: Sequence[Passage]) -> Cited | None:
    """Where quoted words stand among the passages; None where they do not, or are too few to show anything."""
    n_han = len(_HAN.findall(words))
    if n_han < _FEWEST_HAN and sum(character.isalnum() for character in words) < _FEWEST_LETTERS:
        return None
    for passage in passages:
        span = locate(words, passage.text)
        if span is not None:
            return Cited(passage, passage.text[span.start : span.end], span)
    return None


def _unmarked(line: str) -> str:
    closing = _MARKS.get(line[0])
    end = line.rfind(closing) if closing else 0
    return line[1:end] if end > 0 else line
