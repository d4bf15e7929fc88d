from dataclasses import replace
from pathlib import Path

import pytest

from redraft.critics import FunctionCritic
from redraft.critics.calibrated import Calibrated
from redraft.errors import Misuse, SettingsError
from redraft.profiles.cards import calibrated, cards_of, correlations_of, read_card, reliability_of
from redraft.settings import ProfileTable, Settings, read_settings
from redraft.store.codec import encode
from redraft.trust.agreement import Agreement, PairAgreement
from redraft.trust.cards import Card, Measured, measure
from redraft.trust.figures import Judged
from redraft.trust.intervals import Estimate


def card_of(
    critic: str,
    *,
    version: str = "1",
    n: int = 40,
    unlike: int = 4,
    passing: float = 0.9,
    beside: Agreement | None = None,
) -> Card:
    """A card of a critic that is wrong on `unlike` of the acceptable drafts and half as many of the others."""
    judged = []
    for i in range(n):
        acceptable = i % 2 == 0
        wrong = i // 2 < (unlike if acceptable else unlike // 2)
        score = passing if acceptable is not wrong else 0.2
        judged.append(Judged(id=f"d{i}", problem=f"p{i}", score=score, acceptable=acceptable))
    measured = Measured(
        critic=critic,
        version=version,
        kind="external",
        data="drafts.jsonl",
        sha256="0" * 64,
        form="labelled",
        limit=None,
        command="redraft critics measure",
        redraft_version="0",
    )
    return replace(measure(judged, measured, threshold=0.6), agreement=beside)


def kept(card: Card, name: str = "one.card.json") -> str:
    Path(name).write_text(encode(card))
    return name


def critic(name: str, version: str = "1") -> FunctionCritic:
    return FunctionCritic(function=lambda text: 1.0, name=name, version=version, kind="external")


def settings_with(*cards: str) -> Settings:
    return Settings(profiles={"default": ProfileTable(cards=cards)})


def test_a_card_is_read_back_as_it_was() -> None:
    card = card_of("judge")
    assert read_card(kept(card)) == card


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "'bad.json' is no card: .*make one with `redraft critics measure`"),
        ('{"threshold": 1}', "is no card"),
        ('{"schema_version": 99}', "is of version 99, this Redraft reads [0-9]+; update it"),
    ],
)
def test_what_is_no_card_is_refused(text: str, message: str) -> None:
    Path("bad.json").write_text(text)
    with pytest.raises(Misuse, match=message):
        read_card("bad.json")
    with pytest.raises(SettingsError, match=r"\[profiles.default\] cards = 'bad.json': cannot be used; .*bad.json"):
        cards_of([critic("judge")], replace(settings_with("bad.json")))


def test_a_card_that_is_not_there_says_so() -> None:
    with pytest.raises(Misuse, match=r"cannot read the card 'gone\.json': No such file or directory; check the path"):
        read_card("gone.json")


def test_cards_are_matched_by_name_and_those_of_others_left_aside() -> None:
    names = [kept(card_of("judge"), "a.json"), kept(card_of("absent"), "b.json")]
    assert list(cards_of([critic("judge"), critic("other")], settings_with(*names))) == ["judge"]


def test_a_card_of_another_version_is_refused_with_both_versions() -> None:
    name = kept(card_of("judge", version="1-old"))
    with pytest.raises(SettingsError) as caught:
        cards_of([critic("judge", version="1-new")], settings_with(name))
    assert str(caught.value) == (
        "defaults: [profiles.default] cards = 'one.card.json': is the card of version '1-old' of the critic 'judge', "
        "which is now of version '1-new'; measure it again with `redraft critics measure`"
    )


def test_two_cards_of_one_critic_are_refused() -> None:
    names = [kept(card_of("judge"), "a.json"), kept(card_of("judge", n=60), "b.json")]
    with pytest.raises(SettingsError, match=r"cards = 'b.json': is a second card of the critic 'judge'; keep the one"):
        cards_of([critic("judge")], settings_with(*names))


def test_paths_of_cards_start_from_the_settings_file() -> None:
    Path("place").mkdir()
    Path("place/redraft.toml").write_text('[profiles.default]\ncards = ["one.card.json"]')
    kept(card_of("judge"), "place/one.card.json")
    settings = read_settings("place/redraft.toml", environ={})
    assert list(cards_of([critic("judge")], settings)) == ["judge"]


def test_a_reliability_has_the_rates_of_the_card_and_their_numbers() -> None:
    found = reliability_of(card_of("judge"), calibrate=False)
    assert (found.sensitivity, found.specificity, found.threshold) == (0.9, 0.8, 0.6)
    assert (found.n_bad, found.n_good, found.base_rate) == (20, 20, None)


def test_a_critic_with_a_fitted_calibrator_is_wrapped_and_its_scores_weigh_by_themselves() -> None:
    card, plain = card_of("judge", n=200, unlike=20, passing=0.6), critic("judge")
    assert card.overall.fitted is not None
    (wrapped, other) = calibrated([plain, critic("other")], {"judge": card})
    assert isinstance(wrapped, Calibrated)
    assert wrapped.calibrator == card.overall.fitted.calibrator
    assert wrapped.version.startswith("1+")
    assert isinstance(other, FunctionCritic)
    assert reliability_of(card, calibrate=True).base_rate == 0.5


def test_a_card_with_too_few_labels_for_a_calibrator_leaves_the_critic_alone() -> None:
    card, plain = card_of("judge", n=4, unlike=0), critic("judge")
    assert card.overall.fitted is None
    assert calibrated([plain], {"judge": card}) == (plain,)
    assert reliability_of(card, calibrate=True).base_rate is None


def test_a_calibrator_that_is_not_seen_to_help_is_left_alone() -> None:
    card, plain = card_of("judge", n=200, unlike=20, passing=0.9), critic("judge")
    assert card.overall.fitted is not None and card.overall.fitted.brier_gain.low < 0
    assert calibrated([plain], {"judge": card}) == (plain,)
    assert reliability_of(card, calibrate=True).base_rate is None


def pair(first: str, second: str, bad: float | None, good: float | None, n: int = 200) -> PairAgreement:
    def estimate(value: float | None) -> Estimate | None:
        return None if value is None else Estimate(value=value, low=value, high=value, n=n)

    return PairAgreement(
        first=first,
        second=second,
        n=2 * n,
        agreed=Estimate(value=0.8, low=0.7, high=0.9, n=n),
        kappa=None,
        errors_bad=estimate(bad),
        errors_good=estimate(good),
        n_bad=n,
        n_good=n,
    )


def test_how_far_critics_err_together_comes_from_their_cards() -> None:
    pairs = (pair("b", "a", 0.6, 0.4), pair("b", "stranger", 0.9, 0.9), pair("b", "c", None, None))
    beside = Agreement(critics=("b", "a", "stranger", "c"), n=400, fleiss=None, pairs=pairs)
    cards = {"a": card_of("a"), "b": card_of("b", beside=beside), "c": card_of("c")}
    found = correlations_of(cards)
    assert list(found) == [("a", "b")]
    assert found["a", "b"] == pytest.approx(0.5, abs=0.01)  # the mean of both classes, shrunk by what 400 leave unsure
    assert correlations_of({"a": card_of("a")}) == {}
