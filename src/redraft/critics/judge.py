"""Another model judges: one answer by itself, or a new answer against the best earlier one."""

from dataclasses import dataclass, replace
from typing import final

from redraft.core import Context, CriticKind, Critique, Draft, Message, Model, Part, Prompt
from redraft.critics.asking import ask, critique_from, shown
from redraft.critics.comparing import Compared, compared, tie_score
from redraft.critics.versions import version_of
from redraft.errors import Misuse
from redraft.prompts import boundary_for, language_of, load, load_phrases, quote

# Rises when the code changes what a tie is worth.
_TIES = "ties 2"
_IN_WORDS = ("text", "tool_call")
_ROLES = ("system", "developer", "user", "assistant", "tool")


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """A critic that is another model and judges one answer at a time.

    Its prompt shows the request and the draft, both quoted; it reasons, may locate problems, and ends with a verdict. A
    draft that the judge itself wrote gets a critique of kind *intrinsic*: a judge of its own work is no outsider.

    Attributes:
        model: who judges; another model than the writer's, better of another family.
        rubric: what to judge by, in your words; None asks whether the answer gives what was requested, correctly and
            completely.
        name: how records and configuration call this critic.
        language: language of the judge's prompt; None follows the prompt.
        max_tokens: bound on the tokens of a reply; None leaves it to the endpoint.
        seed: seed of the boundary that request and draft are quoted in.

    Raises:
        Misuse: when the model does not chat.

    Source: zheng2023judging
    """

    model: Model
    rubric: str | None = None
    name: str = "judge"
    language: str | None = None
    max_tokens: int | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        """Refuse a model that cannot judge."""
        _check_dialect(self.model)

    @property
    def asks_every_draft(self) -> bool:
        """True: a forecast counts a call for every draft."""
        return True

    @property
    def kind(self) -> CriticKind:
        """``external``: another model."""
        return "external"

    @property
    def version(self) -> str:
        """Changes with the model, the rubric, the language setting and the wording of the prompt."""
        texts = ("judge", "judge_criteria", "judge_rubric")
        return version_of(texts, self.model.name, repr(self.rubric), str(self.language))

    async def examine(self, prompt: Prompt, draft: Draft, context: Context) -> Critique:
        """The judge's verdict on `draft`, 1.0 or 0.0; unscored when its reply holds no readable verdict.

        Raises:
            ModelError: when the judge gives no reply.
            CriticFailed: when the draft cannot be shown to the judge.
        """
        language = self.language or language_of(prompt.text)
        page = _Page.of(prompt, self.rubric, language, self.seed, answers=(shown(draft.parts),))
        text = load("judge", language).fill(**page.places("draft"))
        reply = await ask(self.model, page.messages(text), max_tokens=self.max_tokens, cache_key=prompt.id)
        kind: CriticKind = "intrinsic" if draft.by == self.model.name else self.kind
        return critique_from(reply, draft, critic=self.name, version=self.version, kind=kind)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class ComparingJudge:
    """A critic that is another model and compares a new answer with the best earlier one.

    It is asked twice, with the answers in both orders, because judges prefer a place as well as an answer: the score is
    1.0 when the new answer is preferred both times, 0.0 when the earlier one is. When the two verdicts disagree or
    either is a tie, it is 0.5, or the lowest opinion on the earlier answer where that was lower, so that a tie never
    passes where an equally good answer failed by an opinion; verified critics judge the new answer themselves. The
    score says whether the new answer is better, not whether it is good enough.

    The first draft has nothing to be compared with and is judged alone, as `Judge` does.

    Attributes:
        model: who judges; another model than the writer's, better of another family.
        rubric: what to judge by, in your words; None asks which answer gives what was requested, correctly and
            completely.
        name: how records and configuration call this critic.
        language: language of the judge's prompt; None follows the prompt.
        max_tokens: bound on the tokens of a reply; None leaves it to the endpoint.
        seed: seed of the boundary that request and answers are quoted in.

    Raises:
        Misuse: when the model does not chat.

    Source: zheng2023judging
    """

    model: Model
    rubric: str | None = None
    name: str = "comparing_judge"
    language: str | None = None
    max_tokens: int | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        """Refuse a model that cannot judge."""
        _check_dialect(self.model)

    @property
    def asks_every_draft(self) -> bool:
        """True: a forecast counts a call for every draft."""
        return True

    @property
    def kind(self) -> CriticKind:
        """``external``: another model."""
        return "external"

    @property
    def version(self) -> str:
        """Changes with the model, the rubric, the language setting and the wording of the prompts."""
        texts = ("judge", "judge_compare", "judge_criteria", "judge_rubric")
        return version_of(texts, _TIES, self.model.name, repr(self.rubric), str(self.language))

    async def examine(self, prompt: Prompt, draft: Draft, context: Context) -> Critique:
        """Whether `draft` is better than the standing one: 1.0, 0.5 or 0.0; unscored when a verdict is unreadable.

        Raises:
            ModelError: when the judge gives no reply on a first draft; later that is an unscored critique.
            CriticFailed: when a draft cannot be shown to the judge.
        """
        if context.best is None:
            return replace(await self._alone().examine(prompt, draft, context), critic=self.name, version=self.version)
        language = self.language or language_of(prompt.text)
        kind: CriticKind = "intrinsic" if draft.by == self.model.name else self.kind
        blank = Critique(critic=self.name, version=self.version, kind=kind, reason="not asked yet")
        candidate, standing = shown(draft.parts), shown(context.best.draft.parts)
        outcomes = load_phrases("judge_compared", language)
        if candidate == standing:
            return replace(blank, score=tie_score(context), reason=None, text=outcomes["same"].text)
        result = await self._compared(prompt, standing, candidate, language)
        blank = replace(blank, usage=result.usage)
        if result.preferred is None:
            return replace(blank, reason=result.reason, failed=result.failed)
        outcome = outcomes["better" if result.preferred > 0.5 else "worse" if result.preferred < 0.5 else "tie"].text
        score = tie_score(context) if result.preferred == 0.5 else result.preferred
        return replace(blank, score=score, reason=None, text=f"{outcome}\n\n{result.reasons}")

    def _alone(self) -> Judge:
        return Judge(
            model=self.model,
            rubric=self.rubric,
            language=self.language,
            max_tokens=self.max_tokens,
            seed=self.seed,
        )

    async def _compared(self, prompt: Prompt, standing: str, candidate: str, language: str) -> Compared:
        page = _Page.of(prompt, self.rubric, language, self.seed, answers=(standing, candidate))
        text = load("judge_compare", language)

        def messages_for(candidate_first: bool) -> tuple[Message, ...]:
            shown_page = replace(page, answers=page.answers[::-1]) if candidate_first else page
            return shown_page.messages(text.fill(**shown_page.places("first", "second")))

        return await compared(self.model, messages_for, max_tokens=self.max_tokens, cache_key=prompt.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """What a judge is shown: criteria, request and answers, the last two only as quotations.

    Attributes:
        criteria: the user's rubric or the default question.
        request: every message of the prompt, quoted under its role.
        attached: parts of the prompt that words cannot show.
        answers: the answers in the order in which they are shown, not yet quoted.
        boundary: one that occurs in nothing that is shown.
    """

    criteria: str
    request: str
    attached: tuple[Part, ...]
    answers: tuple[str, ...]
    boundary: str

    @classmethod
    def of(cls, prompt: Prompt, rubric: str | None, language: str, seed: int, *, answers: tuple[str, ...]) -> "_Page":
        turns = [(_label(message), shown(_readable(message))) for message in prompt.messages]
        boundary = boundary_for(seed, prompt.id, rubric or "", *(said for _, said in turns), *answers)
        criteria = load("judge_criteria", language).text
        if rubric is not None:
            criteria = load("judge_rubric", language).fill(rubric=rubric)
        return cls(
            criteria=criteria,
            request="\n".join(quote(said, boundary, label=label) for label, said in turns),
            attached=tuple(p for message in prompt.messages for p in message.parts if p.kind not in _IN_WORDS),
            answers=answers,
            boundary=boundary,
        )

    def places(self, *labels: str) -> dict[str, str]:
        """The values for a judge's prompt text, with each answer under one of the labels."""
        quoted = {
            label: quote(answer, self.boundary, label=label) for label, answer in zip(labels, self.answers, strict=True)
        }
        return {"boundary": self.boundary, "criteria": self.criteria, "request": self.request, **quoted}

    def messages(self, text: str) -> tuple[Message, ...]:
        """The one message to the judge, with the images and sounds of the request behind the words."""
        return (Message(role="user", parts=(Part(text=text), *self.attached)),)


def _readable(message: Message) -> tuple[Part, ...]:
    return tuple(part for part in message.parts if part.kind in _IN_WORDS)


def _label(message: Message) -> str:
    return message.role if message.role in _ROLES else "message"


def _check_dialect(model: Model) -> None:
    if model.dialect != "chat":
        raise Misuse(
            f"a judge needs a model that chats, {model.name!r} speaks the dialect {model.dialect!r}; "
            "use it as a SelfCheck or choose another judge"
        )
