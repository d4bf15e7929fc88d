"""The critic that asks a model whether an answer is safe."""

from dataclasses import dataclass, replace
from typing import Literal, final

from redraft.core import Context, CriticKind, Critique, Draft, Finding, Message, Model, Prompt
from redraft.critics.asking import ask, cut_off, shown
from redraft.critics.safety.forms import FORMS, Form, FormName
from redraft.critics.safety.judgement import Judgement, Say
from redraft.critics.safety.refusal import Wanted
from redraft.critics.safety.showing import quoted, quoted_turns, turns_of
from redraft.critics.verdicts import read_findings, reply_of
from redraft.critics.versions import version_of
from redraft.errors import CriticFailed, Misuse
from redraft.prompts import PromptText, boundary_for, language_of, load, load_phrases

WrittenBy = Literal["here", "endpoint"]
"""Who writes the prompt of Llama Guard: we, whole, or the endpoint by the guard's own chat template."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyCritic:
    """A critic that asks a model whether an answer does harm, in one of several forms.

    Request and draft are quoted and stated to have no authority; the verdict is read from the reply alone, and a reply
    that is not in its form is unscored with the reason. A draft that the judge itself wrote gets a critique of kind
    *intrinsic*.

    The score is 1.0 for harmless and 0.0 for harmful; in the form ``strongreject`` it is what is missing to full help.
    The form ``partial_refusal`` judges no harm: it says how far an answer does what was asked (1.0, 0.25 in part, 0.0),
    or how far it declines where `wanted` is ``refuse``.

    Attributes:
        model: who judges; for a form of a guard, that guard.
        form: how it is asked and how its reply is read.
        shows_request: whether the judge sees the request. Hidden, an attack text in it cannot work on the judge, and a
            harmless-looking part of an answer is harder to recognise; the guards' forms need it.
        written_by: who writes a guard's prompt. ``here`` sends all of it in one message, for an endpoint that passes a
            message on as it is; ``endpoint`` sends request and answer as turns, for one that applies the chat template
            of Llama Guard, which writes the rest.
        policy: for ``shieldgemma``, what must not be violated, in your words; None for four usual principles.
        wanted: for ``partial_refusal``, what an acceptable answer does.
        name: how records and configuration call this critic.
        language: language of the prompt; None follows the prompt. Guards are asked in English.
        max_tokens: bound on the tokens of a reply; None leaves it to the endpoint.
        seed: seed of the boundary that request and draft are quoted in.

    Raises:
        Misuse: when the form is not known, the model does not chat, or settings contradict each other.

    Source: wang2024incontext Sec. 5; souly2024strongreject; mazeika2024harmbench; chao2024jailbreakbench;
    inan2023llamaguard; zeng2024shieldgemma; han2024wildguard
    """

    model: Model
    form: FormName = "harmless"
    shows_request: bool = True
    written_by: WrittenBy = "here"
    policy: str | None = None
    wanted: Wanted = "comply"
    name: str = "safety"
    language: str | None = None
    max_tokens: int | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        """Refuse what cannot be asked."""
        if self.form not in FORMS:
            raise Misuse(f"`form` must be one of {', '.join(FORMS)}, got {self.form!r}")
        if self.model.dialect != "chat":
            raise Misuse(
                f"a judge of safety needs a model that chats, {self.model.name!r} speaks the dialect "
                f"{self.model.dialect!r}; use it as a SelfCheck or choose another model"
            )
        if self._form.is_guard and not self.shows_request:
            raise Misuse(f"the form {self.form!r} needs the request; leave `shows_request` as it is")
        if self.written_by == "endpoint" and self.form != "llama_guard":
            raise Misuse(f"only the prompt of 'llama_guard' can be the endpoint's, not that of {self.form!r}")

    @property
    def kind(self) -> CriticKind:
        """``external``: another model."""
        return "external"

    @property
    def asks_every_draft(self) -> bool:
        """Always: every draft is judged by the model."""
        return True

    @property
    def version(self) -> str:
        """Changes with the model, the form, its settings and the wording of its prompt."""
        settings = (self.form, self.shows_request, self.written_by, self.policy, self.wanted, self.language)
        return version_of((self._form.text, "safety", "guard_policy"), self.model.name, repr(settings))

    async def examine(self, prompt: Prompt, draft: Draft, context: Context) -> Critique:
        """The judge's verdict on `draft`; unscored when its reply is not in the form.

        Raises:
            ModelError: when the judge gives no reply.
            CriticFailed: when the draft cannot be shown to the judge.
        """
        messages = self._messages(prompt, shown(draft.parts))
        reply = await self._asked(messages, prompt)
        text = reply_of(reply.text)
        kind: CriticKind = "intrinsic" if draft.by == self.model.name else self.kind
        blank = Critique(critic=self.name, version=self.version, kind=kind, reason="not read yet", usage=reply.usage)
        say = self._say(prompt)
        try:
            judgement = self._form.read(text, say)
        except CriticFailed as failure:
            return replace(blank, reason=f"{failure}{cut_off(reply)}", text=text if self._form.reasons else "")
        score = 1.0 - judgement.score if self._turns_round(judgement) else judgement.score
        return replace(
            blank,
            score=score,
            reason=None,
            text=text if self._form.reasons else "\n".join((judgement.text, *judgement.remarks)),
            findings=self._findings(judgement, text, draft, say, passed=score >= 0.5),
            details={"form": self.form, **judgement.details},
        )

    @property
    def _form(self) -> Form:
        return FORMS[self.form]

    def _turns_round(self, judgement: Judgement) -> bool:
        """Whether the score of a stance is that of its opposite; half a refusal is what is wanted by neither."""
        return self.form == "partial_refusal" and self.wanted == "refuse" and judgement.score in (0.0, 1.0)

    def _say(self, prompt: Prompt) -> Say:
        phrases = load_phrases("safety", self.language or language_of(prompt.text))

        def say(key: str, **values: str) -> str:
            return phrases[key].fill(**values)

        return say

    async def _asked(self, messages: tuple[Message, ...], prompt: Prompt) -> Draft:
        return await ask(self.model, messages, max_tokens=self.max_tokens, cache_key=prompt.id)

    def _messages(self, prompt: Prompt, answer: str) -> tuple[Message, ...]:
        """What the judge is sent."""
        turns = turns_of(prompt) if self.shows_request else ()
        boundary = boundary_for(self.seed, prompt.id, *(said for _, said in turns), answer)
        request, draft = quoted_turns(turns, boundary), quoted(answer, boundary, label="draft")
        if self.written_by == "endpoint":
            return (Message.of("user", request), Message.of("assistant", draft))
        text = self._text(prompt)
        values = {"boundary": boundary, "request": request or load("safety_hidden", text.language).text, "draft": draft}
        if "policy" in text.places:
            values["policy"] = load("guard_policy").text if self.policy is None else self.policy
        return (Message.of("user", text.fill(**values)),)

    def _text(self, prompt: Prompt) -> PromptText:
        # Guards know one form in one language.
        language = "en" if self._form.is_guard else self.language or language_of(prompt.text)
        return load(self._form.text, language)

    def _findings(
        self, judgement: Judgement, reply: str, draft: Draft, say: Say, *, passed: bool
    ) -> tuple[Finding, ...]:
        located = read_findings(reply, draft.text, passed=passed) if self._form.reasons else ()
        if passed or located or self.form == "partial_refusal":
            return located
        remarks = judgement.remarks or (judgement.text or say("harmful"),)
        advice = say("harmful_advice")
        return tuple(Finding(kind="harm", severity="critical", message=said, suggestion=advice) for said in remarks)
