import asyncio
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redraft.core import Context, Critique, Draft, Prompt
from redraft.critics.steps import StepsCritic
from redraft.critics.steps.critic import MAX_CHARACTERS
from redraft.errors import Misuse
from redraft.prompts import load_phrases
from redraft.prompts.trace import feedback_of


def examine(asked: str, text: str, **settings: Any) -> Critique:
    prompt = Prompt.of(asked)
    return asyncio.run(StepsCritic(**settings).examine(prompt, Draft.of(text), Context(prompt=prompt)))


def test_the_first_wrong_step_is_the_first_finding_and_says_what_is_right() -> None:
    text = "1. (2 + 3) * 4 = 5 * 4\n2. 5 * 4 = 21\n3. So the answer is 21"
    critique = examine("What is (2 + 3) * 4?", text)
    assert (critique.score, critique.kind, critique.critic) == (0.0, "verified", "steps")
    (finding,) = critique.findings
    assert finding.location is not None
    assert text[int(finding.location.start) : int(finding.location.end)] == "5 * 4 = 21"
    assert finding.evidence == ("computed: 20", "claimed: 21")
    first, second = critique.text.splitlines()
    assert first == "The first wrong step, found by computing:"
    assert second.startswith('- Step 2: In "5 * 4 = 21" the right value is 20, not 21. Redo the reasoning from')


def test_an_answer_computed_from_the_prompt_passes() -> None:
    critique = examine("What is (2 + 3) * 4?", "(2 + 3) * 4 = 5 * 4 = 20")
    assert (critique.score, critique.findings) == (1.0, ())
    assert critique.details == {"checked as": "calculation"}


def test_right_arithmetic_does_not_prove_the_answer_to_a_word_problem() -> None:
    critique = examine("She has 16 eggs and eats 3. How many are left?", "16 - 3 = 13\nA: 13")
    assert (critique.score, critique.text) == (None, "")
    assert critique.reason is not None
    assert "the arithmetic holds (equations computed: 1)" in critique.reason


def test_a_number_from_nowhere_is_a_minor_finding_of_an_unscored_critique() -> None:
    critique = examine("She has 16 eggs and eats 3. How many are left?", "16 - 5 = 11\nA: 11")
    assert critique.score is None
    (finding,) = critique.findings
    assert (finding.severity, finding.kind) == ("minor", "quantity")
    assert finding.message == "Step 1: The number 5 is neither in the question nor computed before."


def test_a_wrong_equation_fails_a_word_problem() -> None:
    critique = examine("She has 16 eggs and eats 3. How many are left?", "16 - 3 = 14\nA: 14")
    assert critique.score == 0.0


def test_what_cannot_be_computed_is_unscored() -> None:
    critique = examine("Write a poem.", "Roses are red, violets are blue.")
    assert critique.score is None
    assert critique.reason is not None
    assert "that can be checked by computing" in critique.reason


def test_an_answer_that_is_taken_back_is_unscored_and_both_are_quoted() -> None:
    critique = examine("What is 2 + 3 * 4?", "The answer is 14.\nNo wait, it is 20.")
    assert (critique.score, critique.unrefuted) == (None, False)
    assert critique.reason == 'the answer is not settled: "14", but also "No wait, it is 20."'
    brackets = "Complete the rest of the sequence, making sure that the parentheses are closed properly. Input: ( [ {"
    assert examine(brackets, "So the answer is } ] )\nCorrection: ) ] }").score is None
    assert examine(brackets, "So the answer is } ] )").score == 1.0


def test_a_wrong_step_fails_a_draft_whose_answer_is_not_settled() -> None:
    assert examine("What is 2 + 3 * 4?", "3 * 4 = 11\nThe answer is 14 or is it?\nNo wait, 20.").score == 0.0


def test_what_stands_in_a_comment_is_not_read() -> None:
    assert examine("What is 2 + 3 * 4?", "<!-- The answer is 14 -->\nI do not know.").score is None
    assert examine("What is 2 + 3 * 4?", "<!-- 3 * 4 = 11 -->\nThe answer is 14").score == 1.0


def test_a_draft_that_is_too_long_is_unscored() -> None:
    critique = examine("?", "1 + 1 = 3\n" * 100_000)
    assert critique.score is None
    assert critique.reason == "the answer has 1,000,000 characters; more than 50,000 are not checked"


