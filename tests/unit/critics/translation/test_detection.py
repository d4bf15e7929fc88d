"""The language of a text is told offline, by the small model in the package."""

from redraft.critics.translation.detection import are_near, detectable, detected, probabilities


def test_languages_are_told_apart() -> None:
    assert max(probabilities("Das ist ein Haus mit vielen Fenstern."), key=probabilities(
        "Das ist ein Haus mit vielen Fenstern.").__getitem__) == "de"  # fmt: skip
    assert probabilities("這是一間有許多窗戶的房子")["zh"] > 0.9
    assert probabilities("") != {}
    assert probabilities("Das ist ein Haus. \ud800")["de"] > 0.9


def test_han_signs_say_more_than_letters_and_digits_nothing() -> None:
    assert detectable("12 ab 中") == 2 + 3


def test_short_and_doubtful_texts_have_no_language() -> None:
    assert detected("Das ist ein Haus mit vielen Fenstern und einer Tür.") == "de"
    assert detected("OK, Brandi Carlile") is None


def test_near_languages_are_not_told_apart() -> None:
    assert are_near("nb", "da")
    assert are_near("zh-Hant", "zh")
    assert not are_near("de", "nl")
