from redraft.core import Finding
from redraft.critics.code.words import MAX_CHARACTERS, in_words, say_in
from redraft.prompts import load_phrases


def test_both_languages_have_the_same_phrases_with_the_same_places() -> None:
    english, chinese = load_phrases("code", "en"), load_phrases("code", "zh-Hant")
    assert list(english) == list(chinese)
    assert {key: text.places for key, text in english.items()} == {key: text.places for key, text in chinese.items()}
    assert chinese["kept"].language == "zh-Hant"


def test_what_fails_stands_before_remarks_and_few_remarks_are_shown() -> None:
    findings = [Finding(message="fails")] + [Finding(message=f"remark {n}", severity="minor") for n in range(7)]
    text = in_words(findings, tests="", n_more=3, say=say_in("en"))
    assert text.splitlines() == [
        "The code fails:", "- fails", "Worth a look, though it fails nothing:", *(f"- remark {n}" for n in range(5)),
        "At least 5 more findings are not shown.",
    ]  # fmt: skip


def test_the_text_has_its_limit() -> None:
    text = in_words([Finding(message="x" * 900)] * 20, tests="", n_more=0, say=say_in("en"))
    assert len(text) == MAX_CHARACTERS


def test_nothing_tried_and_nothing_found_says_nothing() -> None:
    assert in_words([], tests="", n_more=0, say=say_in("en")) == ""
