"""From evidence to a verdict: what the model read, held against what code finds in the same passage.

Neither is always right, and a wrong "refuted" rewrites a right sentence, so they have to go together. A model's
verdict counts with words that stand in a passage. Where code finds the opposite in that passage (another number, date,
name, unit or negation under a "supported", nearly the same words under a "refuted"), the claim is in doubt, and a
doubt is not enough evidence. Code alone decides only where no model reads.
"""

from collections.abc import Sequence
from dataclasses import replace

from redraft.core import Passage
from redraft.critics.facts.checks import Checked, check
from redraft.critics.facts.claims import Claim
from redraft.critics.facts.quotes import Span
from redraft.critics.facts.reading import Cited, Reading
from redraft.critics.facts.results import Result, Why
from redraft.critics.facts.sentences import sentence_around

_LONGEST_SENTENCE = 500


def by_code(claim: Claim, passages: Sequence[Passage]) -> Result:
    """The verdict of code alone: refuted or supported only where it is sure, and the passages do not disagree."""
    if not claim.clear:  # whatever a passage says, it may be about something else
        return Result(claim=claim, verdict="not_enough", by="code", why="unclear")
    if not passages:
        return Result(claim=claim, verdict="not_enough", by="code", why="nothing_found")
    checked = [(passage, check(claim.text, passage.text)) for passage in passages]
    refuting = [pair for pair in checked if pair[1].verdict == "refuted" and pair[1].discrepancies]
    supporting = [pair for pair in checked if pair[1].verdict == "supported"]
    if not refuting and not supporting:
        return Result(claim=claim, verdict="not_enough", by="code", why="unsaid")
    if refuting and supporting:
        return Result(claim=claim, verdict="not_enough", by="code", why="sources_disagree")
    # The passage that has most of the claim is most surely about the same thing; of equals, the one found first.
    passage, best = max(refuting or supporting, key=lambda pair: pair[1].coverage)
    cited = _deciding_words(passage, best)
    return Result(
        claim=claim,
        verdict="refuted" if refuting else "supported",
        by="code",
        quote=cited.quote,
        source=cited.source,
        discrepancies=best.discrepancies,
    )


def by_model(claim: Claim, reading: Reading) -> Result:
    """The verdict of a model that read the evidence, as far as its quotation and code bear it out."""
    said = Result(claim=claim, verdict="not_enough", by="model", reasoning=reading.reply, usage=reading.draft.usage)
    if reading.verdict is None:
        return replace(said, why="unreadable", faults=(reading.problem or "",), failed=True)
    if reading.verdict == "not_enough":
        return replace(said, why="unsaid")
    if reading.cited is None:
        return replace(said, why="quote_not_found" if reading.n_quotes else "no_quote")
    cited = _in_its_sentence(reading.cited)
    checked = check(claim.text, cited.passage.text)
    differs = checked.discrepancies if checked.verdict == "refuted" else ()
    why: Why = ""
    if reading.verdict == "supported" and differs:
        why = "code_doubts"
    elif reading.verdict == "refuted" and checked.verdict == "supported":
        why = "code_agrees"
    return replace(
        said,
        verdict="not_enough" if why else reading.verdict,
        why=why,
        quote=cited.quote,
        source=cited.source,
        discrepancies=differs,
    )


def _in_its_sentence(cited: Cited) -> Cited:
    """The sentence that the quoted words stand in: "completed in 1889" alone does not say what was completed."""
    text = cited.passage.text
    sentence = sentence_around(text, cited.span.start, cited.span.end)
    if len(sentence.text) > _LONGEST_SENTENCE:
        return cited
    return Cited(cited.passage, text[sentence.start : sentence.end], Span(sentence.start, sentence.end))


def _deciding_words(passage: Passage, checked: Checked) -> Cited:
    """The sentence of the passage that differs from the claim; the whole passage where it only agrees."""
    if not checked.discrepancies:
        return Cited(passage, passage.text, Span(0, len(passage.text)))
    first = checked.discrepancies[0]
    sentence = sentence_around(passage.text, first.passage_start, first.passage_end)
    return Cited(passage, passage.text[sentence.start : sentence.end], Span(sentence.start, sentence.end))
