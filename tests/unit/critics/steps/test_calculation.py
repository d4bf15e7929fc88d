import pytest

from redraft.critics.steps.calculation import Calculation, stated_calculation
from redraft.critics.steps.checker import Report
from redraft.critics.steps.reasoning import split

ASKED = "((2 + 3) * (4 - 1)) ="


def check(text: str, asked: str = ASKED) -> Report:
    report = Calculation().check(asked, split(text))
    assert report is not None
    return report


def steps(*lines: str) -> str:
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))


SET_OUT = 'This can be written as "A * B", where A = (2 + 3) and B = (4 - 1).'
PART_A = "Let's calculate A = (2 + 3) = 5."
PART_B = "Let's calculate B = (4 - 1) = 3."
END = "Then, the final equation is A * B = 5 * 3 = 15. So the answer is 15"


def test_a_chain_that_is_right_throughout_is_proven() -> None:
    report = check(steps(SET_OUT, PART_A, PART_B, END))
    assert report.problems == ()
    assert report.proven


@pytest.mark.parametrize(
    ("lines", "where", "says"),
    [
        ((SET_OUT, "Let's calculate A = (2 + 3) = 6.", PART_B, END), "(2 + 3) = 6", "wrong_value"),
        ((SET_OUT, "Let's calculate A = (2 + 4) = 6.", PART_B, END), "A = (2 + 4)", "copied_wrongly"),
        ((SET_OUT, PART_A, PART_B, "A * B = 5 * 4 = 20. So the answer is 20"), "A * B = 5 * 4", "unequal"),
        ((SET_OUT, PART_A, PART_B, "A * B = 5 * 3 = 16. So the answer is 16"), "5 * 3 = 16", "wrong_value"),
        ((SET_OUT, PART_A, PART_B, "A * B = 5 * 3 = 15. So the answer is 51"), "51", "wrong_answer"),
        (
            ('This can be written as "A + B", where A = (2 + 3) and B = (4 - 1).', PART_A, PART_B, END),
            'This can be written as "A + B", where A = (2 + 3) and B = (4 - 1).',
            "parts_differ",
        ),
    ],
)
def test_the_first_wrong_step_is_found_where_it_is(lines: tuple[str, ...], where: str, says: str) -> None:
    text = steps(*lines)
    report = check(text)
    first = min(report.problems, key=lambda problem: problem.start)
    assert (text[first.start : first.end], first.says) == (where, says)
    assert not report.proven


def test_later_steps_do_not_inherit_a_mistake() -> None:
    wrong = ("Let's calculate A = (2 + 3) = 6.", PART_B, "A * B = 6 * 3 = 18. So the answer is 18")
    assert len(check(steps(SET_OUT, *wrong)).problems) == 1


def test_two_mistakes_that_cancel_are_both_found() -> None:
    text = steps(SET_OUT, "A = (2 + 3) = 3.", "B = (4 - 1) = 5.", "A * B = 3 * 5 = 15. So the answer is 15")
    report = check(text)
    assert [problem.says for problem in report.problems] == ["wrong_value", "wrong_value"]
    assert not report.proven


@pytest.mark.parametrize(
    "text",
    [
        "15",
        "= 15",
        "The answer is 15.",
        "A: 15",
        "\\boxed{15}",
        "答案是 15",
        "5 * 3 = 15",
        "It is 15.",
        "我算出來是 15。",
    ],
)
def test_the_answer_alone_can_be_proven(text: str) -> None:
    assert check(text).proven


@pytest.mark.parametrize("text", ["16", "The answer is -15", "\\boxed{14}", "It is 15 or 16.", "It is 16.", ""])
def test_another_answer_is_not(text: str) -> None:
    assert not check(text).proven


def test_an_answer_without_a_short_form_may_be_rounded() -> None:
    assert check("The answer is 0.333", "What is 1/3?").proven
    assert not check("The answer is 0.334", "What is 1/3?").proven


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        ("What is 2 + 3 * 4?", 14),
        ("Compute the following: (2 + 3) * 4 =", 20),
        ("請計算 2 + 3", 5),
        ("$2 + 3$", 5),
        ("2 + 3", 5),
    ],
)
def test_a_bare_calculation_is_recognised(asked: str, value: int) -> None:
    found = stated_calculation(asked)
    assert found is not None
    assert found.plain == value


@pytest.mark.parametrize("asked", ["5", "What is 5?", "She has 2 + 3 eggs. How many?", "x + 3 = 5", "", "2 + 3" * 1000])
def test_anything_else_is_no_bare_calculation(asked: str) -> None:
    assert stated_calculation(asked) is None


@pytest.mark.parametrize(
    "text",
    [
        "The answer is 15.\nNo wait, it is 20.",
        "The answer is 15.\nFinal result: 20",
        "\\boxed{15}\nI choose 20.",
        "The answer is 20. So the answer is 15",
    ],
)
def test_an_answer_that_is_taken_back_or_given_twice_is_neither_right_nor_wrong(text: str) -> None:
    report = check(text)
    assert report.doubt is not None
    assert (report.proven, report.problems) == (False, ())
    assert "15" in " ".join(report.doubt)
    assert "20" in " ".join(report.doubt)


def test_an_answer_that_is_said_again_is_one() -> None:
    assert check("The answer is 15.\nFinal answer: \\boxed{15}").proven
    assert check("So the answer is \\boxed{15}.").proven


@pytest.mark.parametrize("answer", ["15 million", "15%", "15 dozen", "15 apples", "5 * 3 = 15 thousand"])
def test_an_answer_with_a_unit_that_nobody_asked_for_is_not_proven(answer: str) -> None:
    report = check(f"The answer is {answer}")
    assert not report.proven
    assert report.doubt is not None
    assert check("The answer is $15").proven


def test_a_step_that_is_denied_is_no_claim_of_a_calculation() -> None:
    assert check("It is not true that 5 * 3 = 16.\n5 * 3 = 15\nThe answer is 15").proven
