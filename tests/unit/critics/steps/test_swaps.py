import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.critics.steps.checker import Report
from redraft.critics.steps.reasoning import split
from redraft.critics.steps.swaps import Swaps

PEOPLE = ["Alice", "Bob", "Claire", "Dave"]
COLOURS = ["red", "blue", "green", "brown"]


def story(swaps: list[tuple[str, str]], asked: str) -> str:
    held = ", ".join(f"{who} has a {colour} ball" for who, colour in zip(PEOPLE[:-1], COLOURS, strict=False))
    told = " ".join(f"Then, {a} and {b} swap balls." for a, b in swaps)
    options = "\n".join(f"({letter}) {colour} ball." for letter, colour in zip("ABCD", COLOURS, strict=True))
    return (
        f"At the start of the game, they are each holding a ball: {held}, and {PEOPLE[-1]} has a {COLOURS[-1]} ball.\n"
        f"As the game progresses, pairs of players trade balls. {told} At the end of the game, {asked} has the\n"
        f"Options:\n{options}"
    )


def chain(swaps: list[tuple[str, str]], asked: str) -> list[str]:
    """The right chain, by a dictionary of its own."""
    held = dict(zip(PEOPLE, COLOURS, strict=True))
    lines = ["At the start: " + ", ".join(f"{who}: {colour}" for who, colour in held.items()) + "."]
    for a, b in swaps:
        held[a], held[b] = held[b], held[a]
        lines.append(f"{a} and {b} swap balls: " + ", ".join(f"{who}: {colour}" for who, colour in held.items()) + ".")
    letter = "ABCD"[COLOURS.index(held[asked])]
    lines.append(f"At the end of the game, {asked} has the {held[asked]} ball. So the answer is ({letter})")
    return lines


def numbered(lines: list[str]) -> str:
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))


def check(text: str, asked: str) -> Report:
    report = Swaps().check(asked, split(text))
    assert report is not None
    return report


def some_swaps(rng: random.Random, n: int) -> list[tuple[str, str]]:
    return [(a, b) for a, b in (rng.sample(PEOPLE, 2) for _ in range(n))]


@given(seed=st.integers(0, 2**32), n=st.integers(1, 8), asked=st.sampled_from(PEOPLE))
def test_a_right_chain_is_proven(seed: int, n: int, asked: str) -> None:
    swaps = some_swaps(random.Random(seed), n)
    report = check(numbered(chain(swaps, asked)), story(swaps, asked))
    assert report.problems == ()
    assert report.proven


@given(seed=st.integers(0, 2**32), n=st.integers(1, 8), asked=st.sampled_from(PEOPLE))
def test_one_wrong_state_is_found_at_its_step(seed: int, n: int, asked: str) -> None:
    rng = random.Random(seed)
    swaps = some_swaps(rng, n)
    lines = chain(swaps, asked)
    place = rng.randrange(1, len(lines) - 1)
    one, other = rng.sample(COLOURS, 2)
    lines[place] = (
        lines[place].replace(f": {one}", ": ???").replace(f": {other}", f": {one}").replace(": ???", f": {other}")
    )
    text = numbered(lines)
    first = min(check(text, story(swaps, asked)).problems, key=lambda problem: problem.start)
    assert text[first.start : first.end] == lines[place]
    assert first.says == "wrong_state"


SWAPS = [("Alice", "Bob"), ("Bob", "Claire")]
ASKED = story(SWAPS, "Claire")


def test_later_states_do_not_inherit_a_mistake() -> None:
    text = numbered(
        [
            "Alice and Bob swap balls: Alice: blue, Bob: blue, Claire: green.",
            "Bob and Claire swap balls: Alice: blue, Bob: green, Claire: blue.",
            "At the end, Claire has the blue ball. So the answer is (B)",
        ]
    )
    assert len(check(text, ASKED).problems) == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Alice and Claire swap balls: Alice: green.", "other_swap"),
        ("A: blue, B: red, C: green, D: brown\nA: blue, B: green, C: brown, D: brown", "wrong_state"),
        ("So the answer is (B)", "wrong_holder"),
    ],
)
def test_each_kind_of_mistake_is_named(text: str, says: str) -> None:
    assert check(text, ASKED).problems[0].says == says


@pytest.mark.parametrize("text", ["(A)", "The answer is (A)", "red ball", "A: blue, B: red\nB: green, C: red\nA: (A)"])
def test_short_answers_and_initials_are_understood(text: str) -> None:
    report = check(text, ASKED)
    assert report.problems == ()
    assert report.proven


def test_an_answer_that_cannot_be_read_leaves_the_chain_unproven() -> None:
    report = check("I cannot say.", ASKED)
    assert (report.problems, report.proven) == ((), False)


@pytest.mark.parametrize(
    "asked", ["What is 2 + 3?", "Alice and Bob swap balls.", "Alice has a red ball, and Bob has a blue one."]
)
def test_other_prompts_are_not_taken(asked: str) -> None:
    assert Swaps().check(asked, split("(A)")) is None
