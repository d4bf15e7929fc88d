"""What earlier attempts were found to say: unchanged claims are not split, looked up or judged again.

The critic keeps no state; what it found stands in the details of its critiques, which the context hands back.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

from redraft.core import Context, Critique, Provenance
from redraft.critics.facts.checks import Discrepancy
from redraft.critics.facts.claims import Claim, words_in
from redraft.critics.facts.results import Result, Verdict, Why
from redraft.critics.facts.sentences import Sentence, sentences_of

KEPT_AS = "claims"
"""The detail of a critique that holds its claims and their verdicts, as a list in JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What is known from earlier attempts of the same prompt.

    Attributes:
        claims: for each known sentence its claims, with places counted from its start.
        results: for the text of each claim its verdict.
    """

    claims: Mapping[str, tuple[Claim, ...]]
    results: Mapping[str, Result]


def kept(claims: Sequence[Claim], results: Mapping[str, Result]) -> str:
    """Claims and verdicts as the detail of a critique that `earlier` reads."""
    rows = []
    for claim in claims:
        row: dict[str, Any] = {"claim": claim.text, "start": claim.start, "end": claim.end}
        row |= {} if claim.checkable else {"checkable": False}
        row |= {} if claim.clear else {"clear": False}
        row |= {"query": claim.query} if claim.query else {}
        result = results.get(claim.text)
        rows.append(row if result is None or not claim.checkable else row | _row(result))
    return json.dumps(rows, ensure_ascii=False)


def earlier(context: Context, critic: str, version: str, texts: Sequence[str]) -> Earlier:
    """What earlier critiques of the same critic and version found; a failed verdict is not kept.

    Args:
        context: the earlier attempts.
        critic: name of the critic.
        version: of the critic; what another version found is not taken over.
        texts: the text of each attempt as the critic read it.
    """
    claims: dict[str, tuple[Claim, ...]] = {}
    results: dict[str, Result] = {}
    for attempt, text in zip(context.attempts, texts, strict=True):
        for critique in attempt.critiques:
            if (critique.critic, critique.version) != (critic, version):
                continue
            found = _read(critique)
            results |= {r.claim.text: r for _, r in found if r is not None and not r.failed}
            known = [claim for claim, _ in found if 0 <= claim.start < claim.end <= len(text)]
            claims |= _by_sentence(known, sentences_of(text))
    return Earlier(claims=claims, results=results)


def carried_over(before: Earlier, sentences: Sequence[Sentence], text: str) -> tuple[tuple[Claim, ...], ...]:
    """For each sentence of a draft its claims if it is known; an empty tuple for one that has to be read anew.

    A claim that says what a pronoun stands for is taken over only while the draft still has the words that it took
    from elsewhere: with "the tower" changed into "the bridge", the sentence behind it says something else.
    """
    have = words_in(text)
    found: list[tuple[Claim, ...]] = []
    for sentence in sentences:
        claims = before.claims.get(sentence.text, ())
        stands = all(words_in(claim.text) <= have for claim in claims)
        found.append(tuple(_moved(claim, sentence.start) for claim in claims) if stands else ())
    return tuple(found)


def _by_sentence(claims: Sequence[Claim], sentences: Sequence[Sentence]) -> dict[str, tuple[Claim, ...]]:
    """The claims of each sentence that holds all of its claims; places from its start."""
    by_sentence: dict[str, tuple[Claim, ...]] = {}
    for sentence in sentences:
        touching = [c for c in claims if c.start < sentence.end and sentence.start < c.end]
        if touching and all(sentence.start <= c.start and c.end <= sentence.end for c in touching):
            by_sentence[sentence.text] = tuple(_moved(c, -sentence.start) for c in touching)
    return by_sentence


def _moved(claim: Claim, by: int) -> Claim:
    return replace(claim, start=claim.start + by, end=claim.end + by)


def _row(result: Result) -> dict[str, Any]:
    source = result.source
    row: dict[str, Any] = {
        "verdict": result.verdict,
        "by": result.by,
        "why": result.why,
        "quote": result.quote,
        "source": None if source is None else [source.document, source.start, source.end, source.sha256, source.date],
        "differs": [[d.kind, d.claimed, d.claim_start, d.claim_end, d.found, d.passage_start, d.passage_end]
                    for d in result.discrepancies],
        "queries": list(result.queries),
        "reasoning": result.reasoning,
        "failed": result.failed,
    }  # fmt: skip
    return {name: value for name, value in row.items() if value}


def _read(critique: Critique) -> list[tuple[Claim, Result | None]]:
    try:
        rows = json.loads(critique.details.get(KEPT_AS, "[]"))
        return [_read_row(row) for row in rows]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):  # a record that others have changed
        return []


def _read_row(row: Mapping[str, Any]) -> tuple[Claim, Result | None]:
    claim = Claim(
        text=str(row["claim"]), start=int(row["start"]), end=int(row["end"]),
        checkable=row.get("checkable", True) is not False, clear=row.get("clear", True) is not False,
        query=str(row.get("query", "")),
    )  # fmt: skip
    if "verdict" not in row:
        return claim, None
    verdict, why, by = row["verdict"], row.get("why", ""), row["by"]
    if verdict not in get_args(Verdict) or why not in get_args(Why) or by not in ("model", "code"):
        raise ValueError(f"no verdict on a claim: {row!r}")
    source = row.get("source")
    return claim, Result(
        claim=claim,
        verdict=verdict,
        by=by,
        why=why,
        quote=row.get("quote"),
        source=None if source is None else Provenance(
            document=source[0], start=source[1], end=source[2], sha256=source[3], date=source[4]
        ),
        discrepancies=tuple(
            Discrepancy(
                kind=d[0], claimed=d[1], claim_start=d[2], claim_end=d[3], found=d[4], passage_start=d[5],
                passage_end=d[6],
            )
            for d in row.get("differs", ())
        ),
        queries=tuple(row.get("queries", ())),
        reasoning=str(row.get("reasoning", "")),
        failed=bool(row.get("failed", False)),
    )  # fmt: skip
