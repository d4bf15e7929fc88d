"""From the verdicts on the claims to the critique: score, words, findings and details.

A source may say anything, so that its words enter the critique's text quoted alone: the next redraft reads that text.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from redraft.core import Finding, Location
from redraft.critics.facts.claims import Claim
from redraft.critics.facts.quotes import one_line
from redraft.critics.facts.results import Result
from redraft.prompts import PromptText, boundary_for, load_phrases, quote

_MAX_WORDS, _MAX_SHOWN, _MAX_EVIDENCE = 300, 20, 1000
_NOT_SEARCHED = ("unclear", "no_source")
# What code read as a quantity or a date may stand in our own words; a name could be anything.
_PLAIN_KINDS = ("number", "date", "unit")
_PLAIN = re.compile(r"(?=[^\n]*\d)[\w .,:/%°$€£¥+-]{1,40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the critique says.

    Attributes:
        score: 1.0 where every claim is supported, 0.0 where one is refuted, else None.
        reason: why there is no score.
        unrefuted: whether some claims are supported and none is refuted.
        failed: whether there is no score because something failed.
        text: the refuted claims with the evidence, as the next redraft reads them.
        findings: refuted claims as major ones, those without enough evidence as minor ones, in the order of the draft.
    """

    score: float | None
    reason: str | None
    unrefuted: bool
    failed: bool
    text: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """The claims that were to be looked up, in the order of the draft, each with its verdict.

    Attributes:
        pairs: claims and verdicts.
        n_more: claims that were left out, there being too many.
        by_model: whether a model read the evidence; code alone confirms nothing.
    """

    pairs: Sequence[tuple[Claim, Result]]
    n_more: int
    by_model: bool

    @property
    def counts(self) -> Mapping[str, int]:
        """How many claims got each verdict; those that failed are counted as ``failed``."""
        return Counter("failed" if result.failed else result.verdict for _, result in self.pairs)

    @property
    def n_searched(self) -> int:
        """How many claims were held against what sources say: not those for which there was nothing to search by."""
        return sum(result.why not in _NOT_SEARCHED for _, result in self.pairs)


def concluded(looked: Looked, text: str, language: str, *, prompt_id: str, seed: int) -> Outcome:
    """The critique of a draft whose claims were looked up.

    Args:
        looked: the claims and what became of them.
        text: the draft.
        language: of the words.
        prompt_id: of the correction; fixes the boundary of the quoted evidence.
        seed: of the boundary.
    """
    phrases = load_phrases("facts", language)
    found = [
        (_finding(claim, result, text, phrases), result)
        for claim, result in looked.pairs
        if result.verdict != "supported"
    ]
    findings = tuple(finding for finding, _ in found)
    refuted = [(finding.message, result.quote or "") for finding, result in found if result.verdict == "refuted"]
    if refuted:
        said = _in_words(refuted, looked.n_searched, phrases, prompt_id=prompt_id, seed=seed)
        return Outcome(score=0.0, reason=None, unrefuted=False, failed=False, text=said, findings=findings)
    n_supported, n_failed, n_all = looked.counts["supported"], looked.counts["failed"], len(looked.pairs)
    numbers = {"n": str(n_supported), "all": str(n_all), "more": str(looked.n_more)}
    if n_all and n_supported == n_all and not looked.n_more and looked.by_model:
        said = phrases["all_supported"].fill(n=str(n_all))
        return Outcome(score=1.0, reason=None, unrefuted=False, failed=False, text=said, findings=())
    if n_failed:
        why = "; ".join(dict.fromkeys(fault for _, result in looked.pairs if result.failed for fault in result.faults))
        reason = phrases["failed"].fill(n=str(n_failed), all=str(n_all), why=one_line(why, _MAX_EVIDENCE))
    elif not n_all:
        reason = phrases["nothing"].text
    else:
        alone = "words_alone" if n_supported else "words_none"
        key = alone if not looked.by_model else "unlooked" if n_supported == n_all else "open"
        reason = _filled(phrases[key], numbers)
    return Outcome(
        score=None, reason=reason, unrefuted=n_supported > 0 and not n_failed, failed=n_failed > 0, text="",
        findings=findings,
    )  # fmt: skip


def _finding(claim: Claim, result: Result, text: str, phrases: Mapping[str, PromptText]) -> Finding:
    words = one_line(text[claim.start : claim.end], _MAX_WORDS)
    place = Location(start=claim.start, end=claim.end)
    evidence = () if result.quote is None else (result.quote,)
    sources = () if result.source is None else (result.source,)
    plain = next((d for d in result.discrepancies if d.kind in _PLAIN_KINDS and _PLAIN.fullmatch(d.found)), None)
    values = {"words": words}
    if plain is not None:
        values |= {"found": plain.found, "claimed": one_line(plain.claimed, _MAX_WORDS)}
    if result.verdict == "refuted":
        key = "refuted" if plain is None else "refuted_by"
    else:
        key = result.why or "unsaid"
        # That code does not find a claim in a source does not mean that the source says nothing of it.
        key = "unsaid_by_code" if key == "unsaid" and result.by == "code" else key
        key = "code_doubts_unnamed" if key == "code_doubts" and plain is None else key
    is_refuted = result.verdict == "refuted"
    return Finding(
        message=_filled(phrases[key], values),
        kind="refuted" if is_refuted else "not_enough_evidence",
        severity="major" if is_refuted else "minor",
        location=place,
        suggestion=phrases["refuted_advice"].text if is_refuted else None,
        evidence=evidence,
        sources=sources,
    )


def _in_words(
    refuted: Sequence[tuple[str, str]], n_all: int, phrases: Mapping[str, PromptText], *, prompt_id: str, seed: int
) -> str:
    """The refuted claims, each with its evidence in a quotation of its own."""
    shown = [(message, evidence[:_MAX_EVIDENCE]) for message, evidence in refuted[:_MAX_SHOWN]]
    boundary = boundary_for(seed, prompt_id, *(text for pair in shown for text in pair))
    lines = [phrases["head"].fill(n=str(len(refuted)), all=str(n_all), boundary=boundary)]
    for number, (message, evidence) in enumerate(shown, 1):
        lines += [phrases["piece"].fill(number=str(number), message=message)]
        lines += [quote(evidence, boundary, label="evidence")]
    if len(refuted) > len(shown):
        lines.append(phrases["more"].fill(n=str(len(refuted) - len(shown))))
    lines.append(phrases["refuted_advice"].text)
    return "\n".join(lines)


def _filled(phrase: PromptText, values: Mapping[str, str]) -> str:
    return phrase.fill(**{name: value for name, value in values.items() if name in phrase.places})
