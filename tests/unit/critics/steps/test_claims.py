import pytest

from redraft.critics.steps.equations import check_step
from redraft.critics.steps.reasoning import split


def n_problems(text: str) -> int:
    return sum(len(check_step(text, step)[0]) for step in split(text).steps)


@pytest.mark.parametrize(
    "text",
    [
        "It's not true that 2 + 2 = 5.",
        "It would be wrong to say 2 + 2 = 5.",
        "2 + 2 = 5 is false.",
        "3 + 4 = 8? No, 3 + 4 = 7.",
        "Suppose 1 + 1 = 3. Then everything follows.",
        "10 May + 25 days = 4 June",
        "101 + 11 = 1000 in binary",
        "In base 8, 7 + 1 = 10",
        "pages 10-15 = 6 pages",
        "200 - 10% = 180",
        "200 + 5% = 210",
        "2 dozen + 3 = 27",
        "假設 1 + 1 = 3",
        "3 + 4 = 8, which is wrong.",
    ],
)
def test_what_a_text_does_not_claim_is_no_mistake(text: str) -> None:
    assert n_problems(text) == 0


@pytest.mark.parametrize(
    "text",
    [
        "2 + 2 = 5",
        "It is true that 2 + 2 = 5.",
        "It is not far. 2 + 2 = 5 miles.",
        "How many are there? 2 + 2 = 5",
        "So he would have 2 + 2 = 5 eggs.",
        "10 + 25 = 36 days, and he may go.",
        "12 - 5 = 8 pages are left.",
        "100% - 20% = 70%",
        "200 - 10 = 180",
        "2 * 12 = 25, which is two dozen and one.",
    ],
)
def test_what_it_claims_is_checked_as_before(text: str) -> None:
    assert n_problems(text) == 1
