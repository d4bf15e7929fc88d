import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.critics.steps.brackets import Brackets, stated_sequence
from redraft.critics.steps.checker import Report
from redraft.critics.steps.reasoning import split

CLOSING = {"(": ")", "[": "]", "{": "}", "<": ">"}


def check(text: str, sequence: str) -> Report:
    report = Brackets().check(f"Close the brackets properly. Input: {sequence}", split(text))
    assert report is not None
    return report


def chain(sequence: str) -> list[str]:
    """The right chain for a sequence, by a stack of its own."""
    stack: list[str] = []
    lines = ["We keep track of the stack.", "stack: empty"]
    for symbol in sequence.split():
        if symbol in CLOSING:
            stack.append(symbol)
        else:
            stack.pop()
        lines.append(f"{symbol} ; stack: {' '.join(stack) or 'empty'}")
    pops, needs = [f'"{symbol}"' for symbol in reversed(stack)], [f'"{CLOSING[symbol]}"' for symbol in reversed(stack)]
    lines.append(f'Now, we have reached the end. The final stack is "{" ".join(stack)}".')
    lines.append(f"We will need to pop out {', '.join(pops)} one by one in that order.")
    answer = " ".join(CLOSING[symbol] for symbol in reversed(stack))
    lines.append(f"So, we need {', '.join(needs)}. So the answer is {answer}")
    return lines


def numbered(lines: list[str]) -> str:
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))


def sequence_of(rng: random.Random, n: int) -> str:
    """Symbols that leave something open and close nothing wrongly."""
    stack: list[str] = []
    symbols: list[str] = []
    for _ in range(n):
        if stack and rng.random() < 0.45:
            symbols.append(CLOSING[stack.pop()])
        else:
            stack.append(rng.choice("([{<"))
            symbols.append(stack[-1])
    return " ".join([*symbols, "("])


@given(seed=st.integers(0, 2**32), n=st.integers(0, 30))
def test_a_right_chain_is_proven(seed: int, n: int) -> None:
    sequence = sequence_of(random.Random(seed), n)
    report = check(numbered(chain(sequence)), sequence)
    assert report.problems == ()
    assert report.proven


@given(seed=st.integers(0, 2**32), n=st.integers(2, 30))
def test_one_wrong_stack_is_found_at_its_step(seed: int, n: int) -> None:
    rng = random.Random(seed)
    sequence = sequence_of(rng, n)
    lines = chain(sequence)
    place = rng.randrange(2, 2 + len(sequence.split()))
    symbol, _, stack = lines[place].partition(" ; stack: ")
    lines[place] = f"{symbol} ; stack: {'( ' if stack == 'empty' else stack + ' '}["
    text = numbered(lines)
    report = check(text, sequence)
    first = min(report.problems, key=lambda problem: problem.start)
    assert text[first.start : first.end] == lines[place]


@pytest.mark.parametrize(
    ("replaced", "by", "says"),
    [
        ("[ ; stack: ( [", "{ ; stack: ( {", "other_symbol"),
        ("[ ; stack: ( [", "[ ; stack: [", "wrong_stack"),
        ('The final stack is "( ["', 'The final stack is "("', "wrong_final_stack"),
        ('pop out "[", "("', 'pop out "(", "["', "wrong_pops"),
        ('we need "]", ")"', 'we need ")", "]"', "wrong_closing"),
        ("So the answer is ] )", "So the answer is ]", "wrong_closing"),
    ],
)
def test_each_kind_of_mistake_is_named(replaced: str, by: str, says: str) -> None:
    text = numbered(chain("( [ < >  "))
    assert replaced in text
    report = check(text.replace(replaced, by), "( [ < >")
    assert min(report.problems, key=lambda problem: problem.start).says == says


def test_stopping_before_the_end_of_the_input_is_a_mistake() -> None:
    report = check(numbered(chain("( [")), "( [ <")
    assert report.problems[0].says == "stopped_early"
    assert report.problems[0].values["rest"] == "<"


def test_the_answer_alone_can_be_proven_or_not() -> None:
    assert check("] )", "( [").proven
    assert check("The answer is ] )", "( [").proven
    assert check(") ]", "( [").problems[0].values == {"claimed": ") ]", "computed": "] )"}


@pytest.mark.parametrize("asked", ["What is 2 + 3?", "Close the brackets: ) (", "Close the brackets", "", "( [ a"])
def test_other_prompts_are_not_taken(asked: str) -> None:
    assert stated_sequence(asked) is None
