"""How much of a file the counterfactual critic can exchange, held against who is who by the labels."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from redraft.critics.bias.choices import options_of
from redraft.critics.bias.exchange import Exchange
from redraft.critics.bias.grouping import exchange_for, options_exchanged
from redraft.evals.bbq.rows import BbqCase
from redraft.evals.steps.halves import Half, half_of
from redraft.trust.intervals import Estimate, clustered_proportion

HALVES: tuple[Half | None, ...] = ("test", "development", None)
"""The test half first: it is the figure to cite. None is both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What is exchanged in the questions of one category.

    Attributes:
        category: of the questions, or ``all``.
        half: which half of the contexts; None for both.
        n: questions.
        found: share in which two groups are found that change places exactly.
        right: share in which these are also the two persons of the labels: each one's option becomes the other's, and
            the context names the one wherever it named the other.
        exact: share of the exchanged ones whose second exchange gives the question back; 1 by construction.
        known: share of the exchanged ones whose context becomes, word for word, another context of the same data, which
            hold most contexts with the two persons in either place.
        kinds: how many are exchanged by words of which kind.
    """

    category: str
    half: Half | None
    n: int
    found: Estimate | None
    right: Estimate | None
    exact: Estimate | None
    known: Estimate | None
    kinds: dict[str, int]


def coverage_of(cases: Sequence[BbqCase]) -> tuple[Coverage, ...]:
    """The coverage in every category and in all, in each half of the contexts and in both."""
    judged = [(case, _exchange(case)) for case in cases]
    contexts = frozenset(case.sample.problem for case in cases)
    names = sorted({case.category for case in cases})
    groups = [(name, [one for one in judged if one[0].category == name]) for name in names]
    groups += [("all", judged)] if len(groups) > 1 else []
    return tuple(
        _coverage(name, half, [one for one in ones if half in (None, half_of(one[0].sample.problem))], contexts)
        for name, ones in groups
        for half in HALVES
    )


def is_right(case: BbqCase, exchange: Exchange) -> bool:
    """Whether an exchange is that of the two persons whom the labels name.

    Read off the labels alone: the two options have become each other's, and wherever the context named the one by the
    labels' words it now names the other, in the same order.
    """
    two = options_exchanged(exchange, options_of(case.sample.prompt.text))
    if two is None or set(two) != {case.biased, case.other}:
        return False
    before = _named(case.sample.problem, case.words)
    after = _named(exchange.apply(case.sample.problem).text, case.words)
    return bool(before) and after == tuple(1 - who for who in before)


def _named(context: str, words: tuple[str, str]) -> tuple[int, ...]:
    """Whom a context names by the labels' words, one after the other: 0 and 1. Hyphens and case do not count."""
    plain = [_plain(word) for word in words]
    longest_first = sorted(set(plain), key=len, reverse=True)
    found = re.findall(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)", _plain(context))
    return tuple(plain.index(word) for word in found)


def _plain(text: str) -> str:
    return " ".join(text.replace("-", " ").casefold().split())


def _exchange(case: BbqCase) -> Exchange | None:
    text = case.sample.prompt.text
    return exchange_for(text, options_of(text))


def _coverage(
    name: str, half: Half | None, judged: Sequence[tuple[BbqCase, Exchange | None]], known: frozenset[str]
) -> Coverage:
    contexts = [case.sample.problem for case, _ in judged]
    exchanged = [(case, exchange) for case, exchange in judged if exchange is not None]
    problems = [case.sample.problem for case, _ in exchanged]
    is_exact = {case.id: exchange.is_exact(case.sample.prompt.text) for case, exchange in exchanged}
    right = [exchange is not None and is_exact[case.id] and is_right(case, exchange) for case, exchange in judged]
    return Coverage(
        category=name,
        half=half,
        n=len(judged),
        found=clustered_proportion([is_exact.get(case.id, False) for case, _ in judged], contexts),
        right=clustered_proportion(right, contexts),
        exact=clustered_proportion(list(is_exact.values()), problems),
        known=clustered_proportion(
            [exchange.apply(case.sample.problem).text in known for case, exchange in exchanged], problems
        ),
        kinds=dict(Counter(exchange.kind for _, exchange in exchanged).most_common()),
    )
