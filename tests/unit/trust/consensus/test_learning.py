from dataclasses import replace

import numpy as np
import pytest

from redraft.core import PERSON, Critique, Record
from redraft.errors import Misuse
from redraft.trust.consensus.learning import Vote, learn, votes_in
from support.critics import FixedScores
from support.records import record_of

RATES = {"sharp": (0.9, 0.85), "blunt": (0.65, 0.7), "eager": (0.9, 0.5), "lazy": (0.4, 0.95)}


def cast(n: int, *, seed: int, critics: dict[str, tuple[float, float]] = RATES) -> tuple[list[Vote], dict[str, bool]]:
    """Votes on `n` drafts, a fifth of them missing, and which drafts are acceptable."""
    rng = np.random.default_rng(seed)
    truths = {f"d{i}": bool(rng.random() < 0.6) for i in range(n)}
    votes = []
    for item, acceptable in truths.items():
        for critic, (sensitivity, specificity) in critics.items():
            if rng.random() < 0.8:
                passed = bool(rng.random() < (specificity if acceptable else 1 - sensitivity))
                votes.append(Vote(item=item, critic=critic, passed=passed))
    return votes, truths


def test_reliabilities_are_learnt_without_a_label() -> None:
    votes, truths = cast(3000, seed=1)
    learnt = learn(votes)
    assert set(learnt.reliabilities) == set(RATES)
    for critic, (sensitivity, specificity) in RATES.items():
        found = learnt.reliabilities[critic]
        assert found.sensitivity == pytest.approx(sensitivity, abs=0.07)
        assert found.specificity == pytest.approx(specificity, abs=0.07)
    assert learnt.prior == pytest.approx(0.6, abs=0.05)
    assert learnt.fit.converged
    right = [(learnt.acceptable[item] >= 0.5) == truths[item] for item in learnt.acceptable]
    assert np.mean(right) > 0.85


def test_what_a_vote_weighs_is_what_the_model_found() -> None:
    votes, _ = cast(200, seed=2)
    learnt = learn(votes)
    for j, critic in enumerate(learnt.reliabilities):  # smoothed once, not twice
        assert learnt.reliabilities[critic].found == pytest.approx(learnt.fit.confusions[j, 0, 0], abs=1e-6)
        assert learnt.reliabilities[critic].cleared == pytest.approx(learnt.fit.confusions[j, 1, 1], abs=1e-6)


def test_numbers_of_drafts_are_those_that_a_critic_judged() -> None:
    votes, _ = cast(200, seed=2)
    learnt = learn(votes)
    for critic, one in learnt.reliabilities.items():
        assert one.n_bad is not None
        assert one.n_good is not None
        assert one.n_bad + one.n_good == pytest.approx(sum(vote.critic == critic for vote in votes))


def test_critics_alike_in_both_kinds_of_drafts_have_one_rate() -> None:
    votes, _ = cast(600, seed=3, critics={"a": (0.9, 0.9), "b": (0.7, 0.7), "c": (0.8, 0.8)})
    learnt = learn(votes, alike=True)
    assert (
        learnt.reliabilities["a"].sensitivity == learnt.reliabilities["a"].specificity == pytest.approx(0.9, abs=0.05)
    )


def test_what_a_person_said_is_taken_for_the_truth() -> None:
    votes, truths = cast(400, seed=4, critics={"a": (0.95, 0.95), "b": (0.6, 0.6)})
    said = [Vote(item=item, critic=PERSON, passed=good) for item, good in truths.items()]
    learnt = learn([*votes, *said])
    bad = [vote for vote in votes if vote.critic == "b" and not truths[vote.item]]
    assert learnt.reliabilities["b"].sensitivity == pytest.approx(np.mean([not vote.passed for vote in bad]))
    assert PERSON not in learnt.reliabilities


def test_critics_that_always_say_the_same_are_named() -> None:
    votes, _ = cast(300, seed=6)
    copies = [replace(vote, critic="parrot") for vote in votes if vote.critic == "blunt"]
    learnt = learn([*votes, *copies])
    assert learnt.inseparable == (("blunt", "parrot"),)
    # What that does: the model takes the two for nearly perfect, and the good critic for hardly any good.
    assert learnt.reliabilities["parrot"].sensitivity > 0.95
    assert learnt.reliabilities["sharp"].sensitivity < 0.75
    assert learn(votes).inseparable == ()
    # Agreeing on passes alone is no sign: nobody flagged anything.
    quiet = [Vote(item=f"d{i}", critic=critic, passed=True) for i in range(5) for critic in ("a", "b", "c")]
    assert learn(quiet).inseparable == ()


def test_two_critics_cannot_tell_who_is_right() -> None:
    votes, _ = cast(50, seed=5, critics={"a": (0.9, 0.9), "b": (0.9, 0.9)})
    with pytest.raises(
        Misuse, match=r"votes of 2 critic\(s\) \['a', 'b'\] cannot tell who is right; it takes 3 critics"
    ):
        learn(votes)
    with pytest.raises(Misuse, match=r"votes of 0 critic\(s\)"):
        learn([])
    with pytest.raises(Misuse, match="no votes of critics to learn from"):
        learn([], known={"d0": True})


def record(*scores: float | None) -> Record:
    """A correction of two attempts judged by two critics each: `scores` come attempt by attempt."""
    first, second = (
        FixedScores(*scores[::2], name="a", kind="external"),
        FixedScores(*scores[1::2], name="b", kind="external"),
    )
    return record_of(["one", "two"], [], critics=(first, second))


def test_every_verdict_in_a_record_is_a_vote_and_what_is_unscored_is_none() -> None:
    kept = record(0.0, None, 0.9, 0.5)
    votes = [(vote.item, vote.critic, vote.passed) for vote in votes_in([kept])]
    assert votes == [
        (f"{kept.id}#0", "a", False),
        (f"{kept.id}#1", "a", True),
        (f"{kept.id}#1", "b", True),
    ]
    assert [vote.passed for vote in votes_in([kept], threshold=0.8)] == [False, True, False]


def test_of_two_verdicts_of_one_critic_the_later_one_counts() -> None:
    kept = record(0.0, 0.0, 1.0, 1.0)
    (first, second) = kept.context.attempts
    again = replace(first, critiques=(*first.critiques, Critique(critic="a", kind="external", score=1.0)))
    changed = replace(kept, context=replace(kept.context, attempts=(again, second)))
    assert [vote.passed for vote in votes_in([changed]) if vote.item.endswith("#0")] == [True, False]


def test_a_threshold_that_is_no_score_is_refused() -> None:
    with pytest.raises(Misuse, match=r"`threshold` must lie in \[0, 1\], got 5"):
        votes_in([], threshold=5)
