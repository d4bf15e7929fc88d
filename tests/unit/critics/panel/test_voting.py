from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.core import PERSON, Critique, Panel
from redraft.critics.panel import HOfK, Majority, Strictest, Weighted
from redraft.errors import Misuse
from redraft.trust.consensus.reliability import Reliability
from redraft.trust.laws import best_threshold, voting_gain


def opinions(*scores: float | None) -> list[Critique]:
    return [
        Critique(
            critic=f"c{i}", kind="external", score=score, reason=None if score is not None else "broke", text=f"t{i}"
        )
        for i, score in enumerate(scores)
    ]


@pytest.mark.parametrize("votes", [votes for k in (2, 3, 4, 5) for votes in product([0.0, 1.0], repeat=k)])
def test_more_than_half_must_pass_a_draft(votes: tuple[float, ...]) -> None:
    verdict = Majority().combine(opinions(*votes))
    assert verdict is not None
    assert verdict.score is not None
    assert (verdict.score >= 0.5) == (2 * sum(votes) > len(votes))


@pytest.mark.parametrize("h", [1, 2, 3])
@pytest.mark.parametrize("votes", [votes for k in (3, 4, 5) for votes in product([0.0, 1.0], repeat=k)])
def test_h_flags_flag_a_draft_whatever_the_others_say(h: int, votes: tuple[float, ...]) -> None:
    verdict = HOfK(h=h).combine(opinions(*votes))
    assert verdict is not None
    assert verdict.score is not None
    assert (verdict.score < 0.5) == (votes.count(0.0) >= h)


def gain_of(panel: Majority | HOfK, *, k: int, a: float, s: float, t: float, f: float, b: float) -> float:
    """What one round by the panel's verdicts adds to the accuracy, over every way in which k critics may vote."""
    gain = 0.0
    for votes in product([0.0, 1.0], repeat=k):
        flags = votes.count(0.0)
        verdict = panel.combine(opinions(*votes))
        assert verdict is not None
        assert verdict.score is not None
        if verdict.score < 0.5:
            gain += (1 - a) * f * s**flags * (1 - s) ** (k - flags) - a * b * (1 - t) ** flags * t ** (k - flags)
    return gain


def test_the_panel_gains_what_the_law_of_voting_says() -> None:
    rates = {"a": 0.8, "s": 0.6, "t": 0.7, "f": 0.3, "b": 0.6}
    law = {"sensitivity": 0.6, "specificity": 0.7, "repair_rate": 0.3, "break_rate": 0.6}
    best = best_threshold(0.8, n_votes=5, **law)
    assert best.threshold == 4
    assert gain_of(HOfK(h=4), k=5, **rates) == pytest.approx(best.gain)
    assert gain_of(HOfK(h=3), k=5, **rates) == pytest.approx(voting_gain(0.8, n_votes=5, threshold=3, **law))
    # Majority of five does harm where four of five helps (.037 lost, .005 won).
    assert gain_of(Majority(), k=5, **rates) == pytest.approx(-0.037, abs=0.0005)
    assert gain_of(HOfK(h=4), k=5, **rates) == pytest.approx(0.005, abs=0.0005)


@pytest.mark.parametrize("panel", [Majority(), HOfK(h=1), HOfK(h=2), HOfK(h=5)])
def test_each_further_flag_lowers_the_score(panel: Majority | HOfK) -> None:
    scores = [panel.combine(opinions(*[0.0] * flags, *[1.0] * (5 - flags))).score for flags in range(6)]  # type: ignore[union-attr] # five opinions
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 6
    assert (scores[0], scores[-1]) == (1.0, 0.0)


@pytest.mark.parametrize("panel", [Majority(), HOfK(h=1)])
def test_verified_critics_decide_before_any_vote_and_the_strictest_of_them(panel: Majority | HOfK) -> None:
    passing = Critique(critic="tests", kind="verified", score=1.0)
    failing = Critique(critic="rules", kind="verified", score=0.0)
    for verified, score in (([passing], 1.0), ([passing, failing], 0.0)):
        verdict = panel.combine([*opinions(1.0 - score, 1.0 - score), *verified])
        assert verdict is not None
        assert (verdict.score, verdict.kind, verdict.disputed) == (score, "verified", False)
        assert "c0: outranked by tests" in verdict.details["left out"]


@pytest.mark.parametrize("panel", [Majority(max_disagreement=0.0), HOfK(h=2, max_disagreement=0.0)])
def test_a_person_ends_every_dispute(panel: Majority | HOfK) -> None:
    disputed = panel.combine(opinions(0.0, 1.0))
    assert disputed is not None
    assert disputed.disputed
    person = Critique(critic=PERSON, kind="external", score=1.0)
    verdict = panel.combine([*opinions(0.0, 1.0), person])
    assert verdict is not None
    assert (verdict.score, verdict.disputed) == (1.0, False)


def test_who_could_not_judge_is_left_out_and_named() -> None:
    verdict = Majority().combine(opinions(1.0, None, 1.0, 0.0))
    assert verdict is not None
    assert verdict.score == pytest.approx(2 / 3)
    assert verdict.details == {
        "decided by": "c0 pass, c2 pass, c3 flag",
        "left out": "c1: broke",
        "disagreement": "0.33",
    }
    assert verdict.text == "c0: t0\n\nc2: t2"  # the words of the side that has it


