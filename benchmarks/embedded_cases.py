"""A thousand requests to the embedded model: all three families, without and with earlier attempts."""

import random
from typing import NamedTuple

from redraft.core import Message
from redraft.evals.environments import count, pref, safe
from redraft.evals.environments.splits import Split
from redraft.models.local.language import ANSWER, BOS, CRITIQUE, FAMILIES, REWARD_WORDS


class Case(NamedTuple):
    """A conversation that ends where an answer is due."""

    prompt: str
    attempts: tuple[tuple[str, str], ...]
    n_words: int

    @property
    def tokens(self) -> tuple[str, ...]:
        """The trace, ready for the answer."""
        words = [BOS, *self.prompt.split()]
        for answer, critique in self.attempts:
            words += [ANSWER, *answer.split(), CRITIQUE, *critique.split()]
        return (*words, ANSWER)

    @property
    def messages(self) -> tuple[Message, ...]:
        """The same as turns of a user and an assistant."""
        turns = [Message.of("user", self.prompt)]
        for answer, critique in self.attempts:
            turns += [Message.of("assistant", answer), Message.of("user", critique)]
        return tuple(turns)


def _pref_case(rng: random.Random, problem: pref.PrefProblem) -> Case:
    answers = [rng.choice(pref.codes(problem.theme)) for _ in range(rng.randrange(7))]
    attempts = tuple((" ".join(a), REWARD_WORDS[pref.reward(problem.code, a)]) for a in answers)
    return Case(problem.text, attempts, FAMILIES["pref"].n_answer)


def _count_case(rng: random.Random, problem: count.CountProblem) -> Case:
    wrong = [a for a in count.expressions(tuple(sorted(problem.numbers))) if not count.verify(problem, a).passed]
    tried = rng.sample(wrong, min(rng.randrange(4), len(wrong)))
    attempts = tuple((" ".join(a), " ".join(count.verify(problem, a).words)) for a in tried)
    return Case(problem.text, attempts, FAMILIES["count"].n_answer)


def cases() -> list[Case]:
    """500 of `count`, 300 of `pref`, 200 of `safe`, the same in every process."""
    rng = random.Random("parity")
    requests = safe.pairs(Split.TEST, harmful=True)[:100] + safe.pairs(Split.TEST, harmful=False)[:100]
    return [
        *(_count_case(rng, problem) for problem in count.problems(500, rng, Split.TEST)),
        *(_pref_case(rng, problem) for problem in pref.problems(300, rng)),
        *(Case(safe.with_fillers(request, rng).text, (), FAMILIES["safe"].n_answer) for request in requests),
    ]
