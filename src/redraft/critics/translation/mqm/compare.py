"""The critic that compares a translation with others of the same text."""

import asyncio
from dataclasses import dataclass, replace
from typing import Literal, final

from redraft.core import NOTHING, Context, CriticKind, Critique, Draft, Message, Model, Prompt
from redraft.critics.asking import shown
from redraft.critics.comparing import Compared, compared, tie_score
from redraft.critics.translation.mqm.naming import languages_in_words
from redraft.critics.translation.segment import Segment, segment_of
from redraft.critics.versions import version_of
from redraft.errors import Misuse
from redraft.prompts import boundary_for, language_of, load, load_phrases, quote

OTHER = "other"
"""The label of a prompt that holds another translation: a second system's, an earlier one, a match of a memory."""

BETTER_YET_BEHIND = 0.25
"""Score of a translation that beats the standing one and still loses against the other: it fails, and it is better than
a standing one that lost (0.0) by more than the margin of the default gate (0.1)."""

_CODE = "translation_compare-2"

Rival = Literal["standing", "other"]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationCompare:
    """A critic that is a model and says whether a translation beats what it is compared with.

    It is compared with the best earlier translation of the correction, and with the translation in
    ``prompt.metadata["other"]`` where there is one, each time in both orders.

    The score is 1.0 when it beats the standing translation and does not lose against the other; 0.0 when it loses
    against the standing one; 0.25 when it beats the standing one and loses against the other. A tie with the standing
    one is worth 0.5, or the lowest opinion on the standing one where that was lower, so that a tie replaces nothing but
    what a verified critic refuted. The first draft has only the other to be compared with: 1.0 when it wins, 0.5 for a
    tie, 0.0 when it loses; without another one it is unscored.

    Attributes:
        model: who judges; another model than the writer's, better of another family. Comparing its own draft, its
            critique is of kind *intrinsic*.
        source_language: language of the source where the prompt does not say it.
        target_language: language of the translation where the prompt does not say it.
        name: how records and configuration call this critic.
        language: language of the judge's prompt; None follows the prompt.
        max_tokens: bound on the tokens of a reply; None leaves it to the endpoint.
        seed: seed of the boundary that the texts are quoted in.

    Raises:
        Misuse: when the model does not chat.

    Source: zheng2023judging
    """

    model: Model
    source_language: str | None = None
    target_language: str | None = None
    name: str = "translation_compare"
    language: str | None = None
    max_tokens: int | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        """Refuse a model that cannot judge."""
        if self.model.dialect != "chat":
            raise Misuse(
                f"comparing translations needs a model that chats, {self.model.name!r} speaks the dialect "
                f"{self.model.dialect!r}; choose another"
            )

    @property
    def asks_every_draft(self) -> bool:
        """True: a forecast counts its calls for every draft."""
        return True

    @property
    def kind(self) -> CriticKind:
        """``external``: another model, unless it wrote the draft itself."""
        return "external"

    @property
    def version(self) -> str:
        """Changes with the model, every setting and the wording of the prompts."""
        settings = (self.model.name, str(self.source_language), str(self.target_language), str(self.language))
        return version_of(("translation_compare", "translation_compare_said", "mqm_languages"), _CODE, *settings)

    async def examine(self, prompt: Prompt, draft: Draft, context: Context) -> Critique:
        """Whether `draft` beats what there is to compare it with.

        Raises:
            CriticFailed: when there is nothing to translate, or a draft cannot be shown to the judge.
        """
        segment = segment_of(prompt, source_language=self.source_language, target_language=self.target_language)
        page = _Page(
            segment=segment,
            candidate=shown(draft.parts),
            language=self.language or language_of(prompt.text),
            seed=self.seed,
            prompt_id=prompt.id,
        )
        kind: CriticKind = "intrinsic" if draft.by == self.model.name else self.kind
        blank = Critique(critic=self.name, version=self.version, kind=kind, reason=page.say("alone"))
        rivals: dict[Rival, str] = {}
        if context.best is not None:
            rivals["standing"] = shown(context.best.draft.parts)
        if prompt.metadata.get(OTHER, "").strip():
            rivals["other"] = prompt.metadata[OTHER]
        if not rivals:
            return blank
        async with asyncio.TaskGroup() as group:
            tasks = {rival: group.create_task(self._against(rival, text, page)) for rival, text in rivals.items()}
        results = {rival: task.result() for rival, task in tasks.items()}
        blank = replace(blank, usage=sum((result.usage for result in results.values()), NOTHING))
        preferred: dict[Rival, float] = {}
        for rival, result in results.items():
            if result.preferred is None:
                return replace(blank, reason=result.reason, failed=result.failed)
            preferred[rival] = result.preferred
        words = "\n\n".join(result.reasons for result in results.values())
        return replace(blank, score=_score(preferred, context), reason=None, text=words)

    async def _against(self, rival: Rival, text: str, page: "_Page") -> Compared:
        """The comparison with one other translation; its `reasons` begin with the outcome in words."""
        if text.strip() == page.candidate.strip():
            said = page.say(f"same_as_{rival}")
            return Compared(preferred=0.5, reason=None, failed=False, reasons=said, usage=NOTHING)
        result = await compared(
            self.model,
            lambda candidate_first: page.messages(text, candidate_first=candidate_first),
            max_tokens=self.max_tokens,
            cache_key=page.prompt_id,
        )
        if result.preferred is None:
            return result
        outcome = "better_than" if result.preferred > 0.5 else "worse_than" if result.preferred < 0.5 else "tie_with"
        return replace(result, reasons=f"{page.say(f'{outcome}_{rival}')}\n\n{result.reasons}")


def _score(preferred: dict[Rival, float], context: Context) -> float:
    standing = preferred.get("standing")
    other = preferred.get("other", 0.5)
    if standing is None:
        return other
    if standing > 0.5:
        return 1.0 if other >= 0.5 else BETTER_YET_BEHIND
    return tie_score(context) if standing == 0.5 else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """What a judge is shown.

    Attributes:
        segment: what was to be translated.
        candidate: the draft's text.
        language: of the judge's prompt.
        seed: of the boundary.
        prompt_id: the prompt's.
    """

    segment: Segment
    candidate: str
    language: str
    seed: int
    prompt_id: str

    def say(self, key: str, **values: str) -> str:
        return load_phrases("translation_compare_said", self.language)[key].fill(**values)

    def messages(self, rival: str, *, candidate_first: bool) -> tuple[Message, ...]:
        boundary = boundary_for(self.seed, self.prompt_id, self.segment.source, self.candidate, rival)
        first, second = (self.candidate, rival) if candidate_first else (rival, self.candidate)
        text = load("translation_compare", self.language).fill(
            boundary=boundary,
            languages=languages_in_words(self.segment, self.language),
            source=quote(self.segment.source, boundary, label="source"),
            first=quote(first, boundary, label="first"),
            second=quote(second, boundary, label="second"),
        )
        return (Message.of("user", text),)
