"""The critic of facts."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import final

from redraft.core import NOTHING, Context, CriticKind, Critique, Draft, Model, Prompt, Source, Usage, total
from redraft.critics.facts.citations import without_citations
from redraft.critics.facts.claims import Claim
from redraft.critics.facts.deciding import by_code, by_model
from redraft.critics.facts.keeping import KEPT_AS, Earlier, carried_over, earlier, kept
from redraft.critics.facts.outcome import Looked, Outcome, concluded
from redraft.critics.facts.queries import queries_for
from redraft.critics.facts.reading import read_evidence
from redraft.critics.facts.results import Result
from redraft.critics.facts.retrieving import retrieve
from redraft.critics.facts.sentences import sentences_of
from redraft.critics.facts.splitting import Split, split, split_by_code
from redraft.critics.versions import version_of
from redraft.errors import Misuse, ModelError
from redraft.prompts import language_of, load_phrases

MAX_CHARACTERS = 50_000
"""Longer drafts are not looked up."""

_CODE = "facts-4"  # rises when the code changes verdicts
_TEXTS = ("facts", "facts_claims", "facts_verdict")


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class FactsCritic:
    """Holds every claim of a draft against what sources say.

    With a `model` it takes the draft apart into claims (one call) and reads the evidence for each claim (one call per
    claim), seeing the claim and the passages and never the draft, so that it cannot repeat the draft's own error. Its
    verdict counts only with a quotation that stands in a passage, and code that finds another number, date, name, unit
    or negation there turns a "supported" into a doubt.

    Without a model code does all of it: sentences are the claims, and a claim is refuted only where code is sure. Then
    nothing is ever confirmed: words that agree do not make a sentence right.

    The score is 0.0 when a claim is refuted and 1.0 when all were looked up and supported. Otherwise there is none:
    a claim without enough evidence is shown as a minor finding and never called false.

    Attributes:
        sources: where things are looked up, at least one.
        model: who reads the evidence; None for code alone.
        n_passages: passages of evidence for one claim, at most.
        n_claims: claims that are looked up in one draft, at most; the first ones.
        n_queries: queries for one claim, at most.
        n_at_once: claims that are looked up side by side.
        language: language of prompts and findings; None follows the prompt.
        max_tokens: bound on the tokens of one reply; None leaves it to the endpoint.
        name: how records and configuration call this critic.
        seed: seed of the boundaries that everything foreign is quoted in.

    Raises:
        Misuse: when there is no source, a number is below 1, or the model does not chat.

    Source: dhuliawala2024cove; min2023factscore
    """

    sources: tuple[Source, ...]
    model: Model | None = None
    n_passages: int = 5
    n_claims: int = 20
    n_queries: int = 3
    n_at_once: int = 4
    language: str | None = None
    max_tokens: int | None = None
    name: str = "facts"
    seed: int = 0

    def __post_init__(self) -> None:
        """Refuse what could not look anything up."""
        object.__setattr__(self, "sources", tuple(self.sources))
        if not self.sources:
            raise Misuse("the critic of facts looks things up, got no `sources`; make one with `redraft facts add DIR`")
        for name in ("n_passages", "n_claims", "n_queries", "n_at_once"):
            if getattr(self, name) < 1:
                raise Misuse(f"`{name}` must be 1 or more, got {getattr(self, name)!r}")
        if self.model is not None and self.model.dialect != "chat":
            raise Misuse(f"evidence is read by a model that chats, {self.model.name!r} speaks {self.model.dialect!r}")

    @property
    def kind(self) -> CriticKind:
        """``verified`` for code alone, which looks up and compares; ``external`` where a model reads the evidence.

        A critique has the kind ``intrinsic`` where that model wrote the draft.
        """
        return "verified" if self.model is None else "external"

    @property
    def asks_every_draft(self) -> bool:
        """Whether a model is asked about each draft."""
        return self.model is not None

    @property
    def most_calls_a_draft(self) -> int:
        """Model calls that one draft takes at most: one for its claims and one for the evidence of each."""
        return 0 if self.model is None else 1 + self.n_claims

    @property
    def version(self) -> str:
        """Changes with the sources, the model, the settings and the wording of prompts and findings."""
        sources = [f"{source.name} {source.version}" for source in self.sources]
        model = "" if self.model is None else self.model.name
        numbers = (self.n_passages, self.n_claims, self.n_queries, self.max_tokens)
        return version_of(_TEXTS, _CODE, model, str(self.language), *map(str, numbers), *sources)

    async def examine(self, prompt: Prompt, draft: Draft, context: Context) -> Critique:
        """What sources say about the claims of `draft`.

        Raises:
            ModelError: when the model gives no list of claims at all.
            CriticFailed: when the prompt has parts that words cannot show.
        """
        language = self.language or language_of(prompt.text)
        if len(draft.text) > MAX_CHARACTERS:
            limits = {"n": f"{len(draft.text):,}", "limit": f"{MAX_CHARACTERS:,}"}
            return self._critique(draft, reason=load_phrases("facts", language)["too_long"].fill(**limits))
        text = without_citations(draft.text, context)
        texts = [without_citations(attempt.draft.text, context) for attempt in context.attempts]
        before = earlier(context, self.name, self.version, texts)
        found = await self._claims(prompt, text, before, language)
        wanted = list(dict.fromkeys(claim.text for claim in found.claims if claim.checkable))
        results = await self._looked_up(found.claims, wanted[: self.n_claims], before, prompt.id, language)
        pairs = [(claim, results[claim.text]) for claim in found.claims if claim.text in results and claim.checkable]
        looked = Looked(pairs=pairs, n_more=max(0, len(wanted) - self.n_claims), by_model=self.model is not None)
        outcome = concluded(looked, draft.text, language, prompt_id=prompt.id, seed=self.seed)
        new = [result for text, result in results.items() if text not in before.results]
        return self._critique(
            draft,
            outcome=outcome,
            usage=total((found.usage, *[result.usage for result in new])),
            details={**_details(looked, found, results, len(new)), KEPT_AS: kept(found.claims, results)},
        )

    async def look_up(self, claims: Sequence[str], *, language: str = "en") -> tuple[Result, ...]:
        """The verdict on each of some claims by itself, in their order; no draft is needed.

        Args:
            claims: sentences that can be understood alone.
            language: of the prompt, where a model reads the evidence.
        """
        made = [Claim(text=claim, start=0, end=len(claim)) for claim in claims]
        nothing = Earlier(claims={}, results={})
        results = await self._looked_up(made, list(dict.fromkeys(claims)), nothing, "claims", language)
        return tuple(results[claim] for claim in claims)

    async def _claims(self, prompt: Prompt, text: str, before: Earlier, language: str) -> Split:
        """The claims of the draft: known ones as they were, those of new sentences by the model or by code."""
        sentences = sentences_of(text)
        known = carried_over(before, sentences, text)
        new = [sentence for sentence, claims in zip(sentences, known, strict=True) if not claims]
        if not new:
            found = Split(claims=(), by="earlier attempts")
        elif self.model is None:
            found = Split(claims=split_by_code(text, new), by="code")
        else:
            found = await split(
                prompt, text, new, self.model, language, seed=self.seed, whole=len(new) == len(sentences),
                max_tokens=self.max_tokens,
            )  # fmt: skip
        claims = sorted((*found.claims, *[c for claims in known for c in claims]), key=lambda c: (c.start, c.end))
        return replace(found, claims=tuple(claims))

    async def _looked_up(
        self, claims: Sequence[Claim], wanted: Sequence[str], before: Earlier, prompt_id: str, language: str
    ) -> dict[str, Result]:
        """The verdict on each wanted claim, by its text; each is looked up once, and not at all if it is known."""
        first = {claim.text: claim for claim in reversed(claims) if claim.checkable}
        slots = asyncio.Semaphore(self.n_at_once)

        async def one(text: str) -> Result:
            if text in before.results:
                return before.results[text]
            async with slots:
                return await self._result(first[text], prompt_id, language)

        try:
            async with asyncio.TaskGroup() as group:
                tasks = {text: group.create_task(one(text)) for text in wanted}
        except ExceptionGroup as failures:  # what was raised, and not that it happened beside other work
            raise failures.exceptions[0] from None
        return {text: task.result() for text, task in tasks.items()}

    async def _result(self, claim: Claim, prompt_id: str, language: str) -> Result:
        if self.model is None and not claim.clear:  # nothing that could be found would decide
            return by_code(claim, ())
        queries = queries_for(claim, n=self.n_queries)
        found = await retrieve(queries, self.sources, n=self.n_passages)
        nothing = Result(
            claim=claim, verdict="not_enough", by="code" if self.model is None else "model", why="nothing_found"
        )
        if not found.passages:
            lost = bool(found.faults)
            result = replace(nothing, why="no_source" if lost else "nothing_found", failed=lost)
        elif self.model is None:
            result = await asyncio.to_thread(by_code, claim, found.passages)
        else:
            try:
                reading = await read_evidence(
                    claim.text, found.passages, self.model, language, prompt_id=prompt_id, seed=self.seed,
                    max_tokens=self.max_tokens,
                )  # fmt: skip
            except ModelError as error:  # the other claims' verdicts must not be lost
                fault = f"{type(error).__name__}: {error}"
                result = replace(nothing, why="no_reply", faults=(fault,), failed=True)
            else:
                result = await asyncio.to_thread(by_model, claim, reading)
        return replace(result, queries=queries, faults=(*result.faults, *found.faults))

    def _critique(
        self,
        draft: Draft,
        *,
        outcome: Outcome | None = None,
        reason: str | None = None,
        usage: Usage = NOTHING,
        details: Mapping[str, str] | None = None,
    ) -> Critique:
        made = outcome or Outcome(score=None, reason=reason, unrefuted=False, failed=False, text="", findings=())
        own = self.model is not None and draft.by == self.model.name
        return Critique(
            critic=self.name,
            version=self.version,
            kind="intrinsic" if own else self.kind,
            score=made.score,
            reason=made.reason,
            unrefuted=made.unrefuted,
            failed=made.failed,
            text=made.text,
            findings=made.findings,
            usage=usage,
            details=details or {},
        )


def _details(looked: Looked, found: Split, results: Mapping[str, Result], n_new: int) -> dict[str, str]:
    """The counts, and what went wrong on the way."""
    counts = Counter(looked.counts)
    said = {
        "checked": str(len(results)),
        "supported": str(counts["supported"]),
        "refuted": str(counts["refuted"]),
        "not enough": str(counts["not_enough"] + counts["failed"]),
        "not checkable": str(sum(not claim.checkable for claim in found.claims)),
        "too many": str(looked.n_more),
        "from earlier attempts": str(len(results) - n_new),
        "queries": str(sum(len(result.queries) for result in results.values())),
        "claims by": found.by,
    }
    faults = dict.fromkeys(fault for result in results.values() for fault in result.faults)
    said |= {"faults": "; ".join(faults)} if faults else {}
    return said | ({"claims problem": found.problem} if found.problem else {})
