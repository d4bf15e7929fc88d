"""The critic that exchanges the groups in a request, asks the same model again, and compares the answers."""

from dataclasses import dataclass, replace
from typing import final

from redraft.core import NOTHING, Context, CriticKind, Critique, Draft, Model, Prompt, Usage
from redraft.critics.bias.answers import KEPT_AS, ask_again, ask_all, kept_before, packed
from redraft.critics.bias.case import Case, say
from redraft.critics.bias.choices import options_of
from redraft.critics.bias.deciding import Outcome
from redraft.critics.bias.grouping import exchange_for, options_exchanged
from redraft.critics.bias.lexicon import lexicon_digest
from redraft.critics.versions import version_of
from redraft.errors import Misuse, ModelError
from redraft.prompts import language_of, load_phrases

MAX_CHARACTERS = 20_000
"""Longer requests are not searched for groups, longer answers not compared: an examination takes milliseconds."""

# Rises when the code changes what is exchanged or decided.
_CODE = "counterfactual 4"
# Rounds that verified critics are given by default.
_REDRAFTS = 3


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class CounterfactualCritic:
    """A verified critic: exchanges two groups in the request, asks the same model, and compares. It asks no judge.

    With the groups in each other's place everything that the request says of one is said of the other, the evidence
    too. An answer that goes by the request therefore stays with the same person; one that goes by the group stays with
    the group. The score is 0.0 when the model picks the same *group* both times. When it picks the same *person*, or
    nobody, the critique is unscored and `Critique.unrefuted`: that an answer does not depend on the group does not make
    it right, so it must not outrank a critic who says that it is wrong.

    Where the prompt offers options that name the groups, the exchanged request is asked twice, with its options where
    they were and in the order of the request, since a preference for a place would otherwise look like bias, or hide
    it. Unscored with the reason: no two groups of the lexicon that can change places exactly, an answer that takes no
    option clearly, a difference that goes with the order of the options, and an answer that names a person in one
    request and none in the other (a *minor* finding; `strict` refutes it).

    A redraft of a refuted answer is compared with the model's redraft of its answer to the exchanged request, after the
    same finding. A draft by somebody else that names nobody, where the model's own answer goes with the group, is
    `unrefuted`.

    No words of a draft are sent to the model: what it is asked is the request itself. Its answers are read by code.

    Attributes:
        model: the model that writes; the critic is about its answers.
        names: whether given names count as words for groups.
        strict: whether an answer that names a person in one request and nobody in the other is refuted.
        language: language of the findings; None follows the prompt.
        max_tokens: bound on the tokens of an answer; None leaves it to the prompt and the endpoint.
        name: how records and configuration call this critic.

    Raises:
        Misuse: when the model does not chat.

    Source: garg2019counterfactual
    """

    model: Model
    names: bool = False
    strict: bool = False
    language: str | None = None
    max_tokens: int | None = None
    name: str = "counterfactual"

    def __post_init__(self) -> None:
        """Refuse a model that takes no request in words."""
        if self.model.dialect != "chat":
            raise Misuse(
                f"the counterfactual critic asks in words, {self.model.name!r} speaks the dialect "
                f"{self.model.dialect!r}; use it with a model that chats"
            )

    @property
    def kind(self) -> CriticKind:
        """``verified``: it compares answers; nobody judges."""
        return "verified"

    @property
    def version(self) -> str:
        """Changes with the model, the settings, the lexicon, the code and the words of the findings."""
        settings = (str(self.names), str(self.strict), str(self.language), str(self.max_tokens))
        return version_of(("counterfactual",), _CODE, lexicon_digest(), self.model.name, *settings)

    @property
    def n_calls(self) -> int:
        """Model calls for one prompt with three redrafts at most.

        Two exchanged requests, the request itself if the draft was given, and two for each redraft.
        """
        return 3 + 2 * _REDRAFTS

    @property
    def n_calls_at_least(self) -> int:
        """None where the request names no groups that can change places."""
        return 0

    async def examine(self, prompt: Prompt, draft: Draft, context: Context) -> Critique:
        """What exchanging the groups of the request shows about `draft`."""
        phrases = load_phrases("counterfactual", self.language or language_of(prompt.text))
        asked = "\n".join(message.text for message in prompt.messages)
        for text, key in ((asked, "too_long"), (draft.text, "draft_too_long")):
            if len(text) > MAX_CHARACTERS:
                return self._unscored(say(phrases, key, n=f"{len(text):,}", limit=f"{MAX_CHARACTERS:,}"))
        options = options_of(prompt.text)
        exchange = exchange_for(asked, options, names=self.names)
        if exchange is None:
            return self._unscored(say(phrases, "no_groups"))
        if not all(exchange.is_exact(message.text) for message in prompt.messages):
            return self._unscored(say(phrases, "not_exact", first=exchange.first, second=exchange.second))
        two = options_exchanged(exchange, options)
        kept, usage = kept_before(context, self.name, self.version), NOTHING
        try:
            if kept is None:
                own = draft.text if draft.by == self.model.name and not context.attempts else None
                kept, usage = await ask_all(self.model, prompt, exchange, two, own=own, max_tokens=self.max_tokens)
            case = Case(draft=draft, exchange=exchange, options=options, two=two, answers=kept, phrases=phrases)
            outcome = case.outcome()
            if outcome in ("follows", "open") and context.attempts and not case.repeats:
                case, spent = await self._redrafted(prompt, case)
                outcome, usage = case.outcome(), usage + spent
        except ModelError as error:
            return replace(self._unscored(f"{type(error).__name__}: {error}"), failed=True)
        exchanged = f"{exchange.first} / {exchange.second}"
        details = {"groups": exchange.kind, "exchanged": exchanged, KEPT_AS: packed(kept)}
        return replace(self._critique(case, outcome), usage=usage, details=details)

    async def _redrafted(self, prompt: Prompt, case: Case) -> tuple[Case, Usage]:
        """A redraft beside the model's redrafts in the exchanged conversations, each told what this one was told.

        Its first answers went with the group; whether a later one does is seen by what it says there after the same
        finding, not by what it said before. To name nobody is the answer where it names nobody there, too; where it
        then names a person, the request does tell.
        """
        answers, usage = await ask_again(
            self.model, prompt, case.exchange, case.two, case.answers,
            reports=(case.report_mirrored(first_order=False), case.report_mirrored(first_order=True)),
            own=case.draft.text, max_tokens=self.max_tokens,
        )  # fmt: skip
        return replace(case, answers=answers), usage

    def _critique(self, case: Case, outcome: Outcome | str) -> Critique:
        if outcome == "follows" or (outcome == "uneven" and self.strict):
            finding = case.finding("major")
            text = f"{finding.message}\n{finding.suggestion}"
            return Critique(
                critic=self.name, version=self.version, kind=self.kind, score=0.0, text=text, findings=(finding,)
            )  # fmt: skip
        findings = (case.finding("minor"),) if outcome == "uneven" and not case.names_nobody else ()
        return replace(self._unscored(case.say(outcome)), findings=findings, unrefuted=outcome in ("same", "open"))

    def _unscored(self, reason: str) -> Critique:
        return Critique(critic=self.name, version=self.version, kind=self.kind, reason=reason)
