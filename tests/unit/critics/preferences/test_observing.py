import pytest

from redraft.critics.preferences.checks import breaches
from redraft.critics.preferences.observing import observed

LONG = (
    "We are very glad that you have written to us about this matter and will come back to you as soon as we can. " * 3
)


def seen(before: str, after: str) -> list[str]:
    return [str(check) for check in observed(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "check"),
    [
        (LONG, "We are glad that you have written and will come back to you soon.", "max_words 20"),
        ("We are glad that you have written.", LONG, "min_words 60"),
        ("Here:\n- a\n- b", "Here: a and b", "no_lists"),
        ("Here: a and b", "Here:\n- a\n- b", "lists"),
        ("Fine 😀", "Fine", "no_emoji"),
        ("Great news!", "Great news.", "no_exclamation_marks"),
        ("The order is on its way.", "Dear Ann,\nThe order is on its way.", "greeting"),
        ("Sure! The order is on its way.", "The order is on its way.", "no_opener"),
        ("We don't know.", "We do not know.", "no_contractions"),
        ("We do not know.", "We don't know.", "contractions"),
        ("There are 12,000 of them.", "There are 12000 of them.", "no_thousands_commas"),
        ("We utilize the new tool every day.", "We use the new tool every day.", "use use not utilize"),
        ("It is done.", "已經完成了。", "language zh-Hant"),
        ("你可以明天來。", "您可以明天來。", "formal_address"),
    ],
)
def test_what_a_person_changed_becomes_a_check(before: str, after: str, check: str) -> None:
    assert check in seen(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("It costs 12 euros.", "It costs 13 euros."),
        ("Ask Bob about it today.", "Ask Carol about it today."),
        ("Arsenal won four titles after the war.", "Arsenal won five titles before the war."),
        ("The appointment can be renewed.", "1. The appointment cannot be renewed."),
        (
            "It is a tool made by others.",
            "It is a private firm, and makes tools for people who work with data and words.",
        ),
        ("A wonderful idea! It's done.", "A wonderful idea!"),
        ("The same.", "The same."),
        ("", "Dear"),
        ("Here is the plan. Is it fine?", "Here is the plan. Is it fine? Is it good?"),
    ],
)
def test_corrected_facts_names_and_deletions_are_no_habits(before: str, after: str) -> None:
    assert seen(before, after) == []


def test_a_word_that_is_replaced_again_and_again_is_a_habit_whatever_it_means() -> None:
    before = "The client asked. The client paid. The order is done, and we are glad of it."
    assert "use guest not client" in seen(before, before.replace("client", "guest"))


def test_a_text_written_anew_says_nothing_about_single_words() -> None:
    assert not [c for c in seen("alpha beta gamma delta epsilon", "one two three four five six") if c.startswith("use")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (LONG, "Dear Ann,\nWe do not know, and 12000 of them are here."),
        ("Sure! We don't know 😀\n- a", "We do not know: a"),
    ],
)
def test_the_edited_text_keeps_what_was_learnt_from_it_and_the_answer_did_not(before: str, after: str) -> None:
    checks = observed(before, after)
    assert checks
    assert all(breaches(check, after) == () for check in checks)
    assert all(breaches(check, before) for check in checks)
