from itertools import permutations

import pytest

from redraft.core import CriticKind, Critique, Finding
from redraft.critics.panel import TRUST, Strictest

combine = Strictest().combine


def critique(critic: str, kind: CriticKind, score: float | None, text: str = "") -> Critique:
    reason = None if score is not None else f"{critic} broke"
    findings = (Finding(message=f"{critic} found"),) if score is not None and score < 0.5 else ()
    return Critique(critic=critic, kind=kind, score=score, reason=reason, text=text, findings=findings)


TESTS: CriticKind = "verified"
JUDGE: CriticKind = "external"
SELF: CriticKind = "intrinsic"


def test_nobody_asked_is_no_verdict() -> None:
    assert combine(()) is None


def test_a_single_critique_is_the_verdict_as_it_is() -> None:
    only = critique("a", SELF, 0.25, "15 5 no")
    assert combine([only]) is only


@pytest.mark.parametrize("others", [1.0, 0.0])
@pytest.mark.parametrize("verified", [1.0, 0.0])
def test_a_verified_critic_outranks_every_opinion(verified: float, others: float) -> None:
    given = [critique("s", SELF, others), critique("j", JUDGE, others), critique("t", TESTS, verified)]
    for order in permutations(given):
        verdict = combine(order)
        assert verdict is not None
        assert (verdict.critic, verdict.kind, verdict.score) == ("panel", "verified", verified)


def test_another_model_outranks_the_writer() -> None:
    verdict = combine([critique("s", SELF, 0.0), critique("j", JUDGE, 1.0)])
    assert verdict is not None
    assert (verdict.kind, verdict.score) == ("external", 1.0)


def test_among_equals_the_strictest_decides_and_all_are_heard() -> None:
    verdict = combine(
        [critique("a", TESTS, 1.0, "fine"), critique("b", TESTS, 0.0, "bad"), critique("s", SELF, 0.0, "unheard")]
    )
    assert verdict is not None
    assert verdict.score == 0.0
    assert verdict.text == "a: fine\n\nb: bad"
    assert [finding.message for finding in verdict.findings] == ["b found"]


def test_a_single_decider_keeps_its_words_unchanged() -> None:
    verdict = combine([critique("s", SELF, 0.0, "15 5 no"), critique("t", TESTS, None)])
    assert verdict is not None
    assert verdict.text == "15 5 no"


def test_a_failed_critic_neither_passes_nor_fails_a_draft() -> None:
    for score in (0.0, 1.0):
        verdict = combine([critique("t", TESTS, None), critique("s", SELF, score)])
        assert verdict is not None
        assert (verdict.score, verdict.reason, verdict.kind) == (score, None, "intrinsic")


def test_when_all_failed_the_verdict_is_unscored_with_every_reason() -> None:
    verdict = combine([critique("s", SELF, None), critique("t", TESTS, None)])
    assert verdict is not None
    assert verdict.score is None
    assert verdict.reason == "s: s broke; t: t broke"
    assert verdict.kind == "verified"


def test_trust_ranks_every_kind_once() -> None:
    assert sorted(TRUST) == sorted(CriticKind.__args__)  # type: ignore[attr-defined] # a Literal knows its values
