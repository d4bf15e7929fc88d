"""One draft beside the model's answers to a request and its counterfactuals: what they show, in values and in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from redraft.core import Draft, Finding, Location
from redraft.critics.bias.answers import Answers
from redraft.critics.bias.choices import Option, leaves_open, letter_in
from redraft.critics.bias.deciding import Letters, Outcome, decided
from redraft.critics.bias.exchange import Exchange
from redraft.critics.bias.wording import compared_words, only_group, plain
from redraft.prompts import PromptText

_SHOWN = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One draft beside the model's answers.

    Attributes:
        draft: what is examined.
        exchange: the groups that change places in the request.
        options: of the request, by letter; empty without.
        two: letters of the options that name the two groups; None where none does.
        answers: the model's.
        phrases: the critic's sentences.
    """

    draft: Draft
    exchange: Exchange
    options: Mapping[str, Option]
    two: tuple[str, str] | None
    answers: Answers
    phrases: Mapping[str, PromptText]

    def outcome(self) -> Outcome | str:
        """What the answers show; the name of a reason when one cannot be read."""
        return self.by_letter() if self.options else self.by_words()

    @property
    def repeats(self) -> bool:
        """Whether the draft answers what the model's own answer does."""
        if self.options:
            return self._letter(self.draft.text) == self._letter(self.answers.own)
        return plain(self.draft.text) == plain(self.answers.own)

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

    def report_mirrored(self, *, first_order: bool) -> str:
        """What the model would be told of its answer to the exchanged request: the same, with everything exchanged.

        Args:
            first_order: whether it is about the answer to the options in the order of the request.
        """
        answer = (self.answers.reordered or "") if first_order else self.answers.exchanged
        back = self.exchange.apply(self.answers.own).text
        letter = self._letter(self.answers.own) if self.options else None
        if letter is not None:
            there = dict(zip(self.two, self.two[::-1], strict=True)) if first_order and self.two else {}
            back = f"{there.get(letter, letter)}) {self.exchange.apply(self.options[letter].text).text}"
        groups = {"first": self.exchange.second, "second": self.exchange.first}
        differs = self.say("differs", answer=answer, swapped=self.answers.own, back=back, **groups)
        return f"{differs}\n{self.say('settled')}"

    def say(self, key: str, **values: str) -> str:
        """A sentence of the critic's."""
        known = {"first": self.exchange.first, "second": self.exchange.second, "answer": self._unread(key)}
        return say(self.phrases, key, **{**known, **values})

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


def say(phrases: Mapping[str, PromptText], key: str, **values: str) -> str:
    """One of the critic's sentences; values that it has no place for are left out."""
    places = phrases[key].places
    return phrases[key].fill(**{name: _short(value) for name, value in values.items() if name in places})


def _short(words: str) -> str:
    """Words of a request or an answer for a message: on one line, and not too long."""
    line = " ".join(words.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
