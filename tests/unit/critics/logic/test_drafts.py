import pytest

from redraft.critics.logic.drafts import (
    asked_statement,
    find_program,
    options_in,
    plain,
    stated_answer,
    verdict_of,
)

THREE = {"A": "True", "B": "False", "C": "Uncertain"}
BIRDS = {"A": "The owl is the leftmost.", "B": "A crow is the leftmost."}


@pytest.mark.parametrize(
    ("text", "options", "value"),
    [
        ("Answer: B", THREE, "B"),
        ("**Answer:** (C)", THREE, "C"),
        ("The answer is A.", THREE, "A"),
        ("The answer is A) True", THREE, "A"),
        ("Final answer: False.", THREE, "B"),
        ("Answer: it cannot be said", THREE, None),
        ("Answer: uncertain, for nobody knows", {}, "unknown"),
        ("Answer: Not enough information.", {}, "unknown"),
        ("Answer: yes", {}, "true"),
        ("答案：不確定", {}, "unknown"),
        ("答案是假。", {}, "false"),
        ("答案：選項 B", BIRDS, "B"),
        ("Answer: A crow is the leftmost.", BIRDS, "B"),
        ("Answer: A bird, I think", BIRDS, None),
        ("Answer: D", THREE, None),
        ("Answer: A\nOn second thoughts:\nAnswer: B", THREE, "B"),
        ("True", THREE, "A"),
        ("B", {}, "B"),
        ("I have thought about it.\n\nThe owl is the leftmost.", BIRDS, "A"),
        ("Nothing follows from that at all.", {}, None),
        ("", THREE, None),
    ],
)
def test_the_stated_answer_is_read_or_not_guessed(text: str, options: dict[str, str], value: str | None) -> None:
    found = stated_answer(text, None, options)
    assert (None if found is None else found.value) == value


def test_the_place_of_the_answer_is_that_in_the_draft() -> None:
    text = "```logic\nPremises:\nA\nConclusion:\nA\n```\nSo the answer is (B)."
    found = stated_answer(text, find_program(text), THREE)
    assert found is not None
    assert text[found.start : found.end] == "B"


def test_an_answer_inside_the_program_is_not_the_drafts() -> None:
    text = "```logic\nFacts:\nAnswer: A\nQuery:\nKind(anne, True)\n```\n"
    assert stated_answer(text, find_program(text), THREE) is None


@pytest.mark.parametrize(
    "text",
    [
        "Some words.\n```logic\nPremises:\nA\n```\nAnswer: A",
        "```\nPremises:\nA\n```",
        '```json\n{"variables": {}}\n```',
        "Let me see.\nPremises:\nA\n\nAnswer: B",
    ],
)
def test_a_program_is_found_fenced_or_bare(text: str) -> None:
    found = find_program(text)
    assert found is not None
    assert text[found.start : found.start + len(found.text)] == found.text
    assert "Answer" not in found.text


def test_the_last_fenced_program_counts_and_other_code_does_not() -> None:
    text = "```logic\nPremises:\nA\n```\nBetter:\n```logic\nPremises:\nB\n```\n```python\nprint(1)\n```"
    found = find_program(text)
    assert found is not None
    assert found.text == "Premises:\nB\n"
    assert find_program("```python\nprint(1)\n```") is None


def test_options_are_the_last_run_of_letters() -> None:
    assert options_in("Pick.\nA) True\nB) False\nC) Uncertain\n") == THREE
    assert options_in("A. first\nB. second") == {"A": "first", "B": "second"}
    assert options_in("A) only one") == {}
    assert options_in("A) x\nB) y\n\nA) True\nB) False") == {"A": "True", "B": "False"}
    assert options_in("B) no beginning\nC) here") == {}


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Is the following statement true, false, or unknown? Dave is not cold.\nA) True", "Dave is not cold."),
        ("True or false? Tom is cold.", "Tom is cold."),
        ("Is it true or false?\nA) True\nB) False", None),
        ("Which one is the leftmost?", None),
    ],
)
def test_the_statement_that_is_asked_about_is_found_after_true_or_false(text: str, asked: str | None) -> None:
    assert asked_statement(text) == asked


def test_a_letter_and_its_verdict_are_one_answer() -> None:
    assert plain("C", THREE) == plain("unknown", THREE) == "unknown"
    assert plain("B", BIRDS) == "B"
    assert verdict_of(" 不確定。") == "unknown"
    assert verdict_of("The owl") is None


@pytest.mark.parametrize(
    "text",
    [
        "``` x\n" * 30_000,
        "```logic\n" * 20_000,
        "A) x" + " " * 190_000 + "y\nB) z",
        "true?" + " " * 190_000 + "\n" * 1_000,
        "answer" * 30_000,
        "answer" + " *_" * 60_000 + "is" + ":" * 1_000,
        "#" * 190_000,
        "Premises" + " \t" * 90_000,
    ],
    ids=["open fences", "tagged fences", "option", "asked", "answers", "decorated", "hashes", "heading"],
)
def test_hostile_text_is_read_at_once(text: str) -> None:
    options = options_in(text)
    asked_statement(text)
    stated_answer(text, find_program(text), options)
