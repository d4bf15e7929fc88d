from dataclasses import replace
from itertools import product

import pytest

from redraft.core import Critique
from redraft.critics.panel import Weighted
from redraft.errors import Misuse
from redraft.trust.consensus.reliability import Reliability

SHARP = Reliability(sensitivity=0.9, specificity=0.8)
BLUNT = Reliability(sensitivity=0.6, specificity=0.7)
EAGER = Reliability(sensitivity=0.95, specificity=0.3)
RELIABILITIES = {"sharp": SHARP, "blunt": BLUNT, "eager": EAGER}


def votes(**scores: float | None) -> list[Critique]:
    return [
        Critique(
            critic=name, kind="external", score=score, reason=None if score is not None else "broke", text=f"by {name}"
        )
        for name, score in scores.items()
    ]


def bayes(prior: float, **scores: float) -> float:
    """P(acceptable | verdicts) from the joint probabilities, written out."""
    good, bad = prior, 1 - prior
    for name, score in scores.items():
        rates = RELIABILITIES[name]
        good *= rates.specificity if score >= 0.5 else 1 - rates.specificity
        bad *= 1 - rates.sensitivity if score >= 0.5 else rates.sensitivity
    return good / (good + bad)


@pytest.mark.parametrize("prior", [0.1, 0.5, 0.8])
@pytest.mark.parametrize("scores", list(product([0.0, 1.0], repeat=3)))
def test_the_score_is_the_probability_that_bayes_gives(prior: float, scores: tuple[float, float, float]) -> None:
    given = dict(zip(RELIABILITIES, scores, strict=True))
    verdict = Weighted(reliabilities=RELIABILITIES, prior=prior).combine(votes(**given))
    assert verdict is not None
    assert verdict.score == pytest.approx(bayes(prior, **given), rel=1e-12)


def test_who_gave_no_verdict_adds_nothing() -> None:
    panel = Weighted(reliabilities=RELIABILITIES)
    verdict = panel.combine(votes(sharp=0.0, blunt=None))
    assert verdict is not None
    assert verdict.score == pytest.approx(bayes(0.5, sharp=0.0))
    assert verdict.details == {"decided by": "sharp -1.50", "left out": "blunt: broke", "disagreement": "0.00"}


def test_a_critic_of_unknown_worth_is_left_out_and_named() -> None:
    panel = Weighted(reliabilities=RELIABILITIES)
    verdict = panel.combine(votes(sharp=1.0, stranger=0.0))
    assert verdict is not None
    assert verdict.score == pytest.approx(bayes(0.5, sharp=1.0))
    assert verdict.details["left out"] == "stranger: its reliability is not known"
    alone = panel.combine(votes(stranger=0.0))
    assert alone is not None
    assert alone.reason == "no reliability is known of stranger, so their opinions cannot be weighed"
    assert not alone.disputed


def test_copies_of_one_critic_have_one_vote_together() -> None:
    twins = {"one": SHARP, "two": SHARP, "three": SHARP}
    same = {("one", "two"): 1.0, ("two", "three"): 1.0, ("three", "one"): 1.0}
    together = Weighted(reliabilities=twins, correlations=same).combine(votes(one=0.0, two=0.0, three=0.0))
    alone = Weighted(reliabilities=twins).combine(votes(one=0.0))
    assert together is not None
    assert alone is not None
    assert together.score == pytest.approx(alone.score, abs=1e-6)


def test_a_share_of_a_vote_depends_on_who_is_there() -> None:
    panel = Weighted(reliabilities={"one": SHARP, "two": SHARP}, correlations={("one", "two"): 0.5})
    both, one = panel.combine(votes(one=1.0, two=1.0)), panel.combine(votes(one=1.0, two=None))
    assert both is not None
    assert one is not None
    assert both.details["decided by"] == "one +1.39, two +1.39"  # log(.8 / .1) / 1.5 each
    assert one.details["decided by"] == "one +2.08"


def test_correlations_of_nothing_change_nothing() -> None:
    given = votes(sharp=1.0, blunt=0.0, eager=0.0)
    plain = Weighted(reliabilities=RELIABILITIES).combine(given)
    zero = Weighted(reliabilities=RELIABILITIES, correlations={("sharp", "blunt"): 0.0}).combine(given)
    assert plain is not None
    assert zero is not None
    assert zero.score == pytest.approx(plain.score, rel=1e-6)


