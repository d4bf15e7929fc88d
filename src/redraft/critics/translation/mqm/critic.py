"""The critic that marks the errors of a translation."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, final

from redraft.core import NOTHING, Context, CriticKind, Critique, Draft, Finding, Location, Message, Model, Prompt
from redraft.critics.asking import ask, cut_off, shown
from redraft.critics.translation.languages import english_name_of
from redraft.critics.translation.mqm.categories import Aspect, categories_for
from redraft.critics.translation.mqm.marking import Marked, Reading, merged, read_marked
from redraft.critics.translation.mqm.naming import languages_in_words
from redraft.critics.translation.mqm.weighing import Penalty, penalty_of
from redraft.critics.translation.segment import Segment, segment_of
from redraft.critics.verdicts import read_verdict, reply_of
from redraft.critics.versions import version_of
from redraft.errors import CriticFailed, Misuse, ModelError
from redraft.prompts import boundary_for, language_of, load, load_phrases, quote

_CODE = "mqm-2"
"""Rises when the code changes verdicts: how errors are read, merged and weighed."""

_TEXTS = ("mqm", "mqm_fluency", "mqm_categories", "mqm_languages", "mqm_said")

MAX_CHARACTERS = 100_000
"""Of source and translation each; what is longer is no segment."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class MqmCritic:
    """A critic that is a model and marks the errors of a translation, each with words, category and severity.

    The words of an error have to stand in the translation (or, for what was left out, in the source), else the error is
    not counted and the critique says so. What counts is weighed: critical 25, major 5, minor 1, minor punctuation 0.1,
    a non-translation 25. The score is ``1 / (1 + (severe + light / length) / tolerance)``; see
    `redraft.critics.translation.mqm.weighing`. The judge's own verdict has to agree with the errors that are left: a
    *fail* without a critical or major error is unscored, and so is a *pass* beside one, counted or not.

    An error is only the judge's word. What it is worth shows when it is mended: the redraft that mends it replaces the
    translation only if it wins at the gate.

    Attributes:
        model: who judges. A draft that it wrote itself gets a critique of kind *intrinsic*.
        calls: ``one`` for a call that looks for everything, ``two`` for one that sees source and translation and looks
            for errors of accuracy, and one that sees the translation alone and looks for errors of its language.
        tolerance: points of minor errors that a segment may have and still pass, below 5, the weight of a major one.
        source_language: language of the source where the prompt does not say it.
        target_language: language of the translation where the prompt does not say it.
        name: how records and configuration call this critic.
        language: language of the judge's prompt; None follows the prompt.
        max_tokens: bound on the tokens of a reply; None leaves it to the endpoint.
        seed: seed of the boundary that the texts are quoted in.

    Raises:
        Misuse: when the model does not chat, or a setting is out of range.

    Source: freitag2021experts; lommel2014mqm; lu2025mqmape
    """

    model: Model
    calls: Literal["one", "two"] = "one"
    tolerance: float = 4.0
    source_language: str | None = None
    target_language: str | None = None
    name: str = "mqm"
    language: str | None = None
    max_tokens: int | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        """Refuse a model that cannot judge, and settings without sense."""
        if self.model.dialect != "chat":
            raise Misuse(
                f"marking errors needs a model that chats, {self.model.name!r} speaks the dialect "
                f"{self.model.dialect!r}; choose another"
            )
        if self.calls not in ("one", "two"):
            raise Misuse(f"`calls` is 'one' or 'two', got {self.calls!r}")
        if not 0 < self.tolerance < 5:
            raise Misuse(f"`tolerance` lies above 0 and below 5, the weight of a major error, got {self.tolerance!r}")

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
        settings = (self.calls, str(self.tolerance), str(self.source_language), str(self.target_language))
        return version_of(_TEXTS, _CODE, self.model.name, *settings, str(self.language))

    async def examine(self, prompt: Prompt, draft: Draft, context: Context) -> Critique:
        """The errors of `draft` and the score that they leave it.

        Raises:
            ModelError: when the judge gives no reply.
            CriticFailed: when there is nothing to translate, or the draft cannot be shown.
        """
        segment = segment_of(prompt, source_language=self.source_language, target_language=self.target_language)
        text = shown(draft.parts)
        for what, said in (("source", segment.source), ("translation", text)):
            if len(said) > MAX_CHARACTERS:
                raise CriticFailed(f"the {what} has {len(said)} characters; more than {MAX_CHARACTERS} are not judged")
        language = self.language or language_of(prompt.text)
        page = _Page(segment=segment, translation=text, language=language, seed=self.seed, prompt_id=prompt.id)
        kind: CriticKind = "intrinsic" if draft.by == self.model.name else self.kind
        blank = Critique(critic=self.name, version=self.version, kind=kind, reason="not asked yet")
        replies = await self._replies(page)
        written = [reply for reply in replies if isinstance(reply, Draft)]
        blank = replace(blank, usage=sum((reply.usage for reply in written), NOTHING))
        for reply in replies:
            if isinstance(reply, ModelError):
                return replace(blank, reason=f"{type(reply).__name__}: {reply}", failed=True)
        result = _judged(written, page, self.tolerance)
        return replace(
            blank,
            score=result.score,
            reason=result.reason,
            text=result.text,
            findings=result.findings,
            details=result.details,
        )

    async def _replies(self, page: "_Page") -> list["Draft | ModelError"]:
        """The reply of each call; a failed one is a value, so that the cost of the other is not lost.

        Raises:
            ModelError: when the only call fails.
        """

        async def one(aspect: Aspect) -> Draft | ModelError:
            messages = (Message.of("user", page.question(aspect)),)
            try:
                return await ask(self.model, messages, max_tokens=self.max_tokens, cache_key=page.prompt_id)
            except ModelError as error:
                if self.calls == "one":
                    raise
                return error

        if self.calls == "one":
            return [await one("both")]
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one("accuracy")), group.create_task(one("fluency"))]
        return [task.result() for task in tasks]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """What a judge is shown of one draft.

    Attributes:
        segment: what was to be translated.
        translation: the draft's text.
        language: of the judge's prompt.
        seed: of the boundary.
        prompt_id: the prompt's.
    """

    segment: Segment
    translation: str
    language: str
    seed: int
    prompt_id: str

    def say(self, key: str, **values: str) -> str:
        return load_phrases("mqm_said", self.language)[key].fill(**values)

    def question(self, aspect: Aspect) -> str:
        meanings = load_phrases("mqm_categories", self.language)
        categories = "\n".join(f"{one}: {meanings[str(one)].text}" for one in categories_for(aspect))
        boundary = boundary_for(self.seed, self.prompt_id, self.segment.source, self.translation)
        places = {
            "boundary": boundary,
            "categories": categories,
            "translation": quote(self.translation, boundary, label="translation"),
        }
        if aspect == "fluency":
            target = self.segment.target_language
            named = self.say("the_language") if target is None else english_name_of(target)
            return load("mqm_fluency", self.language).fill(language=named, **places)
        source = quote(self.segment.source, boundary, label="source")
        return load("mqm", self.language).fill(
            languages=languages_in_words(self.segment, self.language), source=source, **places
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Result:
    score: float | None
    reason: str | None
    text: str
    findings: tuple[Finding, ...]
    details: dict[str, str]


def _judged(replies: Sequence[Draft], page: _Page, tolerance: float) -> _Result:
    """What the replies amount to together."""
    said = [reply_of(reply.text) for reply in replies]
    readings = [read_marked(one, source=page.segment.source, translation=page.translation) for one in said]
    errors = merged(error for reading in readings for error in reading.kept)
    penalty = penalty_of(errors, page.segment.source, tolerance=tolerance)
    findings = tuple(_finding(error, page) for error in errors)
    details = {
        "points": f"{penalty.points:g}",
        "points_per_100_words": f"{penalty.points_per_100_words:.3g}",
        "reply": "\n\n".join(said),
    }
    reason = None
    for reply, text, reading in zip(replies, said, readings, strict=True):
        try:
            passed = read_verdict(text) >= 0.5
        except CriticFailed as failure:
            reason = f"{failure}{cut_off(reply)}"
            break
        if reason := _inconsistent(passed, reading, page):
            break
    score = None if reason is not None else penalty.score
    text = _in_words(errors, readings, penalty, page)
    return _Result(score=score, reason=reason, text=text, findings=findings, details=details)


def _inconsistent(passed: bool, reading: Reading, page: _Page) -> str | None:
    """Why a verdict does not go with the errors that were listed beside it; None when it does."""
    if passed:
        # What cannot be counted is no evidence against the translation, and none that its judge is to be trusted.
        return page.say("contradicted") if reading.says_severe else None
    if reading.dropped and not reading.kept:
        return page.say("all_dropped", n=str(len(reading.dropped)))
    return None if any(error.weight >= 5 for error in reading.kept) else page.say("unsupported")


def _in_words(errors: Sequence[Marked], readings: Sequence[Reading], penalty: Penalty, page: _Page) -> str:
    """The judgement as the next redraft reads it: only what counts."""
    rate = f"{penalty.points_per_100_words:.3g}"
    points = f"{penalty.points:g}"
    lines = [page.say("some", n=str(len(errors)), points=points, rate=rate) if errors else page.say("none")]
    for error in errors:
        advice = "" if error.mended is None else f" {page.say('mend', mended=error.mended)}"
        lines.append(f"- {_said(error, page)}{advice}")
    n_dropped = sum(len(reading.dropped) for reading in readings)
    n_unreadable = sum(len(reading.unreadable) for reading in readings)
    lines += [page.say("left_out", n=str(n_dropped))] if n_dropped else []
    lines += [page.say("unreadable_lines", n=str(n_unreadable))] if n_unreadable else []
    return "\n".join(lines)


def _said(error: Marked, page: _Page) -> str:
    text = page.segment.source if error.side == "source" else page.translation
    key = "error_in_source" if error.side == "source" else "error"
    words = text[error.start : error.end]
    return page.say(key, severity=error.severity, category=str(error.category), words=words, said=error.said).rstrip(
        " -：:"
    )


def _finding(error: Marked, page: _Page) -> Finding:
    in_source = error.side == "source"
    text = page.segment.source if in_source else page.translation
    return Finding(
        message=_said(error, page),
        kind=str(error.category),
        severity=error.severity,
        location=None if in_source else Location(start=error.start, end=error.end),
        suggestion=None if error.mended is None else page.say("mend", mended=error.mended),
        evidence=(text[error.start : error.end],),
    )
