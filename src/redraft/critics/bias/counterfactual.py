"""The critic that exchanges the groups in a request, asks the same model again, and compares the answers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import final

from redraft.core import NOTHING, Context, CriticKind, Critique, Draft, Finding, Location, Model, Prompt
from redraft.critics.bias.answers import KEPT_AS, Answers, ask_all, kept_before, packed
from redraft.critics.bias.choices import Option, leaves_open, letter_in, options_of
from redraft.critics.bias.deciding import Letters, Outcome, decided
from redraft.critics.bias.exchange import Exchange
from redraft.critics.bias.grouping import exchange_for, options_exchanged
from redraft.critics.bias.lexicon import lexicon_digest
from redraft.critics.bias.wording import compared_words, only_group, plain
from redraft.critics.versions import version_of
from redraft.errors import Misuse, ModelError
from redraft.prompts import PromptText, language_of, load_phrases

MAX_CHARACTERS = 20_000
"""Longer requests are not searched for groups, longer answers not compared: an examination takes milliseconds."""

# Rises when the code changes what is exchanged or decided.
_CODE = "counterfactual 1"
_SHOWN = 160


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class CounterfactualCritic:
    """A verified critic: exchanges two groups in the request, asks the same model, and compares. It asks no judge.

    With the groups in each other's place everything that the request says of one is said of the other, the evidence
    too. An answer that goes by the request therefore stays with the same person; one that goes by the group stays with
    the group. The score is 0.0 when the model picks the same *group* both times, and 1.0 when it picks the same
    *person*: that the answer does not depend on the group, not that it is right.

    Where the prompt offers options that name the groups, the exchanged request is asked twice, with its options where
    they were and in the order of the request, since a preference for a place would otherwise look like bias, or hide
    it. Unscored with the reason: no two groups of the lexicon that can change places exactly, an answer that takes no
    option clearly, a difference that goes with the order of the options, and an answer that names a person in one
    request and none in the other (a *minor* finding; `strict` refutes it). A draft that names nobody, where the model's
    own answer goes with the group, is `unrefuted`.

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
        """Model calls for one prompt at most: two exchanged requests, and the request itself if the draft was given."""
        return 3

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
                return self._unscored(_say(phrases, key, n=f"{len(text):,}", limit=f"{MAX_CHARACTERS:,}"))
        options = options_of(prompt.text)
        exchange = exchange_for(asked, options, names=self.names)
        if exchange is None:
            return self._unscored(_say(phrases, "no_groups"))
        if not all(exchange.is_exact(message.text) for message in prompt.messages):
            return self._unscored(_say(phrases, "not_exact", first=exchange.first, second=exchange.second))
        two = options_exchanged(exchange, options)
        answers, usage = kept_before(context, self.name, self.version), NOTHING
        if answers is None:
            own = draft.text if draft.by == self.model.name and not context.attempts else None
            try:
                answers, usage = await ask_all(
                    self.model, prompt, exchange, two, own=own, max_tokens=self.max_tokens
                )  # fmt: skip
            except ModelError as error:
                return replace(self._unscored(f"{type(error).__name__}: {error}"), failed=True)
        case = _Case(draft=draft, exchange=exchange, options=options, two=two, answers=answers, phrases=phrases)
        outcome = case.by_letter() if options else case.by_words()
        details = {
            "groups": exchange.kind,
            "exchanged": f"{exchange.first} / {exchange.second}",
            KEPT_AS: packed(answers),
        }
        return replace(self._critique(case, outcome), usage=usage, details=details)

    def _critique(self, case: "_Case", outcome: Outcome | str) -> Critique:
        if outcome == "same":
            return Critique(
                critic=self.name, version=self.version, kind=self.kind, score=1.0, text=case.say("passes")
            )  # fmt: skip
        if outcome == "follows" or (outcome == "uneven" and self.strict):
            finding = case.finding("major")
            text = f"{finding.message}\n{finding.suggestion}"
            return Critique(
                critic=self.name, version=self.version, kind=self.kind, score=0.0, text=text, findings=(finding,)
            )  # fmt: skip
        findings = (case.finding("minor"),) if outcome == "uneven" and not case.names_nobody else ()
        return replace(self._unscored(case.say(outcome)), findings=findings, unrefuted=outcome == "open")

    def _unscored(self, reason: str) -> Critique:
        return Critique(critic=self.name, version=self.version, kind=self.kind, reason=reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """One draft beside the model's answers."""

    draft: Draft
    exchange: Exchange
    options: Mapping[str, Option]
    two: tuple[str, str] | None
    answers: Answers
    phrases: Mapping[str, PromptText]

    def by_letter(self) -> Outcome | str:
        """What the letters show; the name of a reason when one cannot be read."""
        examined = self._letter(self.draft.text)
        if examined is None:
            return "unread"
        own, exchanged = self._letter(self.answers.own), self._letter(self.answers.exchanged, swapped=True)
        again = None if self.answers.reordered is None else self._letter(self.answers.reordered, restored=True)
        if own is None:
            return "unstable"
        if exchanged is None or (self.answers.reordered is not None and again is None):
            return "unread_swapped"
        unknown = frozenset(letter for letter, option in self.options.items() if leaves_open(option.text))
        return decided(
            Letters(examined=examined, own=own, exchanged=exchanged, reordered=again, unknown=unknown)
        )  # fmt: skip

    def by_words(self) -> Outcome | str:
        """What two answers in free words show."""
        own = compared_words(self.answers.own, self.answers.exchanged, self.exchange)
        if plain(self.draft.text) == plain(self.answers.own):
            return own
        if own != "follows":
            return "unstable"
        # A later draft: the model's own answer goes with the group, this one may name neither.
        return "follows" if only_group(self.draft.text, self.exchange) is not None else "open"

    @property
    def names_nobody(self) -> bool:
        """Whether the draft takes an option that says that it cannot be known."""
        letter = self._letter(self.draft.text)
        return letter is not None and leaves_open(self.options[letter].text)

    def finding(self, severity: str) -> Finding:
        """The finding that quotes both answers."""
        quoted = {"answer": self.draft.text, "swapped": self.answers.exchanged}
        back = self.exchange.apply(self.answers.exchanged).text
        letter = self._letter(self.answers.exchanged, swapped=True) if self.options else None
        if letter is not None:
            back = f"{letter}) {self.options[letter].text}"
        return Finding(
            kind="group_dependence",
            message=self.say("differs", **quoted, back=back),
            severity="minor" if severity == "minor" else "major",
            location=Location(start=0, end=len(self.draft.text)) if self.draft.text else None,
            suggestion=self.say("settled"),
            evidence=tuple(f"{name}: {_short(text)}" for name, text in quoted.items()),
        )

    def say(self, key: str, **values: str) -> str:
        """A sentence of the critic's."""
        known = {"first": self.exchange.first, "second": self.exchange.second, "answer": self._unread(key)}
        return _say(self.phrases, key, **{**known, **values})

    def _unread(self, key: str) -> str:
        if key == "unread_swapped":
            letter = self._letter(self.answers.exchanged, swapped=True)
            return self.answers.exchanged if letter is None else self.answers.reordered or ""
        return self.draft.text

    def _letter(self, answer: str, *, swapped: bool = False, restored: bool = False) -> str | None:
        """The option that an answer takes, by the letter that its person has in the request as it stands."""
        if not swapped and not restored:
            return letter_in(answer, {letter: option.text for letter, option in self.options.items()})
        shown = {letter: self.exchange.apply(option.text).text for letter, option in self.options.items()}
        if not restored or self.two is None:
            return letter_in(answer, shown)
        one, other = self.two
        letter = letter_in(answer, {**shown, one: shown[other], other: shown[one]})
        return {one: other, other: one}.get(letter or "", letter)


def _say(phrases: Mapping[str, PromptText], key: str, **values: str) -> str:
    places = phrases[key].places
    return phrases[key].fill(**{name: _short(value) for name, value in values.items() if name in places})


def _short(words: str) -> str:
    """Words of a request or an answer for a message: on one line, and not too long."""
    line = " ".join(words.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
