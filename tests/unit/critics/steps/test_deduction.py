import pytest

from redraft.critics.steps.checker import Report
from redraft.critics.steps.deduction import Deduction
from redraft.critics.steps.reasoning import split

BOOKS = """The following statements each describe a set of five objects arranged in a fixed order.
- On a shelf, there are five books: a red book, a blue book, a green book, a white book, and a gray book.
- The red book is the second from the left.
- The blue book is to the left of the red book.
- The gray book is the rightmost.
- The white book is to the right of the green book.
Q: Given the above statements, which of the following is correct?
Options:
(A) The red book is the leftmost.
(B) The blue book is the leftmost.
(C) The green book is the leftmost."""
FRUITS = """- A fruit stand sells three fruits: kiwis, plums, and apples.
- The kiwis are less expensive than the plums.
- The apples are the second-cheapest.
Q: Which?
Options:
(A) The kiwis are the most expensive.
(B) The plums are the most expensive."""


def check(text: str, asked: str = BOOKS) -> Report:
    report = Deduction().check(asked, split(text))
    assert report is not None
    return report


FIRST = "The red book is the second from the left."
LAID_OUT = "So from left to right: first is the blue book, then second is the red book"
RIGHT = f"""1. {FIRST} So from left to right: first can be any book, then second is the red book.
2. The blue book is to the left of the red book, so the blue book must be the leftmost.
3. The gray book is the rightmost. The white book is to the right of the green book.
4. {LAID_OUT}, then third is the green book, then fourth is the white book, then fifth is the gray book.
5. So the answer is (B)"""


def test_a_chain_whose_claims_follow_is_proven() -> None:
    report = check(RIGHT)
    assert report.problems == ()
    assert report.proven


@pytest.mark.parametrize(
    ("text", "step", "says"),
    [
        ("1. The red book is the second from the right.\n2. So the answer is (B)", 0, "contradicts"),
        (f"1. {FIRST} {LAID_OUT.replace('blue', 'green')}.\n2. So the answer is (C)", 0, "contradicts"),
        (f"1. {FIRST}\n2. {LAID_OUT}.\n3. So the answer is (B)", 1, "does_not_follow"),
        ("1. The blue book cannot be the leftmost.\n2. So the answer is (C)", 0, "contradicts"),
        ("1. Let us look.\n2. So the answer is (A)", 1, "wrong_option"),
    ],
)
def test_a_claim_that_contradicts_or_does_not_follow_yet_is_found(text: str, step: int, says: str) -> None:
    first = min(check(text).problems, key=lambda problem: problem.start)
    assert first.says == says
    found = split(text).step_at(first.start)
    assert found is not None
    assert found.number == step + 1


def test_orders_from_the_other_end_are_read_backwards() -> None:
    good = "From cheapest to most expensive: first is the kiwis, then second is the apples, then third is the plums."
    told = "The kiwis are less expensive than the plums. The apples are the second-cheapest. "
    assert check(f"1. {told}\n2. {good}\n3. So the answer is (B)", FRUITS).proven
    wrong = check(f"1. {told}\n2. {good.replace('cheapest to most', 'most to least')}\n3. The answer is (B)", FRUITS)
    assert wrong.problems[0].says == "contradicts"


def test_the_right_option_is_named() -> None:
    assert check("(A)", FRUITS).problems[0].values["computed"] == "The plums are the most expensive"


@pytest.mark.parametrize(
    "asked",
    [
        "What is 2 + 3?",
        FRUITS.replace("The apples are the second-cheapest.", "The apples taste best."),
        FRUITS.replace("less expensive than the plums", "less expensive than the kiwis"),
        FRUITS.replace("kiwis, plums, and apples", "a, b, c, d, e, f, g, h, and i"),
    ],
)
def test_prompts_that_are_not_understood_or_contradict_themselves_are_not_taken(asked: str) -> None:
    assert Deduction().check(asked, split("So the answer is (A)")) is None