@pytest.mark.parametrize(
    ("r", "scores", "expected"),
    [
        (0.9, {"one": 1.0, "two": None}, 0.8),
        (0.0, {"one": 1.0, "two": 1.0}, 16 / 17),
        (1.0, {"one": 1.0, "two": 1.0}, 0.8),  # copies of one critic are one critic
        (1.0, {"one": 0.0, "two": 0.0}, 0.2),
    ],
)
def test_a_score_that_a_threshold_may_equal_comes_out_to_the_last_digit(
    r: float, scores: dict[str, float | None], expected: float
) -> None:
    even = Reliability(sensitivity=0.8, specificity=0.8)
    panel = Weighted(reliabilities={"one": even, "two": even}, correlations={("one", "two"): r})
    verdict = panel.combine(votes(**scores))
    assert verdict is not None
    assert verdict.score == round(expected, 12)


def test_evidence_that_contradicts_itself_leaves_the_verdict_open() -> None:
    panel = Weighted(reliabilities=RELIABILITIES, max_disagreement=0.25)
    # log(.8/.1) = 2.08 for it, log(.3/.6) = -.69 against: a share of .25 exactly; eager's flag adds -.31
    assert panel.combine(votes(sharp=1.0, blunt=0.0)).score is not None  # type: ignore[union-attr] # two opinions
    verdict = panel.combine(votes(sharp=1.0, blunt=0.0, eager=0.0))
    assert verdict is not None
    assert (verdict.score, verdict.disputed) == (None, True)
    assert verdict.reason == (
        "the critics disagree: weighed together they give 0.75, and 0.32 of the evidence speaks against the rest, more "
        "than the 0.25 allowed"
    )
    assert verdict.text == "sharp: by sharp\n\nblunt: by blunt\n\neager: by eager"


def test_a_verdict_has_the_words_of_its_side() -> None:
    panel = Weighted(reliabilities=RELIABILITIES)
    assert panel.combine(votes(sharp=1.0, blunt=0.0)).text == "by sharp"  # type: ignore[union-attr] # two opinions
    doubtful = Weighted(reliabilities=RELIABILITIES, prior=0.01)
    assert doubtful.combine(votes(sharp=1.0, blunt=1.0)).text == "sharp: by sharp\n\nblunt: by blunt"  # type: ignore[union-attr] # nobody is on its side


def test_verified_critics_and_people_are_not_weighed() -> None:
    panel = Weighted(reliabilities=RELIABILITIES, max_disagreement=0.0)
    tests = Critique(critic="tests", kind="verified", score=0.0)
    assert panel.combine([tests]) is tests
    verdict = panel.combine([*votes(sharp=1.0, blunt=0.0), tests])
    assert verdict is not None
    assert (verdict.score, verdict.kind) == (0.0, "verified")
    assert panel.combine(()) is None


def test_a_calibrated_score_weighs_by_itself() -> None:
    graded = replace(SHARP, base_rate=0.5, n_bad=5000, n_good=5000)
    panel = Weighted(reliabilities={"graded": graded}, prior=0.5)
    for score in (0.1, 0.5, 0.93):
        verdict = panel.combine(votes(graded=score))
        assert verdict is not None
        assert verdict.score == pytest.approx(score)


def test_the_version_changes_with_all_that_changes_verdicts() -> None:
    panel = Weighted(reliabilities=RELIABILITIES)
    others = [
        replace(panel, prior=0.4),
        replace(panel, max_disagreement=0.1),
        replace(panel, correlations={("sharp", "blunt"): 0.5}),
        replace(panel, reliabilities={**RELIABILITIES, "blunt": SHARP}),
    ]
    assert len({panel.version, *[other.version for other in others]}) == 5
    assert panel.version == Weighted(reliabilities=dict(reversed(RELIABILITIES.items()))).version


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"prior": 0.0}, "`prior` must lie strictly between 0 and 1, got 0.0"),
        ({"prior": float("nan")}, "got nan"),
        ({"max_disagreement": 0.7}, "got 0.7"),
        ({"correlations": {("sharp", "nobody"): 0.5}}, r"got \('sharp', 'nobody'\); known: blunt, eager, sharp"),
        ({"correlations": {("sharp", "sharp"): 0.5}}, "between two critics"),
        (
            {"correlations": {("sharp", "blunt"): 0.9, ("blunt", "sharp"): -0.9}},
            r"the correlation of \('sharp', 'blunt'\) is 0.9, and in the other order -0.9; give each pair once",
        ),
        ({"correlations": {("sharp", "blunt"): 1.5}}, r"in \[-1, 1\]"),
        (
            {"correlations": {("sharp", "blunt"): 0.9, ("blunt", "eager"): 0.9, ("sharp", "eager"): -0.9}},
            "cannot all hold at once",
        ),
    ],
)
def test_what_cannot_be_weighed_is_refused_before_the_first_draft(changes: dict[str, object], message: str) -> None:
    with pytest.raises(Misuse, match=message):
        Weighted(reliabilities=RELIABILITIES, **changes)  # type: ignore[arg-type] # by name
