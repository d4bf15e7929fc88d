import pytest

from redraft.critics.preferences.checks import Check, breaches, read_check
from redraft.critics.preferences.features import FEATURES
from redraft.errors import Misuse


@pytest.mark.parametrize(
    "written",
    ["max_words 60", "min_words 5", "language zh-Hant", "avoid utilize", "use a bit not somewhat", "no_emoji", "lists"],
)
def test_what_is_written_reads_back_the_same(written: str) -> None:
    assert str(read_check(written)) == written


@pytest.mark.parametrize(
    "written",
    ["", "max_words", "max_words many", "max_words ٣", "language fr", "use that", "no_color", "lists 3", "avoid "],
)
def test_what_is_no_check_is_refused_with_what_there_is(written: str) -> None:
    with pytest.raises(Misuse, match=r"no such check: .* known: max_words N, min_words N"):
        read_check(written)


# A text that keeps each check, and one that does not.
CASES = {
    "max_words 3": ("one two three", "one two three four"),
    "min_words 3": ("one two three", "one two"),
    "language zh-Hant": ("這是一句話", "a sentence"),
    "avoid utilize": ("We use it.", "We Utilize it."),
    "use help not assist": ("We help.", "We assist."),
    "no_lists": ("a - b", "- a\n- b"),
    "lists": ("1. a\n2. b", "a and b"),
    "no_headings": ("a # b", "# a"),
    "no_bold": ("a * b", "a **b**"),
    "no_emoji": ("a :-)", "a 😀"),
    "no_exclamation_marks": ("a.", "a!"),
    "greeting": ("Dear Ann,\nyes", "Yes."),
    "no_greeting": ("Yes.", "Hi Ann,\nyes"),
    "closing": ("Yes.\n\nBest regards,\nAnn", "Yes."),
    "no_opener": ("The answer is 3.", "Sure, here it is."),
    "contractions": ("I don't.", "I do not."),
    "no_contractions": ("I do not.", "I don't."),
    "formal_address": ("您好", "你好"),
    "thousands_commas": ("12,000 of them", "12000 of them"),
    "no_thousands_commas": ("12000 of them", "12,000 of them"),
    "no_questions": ("Yes.", "Yes?"),
}  # fmt: skip


@pytest.mark.parametrize("written", CASES)
def test_a_check_tells_a_text_that_keeps_it_from_one_that_does_not(written: str) -> None:
    kept, broken = CASES[written]
    check = read_check(written)
    assert breaches(check, kept) == ()
    found = breaches(check, broken)
    assert found
    for breach in found:
        assert breach.place is None or broken[breach.place.start : breach.place.end] == breach.found


def test_every_feature_has_a_case() -> None:
    named = {read_check(written).feature for written in CASES}
    assert set(FEATURES) <= named


@pytest.mark.parametrize(
    ("one", "other", "disagree"),
    [
        ("max_words 60", "max_words 80", True),
        ("max_words 60", "min_words 80", True),
        ("max_words 60", "min_words 60", True),
        ("max_words 80", "min_words 60", False),
        ("lists", "no_lists", True),
        ("lists", "lists", False),
        ("lists", "no_emoji", False),
        ("language en", "language zh-Hant", True),
        ("use help not assist", "use assist not help", True),
        ("use help not assist", "avoid help", True),
        ("use help not assist", "avoid assist", False),
        ("avoid help", "avoid assist", False),
    ],
)
def test_two_checks_contradict_each_other_when_both_cannot_be_meant(one: str, other: str, disagree: bool) -> None:
    assert read_check(one).contradicts(read_check(other)) is disagree
    assert read_check(other).contradicts(read_check(one)) is disagree


def test_a_check_is_found_in_time_that_grows_with_the_text_alone() -> None:
    hostile = ["a" * 200_000, "\n" * 200_000, "1,000" * 40_000, "**" * 100_000, "- " * 100_000, "Dear " * 40_000]
    for text in hostile:
        for name in FEATURES:
            assert len(breaches(Check(f"no_{name}"), text)) <= 3
