"""`count`: arithmetic from left to right, exact verdicts, and a hold-out that no order of numbers can slip through."""

import itertools
import random

from redraft.evals.environments import count
from redraft.evals.environments.count import CountProblem
from redraft.evals.environments.splits import Split

PROBLEM = CountProblem(numbers=(10, 3, 12), target=46)


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def python_value(answer: tuple[str, ...]) -> int:
    """The value from left to right, by Python itself."""
    a, first, b, second, c = answer
    return int(eval(f"(({a}) {first} ({b})) {second} ({c})"))


def test_a_right_answer_passes_with_its_working_shown() -> None:
    verdict = count.verify(PROBLEM, words("12 * 3 + 10"))
    assert (verdict.words, verdict.passed, verdict.score) == (("36", "46", "ok"), True, 1.0)


def test_the_right_value_from_other_numbers_fails() -> None:
    assert count.verify(PROBLEM, words("12 * 3 + 10")).passed
    assert count.verify(PROBLEM, words("11 * 4 + 2")).words == ("44", "46", "no")
    assert not count.verify(PROBLEM, words("12 + 12 + 22")).passed


def test_values_outside_the_range_are_out_for_good() -> None:
    assert count.working(words("3 - 10 + 12")) == ("oob", "oob")
    assert count.working(words("10 * 10 - 12")) == ("oob", "oob")
    assert count.working(words("12 * 3 * 10")) == ("36", "oob")


def test_what_is_no_expression_has_no_working() -> None:
    for malformed in ("12 * 3", "12 3 * 10 +", "soup * 3 + 10", "12 <a> 3 + 10", ""):
        assert count.verify(PROBLEM, words(malformed)).words == ("?", "?", "no")


def test_the_working_agrees_with_python_wherever_it_stays_in_range() -> None:
    n_checked = 0
    for answer in count.expressions((2, 7, 11)):
        last = count.working(answer)[-1]
        if last != "oob":
            assert int(last) == python_value(answer)
            n_checked += 1
    assert n_checked > 20


def test_every_solution_is_right_and_none_is_missed() -> None:
    found = set(count.solutions(PROBLEM))
    assert found
    for answer in count.expressions((3, 10, 12)):
        assert (answer in found) == count.verify(PROBLEM, answer).passed


def test_the_order_of_the_numbers_never_changes_the_split() -> None:
    for numbers in itertools.permutations((4, 9, 11)):
        assert count.split_of(CountProblem(numbers=numbers, target=24)) is count.split_of(
            CountProblem(numbers=(4, 9, 11), target=24)
        )


def test_a_quarter_of_all_problems_is_held_out() -> None:
    splits = []
    for numbers in itertools.combinations_with_replacement(range(1, 13), 3):
        targets = {count.working(a)[-1] for a in count.expressions(numbers)} - {"oob"}
        splits += [count.split_of(CountProblem(numbers=numbers, target=int(t))) for t in targets]
    assert 0.23 < 1 - splits.count(Split.TRAIN) / len(splits) < 0.28
    assert splits.count(Split.TEST) > 900


def test_problems_can_be_solved_and_belong_to_the_split_asked_for() -> None:
    for problem in count.problems(50, random.Random(0), Split.TEST):
        assert count.split_of(problem) is Split.TEST
        assert count.solutions(problem)


def test_the_same_generator_draws_the_same_problems() -> None:
    assert count.problems(20, random.Random(3), Split.TRAIN) == count.problems(20, random.Random(3), Split.TRAIN)
