"""Whole answers examined by the critic of facts without a model, beside what people corrected in them."""

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from redraft.core import Context, Critique, Draft, Finding, Prompt
from redraft.critics.facts import FactsCritic
from redraft.evals.facts.data import FactsData
from redraft.evals.facts.halves import PARTS, Part, share, within
from redraft.evals.labelled.forms.fact_revisions import Revision
from redraft.sources import Knowledge
from redraft.trust.intervals import Estimate, clustered_mean

_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """An answer and what the critic says of it.

    Attributes:
        revision: the answer and its correction.
        flagged: whether a claim was refuted.
        refuted: the spans of what was refuted, as (first character, one past the last).
        hits: for each of them, whether people changed something inside it.
        changed: share of the answer's characters in words that people changed, in [0, 1].
        messages: what the critic says of each refuted claim.
        n_claims: claims that were looked up.
    """

    revision: Revision
    flagged: bool
    refuted: tuple[tuple[int, int], ...]
    hits: tuple[bool, ...]
    changed: float
    messages: tuple[str, ...]
    n_claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionFigures:
    """What the critic finds in whole answers.

    Attributes:
        part: of the data, by prompt.
        n: answers.
        n_wrong: answers with something false.
        n_flagged: of those, flagged.
        n_disturbed: of the right ones, flagged.
        flagged: share of the wrong answers.
        disturbed: share of the right answers.
        n_refuted: refuted claims in wrong answers.
        inside: of these claims, the share in whose words people changed something.
        n_claims: claims that were looked up.
        changed: share of a wrong answer's characters that people changed, mean over answers.
    """

    part: Part
    n: int
    n_wrong: int
    n_flagged: int
    n_disturbed: int
    flagged: Estimate | None
    disturbed: Estimate | None
    n_refuted: int
    inside: Estimate | None
    n_claims: int
    changed: Estimate | None


def examined_answers(data: FactsData, knowledge: Knowledge, on_progress: Callable[[str], None]) -> tuple[Examined, ...]:
    """Every answer of the data, examined by code alone with all passages as knowledge."""
    critic = FactsCritic(sources=(knowledge,))
    found = tuple(asyncio.run(_examined(critic, revision)) for revision in data.revisions)
    on_progress(f"{len(found)} answers examined")
    return found


def revision_figures(examined: Sequence[Examined]) -> tuple[RevisionFigures, ...]:
    """The figures in every half."""
    return tuple(_figures(part, within(part, examined, lambda one: one.revision.prompt)) for part in PARTS)


def changed_spans(before: str, after: str) -> tuple[tuple[int, int], ...]:
    """The spans of a text whose words a later version has not, or has otherwise; in characters of the first."""
    words = [(match[0], match.start(), match.end()) for match in _WORD.finditer(before)]
    matcher = SequenceMatcher(a=[word.lower() for word, _, _ in words], b=[w.lower() for w in _WORD.findall(after)],
                              autojunk=False)  # fmt: skip
    return tuple(
        (words[i1][1], words[i2 - 1][2]) for tag, i1, i2, _, _ in matcher.get_opcodes() if tag in ("replace", "delete")
    )


async def _examined(critic: FactsCritic, revision: Revision) -> Examined:
    prompt = Prompt.of(revision.prompt)
    critique: Critique = await critic.examine(prompt, Draft.of(revision.response), Context(prompt=prompt))
    spans = changed_spans(revision.response, revision.revised)
    refuted = [finding for finding in critique.findings if finding.severity != "minor"]
    places = [_place(finding) for finding in refuted]
    known = [place for place in places if place is not None]
    return Examined(
        revision=revision,
        flagged=critique.score is not None and critique.score < 0.5,
        refuted=tuple(known),
        hits=tuple(any(start < end_ and start_ < end for start_, end_ in spans) for start, end in known),
        changed=sum(end - start for start, end in spans) / max(1, len(revision.response)),
        messages=tuple(finding.message for finding in refuted),
        n_claims=int(critique.details.get("checked", "0")),
    )


def _place(finding: Finding) -> tuple[int, int] | None:
    place = finding.location
    return None if place is None else (int(place.start), int(place.end))


def _figures(part: Part, ones: Sequence[Examined]) -> RevisionFigures:
    wrong = [one for one in ones if not one.revision.is_right]
    right = [one for one in ones if one.revision.is_right]
    hits = [(hit, one.revision.prompt) for one in wrong for hit in one.hits]
    return RevisionFigures(
        part=part,
        n=len(ones),
        n_wrong=len(wrong),
        n_flagged=sum(one.flagged for one in wrong),
        n_disturbed=sum(one.flagged for one in right),
        flagged=share([one.flagged for one in wrong], [one.revision.prompt for one in wrong]),
        disturbed=share([one.flagged for one in right], [one.revision.prompt for one in right]),
        n_refuted=len(hits),
        inside=share([hit for hit, _ in hits], [prompt for _, prompt in hits]),
        n_claims=sum(one.n_claims for one in ones),
        changed=clustered_mean([one.changed for one in wrong], [one.revision.prompt for one in wrong]),
    )