def test_a_smaller_side_above_the_limit_leaves_the_verdict_open() -> None:
    verdict = Majority(max_disagreement=0.3).combine(opinions(1.0, 1.0, 0.0))
    assert verdict is not None
    assert (verdict.score, verdict.disputed) == (None, True)
    assert verdict.reason == (
        "the critics disagree: 2 of 3 pass it, and a smaller side of 0.33 is more than the 0.3 allowed"
    )
    agreed = Majority(max_disagreement=1 / 3).combine(opinions(1.0, 1.0, 0.0))
    assert agreed is not None
    assert agreed.score == pytest.approx(2 / 3)


def test_too_few_voters_to_flag_anything_give_no_verdict() -> None:
    verdict = HOfK(h=2).combine(opinions(1.0, None, None))
    assert verdict is not None
    assert (verdict.score, verdict.disputed) == (None, False)
    assert verdict.reason == "it takes 2 flags to flag a draft, and only 1 critic(s) could vote"


def test_a_graded_opinion_votes_by_its_threshold() -> None:
    assert [Majority(vote_threshold=0.8).combine(opinions(0.7, 0.9, score)).score for score in (0.79, 0.8)] == [  # type: ignore[union-attr] # three opinions
        pytest.approx(1 / 3),
        pytest.approx(2 / 3),
    ]


@pytest.mark.parametrize("others", [(), (None,), (0.3,), (0.3, 0.3)])
@pytest.mark.parametrize("panel", [Majority(vote_threshold=0.2), HOfK(h=1, vote_threshold=0.2)])
def test_an_opinion_votes_alike_alone_and_among_others(
    panel: Majority | HOfK, others: tuple[float | None, ...]
) -> None:
    assert score_of(panel, opinions(0.3, *others)) == 1.0
    assert score_of(panel, opinions(0.1, *[None for _ in others])) == 0.0


@pytest.mark.parametrize("panel", [Majority(), HOfK(h=1)])
def test_one_verified_critic_is_the_verdict_as_it_is(panel: Majority | HOfK) -> None:
    graded = Critique(critic="tests", kind="verified", score=0.3)
    unscored = Critique(critic="tests", kind="verified", reason="nothing to check", unrefuted=True)
    assert panel.combine([graded]) is graded
    assert panel.combine([unscored]) is unscored


@pytest.mark.parametrize("panel", [Majority(), HOfK(h=1)])
def test_nobody_nothing_and_one_alone(panel: Majority | HOfK) -> None:
    assert panel.combine(()) is None
    verdict = panel.combine(opinions(None, None))
    assert verdict is not None
    assert verdict.reason == "c0: broke; c1: broke"
    (only,) = opinions(1.0)
    alone = panel.combine([only])
    assert alone is not None
    assert (alone.score, alone.text) == (1.0, "t0")


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (lambda: HOfK(h=0), "`h` must be 1 or more, got 0"),
        (lambda: Majority(max_disagreement=0.6), r"in \[0, \.5\], got 0\.6"),
        (lambda: Majority(max_disagreement=float("nan")), "got nan"),
        (lambda: HOfK(h=1, vote_threshold=2.0), r"`vote_threshold` must lie in \[0, 1\], got 2\.0"),
    ],
)
def test_numbers_out_of_range_are_refused(made: object, message: str) -> None:
    with pytest.raises(Misuse, match=message):
        made()  # type: ignore[operator] # a function


RELIABLE = {
    f"c{i}": Reliability(sensitivity=s, specificity=t) for i, (s, t) in enumerate([(0.9, 0.7), (0.6, 0.6), (0.5, 0.95)])
}
PANELS = [
    Majority(),
    HOfK(h=2),
    Strictest(),
    Weighted(reliabilities=RELIABLE, prior=0.3),
    Weighted(reliabilities=RELIABLE, correlations={("c0", "c1"): 0.7}),
]
SCORES = st.lists(st.sampled_from([0.0, 1.0, None]), min_size=3, max_size=3)


def score_of(panel: Panel, critiques: list[Critique]) -> float:
    """The panel's score; below all others where it has none."""
    verdict = panel.combine(critiques)
    assert verdict is not None
    return -1.0 if verdict.score is None else verdict.score


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.name)
@given(scores=SCORES, order=st.permutations(range(3)))
def test_the_order_of_the_critics_does_not_matter(panel: Panel, scores: list[float | None], order: list[int]) -> None:
    critiques = opinions(*scores)
    assert score_of(panel, [critiques[i] for i in order]) == pytest.approx(score_of(panel, critiques))


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.name)
@given(scores=SCORES, place=st.integers(0, 2))
def test_a_pass_in_place_of_a_flag_never_lowers_the_score(panel: Panel, scores: list[float | None], place: int) -> None:
    flagged, passing = list(scores), list(scores)
    flagged[place], passing[place] = 0.0, 1.0
    assert score_of(panel, opinions(*passing)) >= score_of(panel, opinions(*flagged))