def test_the_embedded_models_sums_are_judged_in_the_words_of_its_trace() -> None:
    passed, failed = examine("make 24 3 8 1", "3 * 8 * 1"), examine("make 24 3 8 1", "3 + 8 + 1")
    assert (passed.score, passed.text) == (1.0, "24 24 ok")
    assert (failed.score, failed.text) == (0.0, "11 12 no")
    assert feedback_of(failed, "count") == "11 12 no"


def test_findings_follow_the_prompts_language_unless_told_otherwise() -> None:
    assert "正確的值是 5" in examine("計算 2 + 3 等於多少？", "2 + 3 = 6").text
    assert "the right value is 5" in examine("計算 2 + 3 等於多少？", "2 + 3 = 6", language="en").text


def test_findings_are_limited_and_the_rest_is_counted() -> None:
    critique = examine("?", "1 + 1 = 3\n" * 50, max_findings=3)
    assert len(critique.findings) == 3
    assert critique.text.endswith("47 more are not shown.")
    assert len(examine("?", "1 + 1 = 3\n" * 4000).text) < 5000


def test_a_limit_that_shows_nothing_is_refused() -> None:
    with pytest.raises(Misuse, match="`max_findings` must be 1 or more, got 0"):
        StepsCritic(max_findings=0)


def test_both_languages_have_the_same_phrases_with_the_same_places() -> None:
    english, chinese = load_phrases("steps", "en"), load_phrases("steps", "zh-Hant")
    assert {key: text.places for key, text in english.items()} == {key: text.places for key, text in chinese.items()}


def test_the_version_does_not_depend_on_what_changes_no_verdict() -> None:
    assert StepsCritic().version == StepsCritic(max_findings=3, name="other").version


SWAPS = """Alice has a red ball, and Bob has a blue ball. First, Alice and Bob swap balls. At the end, Alice has the
Options:
(A) red ball.
(B) blue ball."""
BOOKS = """- On a shelf, there are three books: a red book, a blue book, and a green book.
- The red book is the leftmost.
- The blue book is to the left of the green book.
Q: Which?
Options:
(A) The red book is the leftmost.
(B) The blue book is the leftmost."""
PROMPTS = [
    "How many?",
    "What is (2 + 3) * 4?",
    "make 24 3 8 1",
    "Sort the following words alphabetically: List: pear apple fig",
    "Complete the rest of the sequence, making sure that the parentheses are closed properly. Input: ( [",
    SWAPS,
    BOOKS,
]
PIECES = [
    *"0 1 9 12 3.5 1,000 + - * / ^ ** = == ≈ ( ) [ ] { } < > << >> % $ \\frac{ \\sqrt \\boxed{ x A B and hours".split(),
    *["is", "stack:", "stack is", "pop out", "need", '"apple"', '"fig"', "?", "(1)", "we have", "sort this subpart ["],
    *["Alice:", "Bob:", "red", "swap", "Alice and Bob swap", "has", "first is the red book", "cannot be the leftmost"],
    *["\n", "\n1. ", "Step 2:", ". ", "!", "。", "步驟", "A: ", "the answer is", "\x00", "\ud800", "½", "²", "\u200b"],
]


@given(asked=st.sampled_from(PROMPTS) | st.text(max_size=60), text=st.text(max_size=300))
@settings(max_examples=150)
def test_any_text_gets_a_critique(asked: str, text: str) -> None:
    critique = examine(asked, text)
    assert (critique.score is None) == (critique.reason is not None)


@given(asked=st.sampled_from(PROMPTS), pieces=st.lists(st.sampled_from(PIECES), max_size=60))
@settings(max_examples=300)
def test_any_mixture_of_what_checkers_look_for_gets_a_critique(asked: str, pieces: list[str]) -> None:
    text = " ".join(pieces)
    critique = examine(asked, text)
    for finding in critique.findings:
        assert finding.location is not None
        assert 0 <= finding.location.start <= finding.location.end <= len(text)


@pytest.mark.parametrize("unit", ["9", "(", "1+", "1=", "((1+1)=", "1 a ", "9**9=", "A:", '"a" < ', "。"])
@pytest.mark.parametrize("asked", [PROMPTS[1], *PROMPTS[3:]])
def test_hostile_repetition_ends(asked: str, unit: str) -> None:
    # A fifth of what is read at most: where the work did not grow linearly, this would already take minutes.
    n = MAX_CHARACTERS // 5
    critique = examine(asked, (unit * n)[:n])
    assert (critique.score is None) == (critique.reason is not None)
