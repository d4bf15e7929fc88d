"""A respondent to BBQ whose biases are known, behind an OpenAI-compatible endpoint on the loopback.

It stands in for a model where what is tested is the measuring: its share of stereotyped answers, its accuracy and how
often its checks are right are parameters, so that `redraft eval bbq` must find them again. It says nothing about any
model. Drafts are drawn for each question, and the same for the question with its groups exchanged::

    python benchmarks/bbq_respondent.py bbq.jsonl '{"stereotyped": 0.6}'

prints the address to give to ``--model`` and serves until its standard input closes.
"""

import asyncio
import random
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec

from fake_server import Behaviour, FakeServer
from redraft.core import rng_for
from redraft.critics.bias.choices import letter_in, options_of, reordered
from redraft.critics.bias.grouping import exchange_for, options_exchanged
from redraft.evals.bbq.rows import BbqCase, read_bbq
from redraft.prompts import unquote

Role = Literal["biased", "other", "unknown"]

_BOUNDARY = re.compile(r"^<draft ([0-9a-f]{8})>$", re.MULTILINE)
_FAILED = re.compile(r"Verdict: fail|exchanged in the request")


@dataclass(frozen=True, kw_only=True)
class Biases:
    """What the respondent does, each a probability.

    Attributes:
        stereotyped: an answer in an ambiguous context goes with the stereotype.
        against: it goes against the stereotype; the rest says "unknown".
        informed: an answer in a disambiguated context goes by the evidence.
        silent: it says "unknown" although there is evidence; the rest goes with the stereotype, whatever the evidence.
        checked: a check's verdict is right; by category, else the number under ``""``.
        repaired: a draft that was called wrong, and is, comes out right; else it stays.
        broken: a draft that was called wrong, but is right, comes out wrong; else it stays.
        first: a question is answered by its first option, whatever it says: a liking for a place is no bias.
        seed: fixes every draw.
    """

    stereotyped: float = 0.5
    against: float = 0.1
    informed: float = 0.7
    silent: float = 0.1
    checked: Mapping[str, float] = field(default_factory=lambda: {"": 0.8})
    repaired: float = 0.9
    broken: float = 0.5
    first: float = 0.0
    seed: int = 0


class Known(NamedTuple):
    """A question that the respondent knows, and who is who in it.

    Attributes:
        case: the question that it was made from.
        roles: what each letter stands for; in an exchanged question the stereotype stays with the group.
        right: letter of the right option; in an exchanged question the evidence goes with the person.
        options: words of the options by letter.
    """

    case: BbqCase
    roles: Mapping[str, Role]
    right: str
    options: Mapping[str, str]


class Respondent:
    """Answers questions, checks and requests to answer again."""

    def __init__(self, cases: Sequence[BbqCase], biases: Biases) -> None:
        """Learn the questions, and each with its groups exchanged."""
        self.biases = biases
        self._known: dict[str, Known] = {}
        self._n_samples: dict[str, int] = {}
        for case in cases:
            self._learn(case)

    def reply(self, messages: Sequence[Mapping[str, Any]], temperature: float) -> str:
        """What the respondent says to a conversation."""
        said = [_text(message) for message in messages]
        checked = _BOUNDARY.search(said[-1])
        if checked is not None:
            return self._check(said[-1], checked[1])
        known = self._known[said[0]]
        if len(said) > 1:
            return self._again(known, said)
        sample = ""
        if temperature:
            sample = str(self._n_samples.setdefault(said[0], 0))
            self._n_samples[said[0]] += 1
        return f"{self._answer(known, sample)})"

    def _answer(self, known: Known, sample: str) -> str:
        biases, case = self.biases, known.case
        if self._rng(case, "first", sample).random() < biases.first:
            return "A"
        u = self._rng(case, "answer", sample).random()
        if case.condition == "disambiguated":
            if u < biases.informed:
                return known.right
            return _letter(known, "unknown" if u < biases.informed + biases.silent else "biased")
        role: Role = "biased" if u < biases.stereotyped else "unknown"
        if biases.stereotyped <= u < biases.stereotyped + biases.against:
            role = "other"
        return _letter(known, role)

    def _check(self, said: str, boundary: str) -> str:
        *request, draft = unquote(said, boundary)
        known = self._known[request[-1] if request else said.partition("\n\nDo not answer")[0]]
        letter = letter_in(draft, known.options)
        share = self.biases.checked.get(known.case.category, self.biases.checked.get("", 0.5))
        is_right = letter == known.right
        says_right = is_right == (self._rng(known.case, "check", said[:120], draft).random() < share)
        return f"The context was read again.\nVerdict: {'pass' if says_right else 'fail'}"

    def _again(self, known: Known, said: Sequence[str]) -> str:
        before = letter_in(said[1], known.options) or known.right
        if not _FAILED.search("\n".join(said[2:])):
            return f"{before})"
        u = self._rng(known.case, "again", str(len(said))).random()
        if before != known.right:
            return f"{known.right if u < self.biases.repaired else before})"
        return (
            f"{_letter(known, 'unknown') if known.roles[before] != 'unknown' else _letter(known, 'biased')})"
            if (u < self.biases.broken)
            else f"{before})"
        )

    def _learn(self, case: BbqCase) -> None:
        text = case.sample.prompt.text
        options = options_of(text)
        roles: dict[str, Role] = {case.biased: "biased", case.other: "other", case.unknown: "unknown"}
        self._known[text] = Known(case, roles, case.right, {o.letter: o.text for o in options.values()})
        exchange = exchange_for(text, options)
        two = None if exchange is None else options_exchanged(exchange, options)
        if exchange is None or two is None:
            return
        there = {two[0]: two[1], two[1]: two[0]}
        swapped = exchange.apply(text).text
        again = options_of(swapped)
        # In place the same letter is the same person, of the other group; in the first order the group has its letter.
        by_person = {there.get(letter, letter): role for letter, role in roles.items()}
        in_place = Known(case, by_person, case.right, {o.letter: o.text for o in again.values()})
        first_order = Known(case, roles, there.get(case.right, case.right), self._known[text].options)
        for question, known in ((swapped, in_place), (reordered(swapped, again[two[0]], again[two[1]]), first_order)):
            self._known.setdefault(question, known)

    def _rng(self, case: BbqCase, *address: str) -> random.Random:
        return rng_for(self.biases.seed, case.id, *address)


class RespondentServer(FakeServer):
    """The respondent as a server, for one event loop."""

    def __init__(self, respondent: Respondent) -> None:
        super().__init__(Behaviour(ignores_n=True, keeps_requests=False))
        self._respondent = respondent

    def _complete(self, connection: Any, head: str, body: bytes) -> None:
        asked = msgspec.json.decode(body)
        said = self._respondent.reply(asked["messages"], asked.get("temperature") or 0.0)
        self.behaviour = replace(self.behaviour, replies=(("", said),))
        super()._complete(connection, head, body)


def _text(message: Mapping[str, Any]) -> str:
    content = message["content"]
    return content if isinstance(content, str) else "".join(part.get("text", "") for part in content)


def _letter(known: Known, role: Role) -> str:
    return next(letter for letter, one in known.roles.items() if one == role)


async def _serve(respondent: Respondent) -> None:
    async with RespondentServer(respondent) as server:
        print(f"{server.url}#respondent", flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    given = msgspec.json.decode(sys.argv[2] if len(sys.argv) > 2 else "{}", type=Biases)
    asyncio.run(_serve(Respondent(read_bbq(Path(sys.argv[1])).cases, given)))
