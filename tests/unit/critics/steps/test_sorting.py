import random
import string
from collections.abc import Sequence
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.critics.steps.checker import Report
from redraft.critics.steps.reasoning import split
from redraft.critics.steps.sorting import Sorting, stated_words

ASKED = "Sort the following words alphabetically: List: "


def check(text: str, words: str) -> Report:
    report = Sorting().check(ASKED + words, split(text))
    assert report is not None
    return report


def number(letter: str) -> int:
    return string.ascii_lowercase.index(letter) + 1


def group(words: Sequence[str]) -> str:
    return f'"{words[0]}"' if len(words) == 1 else "[" + " ? ".join(f'"{word}"' for word in words) + "]"


def chain(words: list[str]) -> list[str]:
    """A right chain of two rounds, by first and by second letters; words must differ there."""
    claims = " ".join(f'"{word}": "{word[0]}" ({number(word[0])}).' for word in words)
    lines = [f"I should start by looking at the first letter of the words in the list. The first letter: {claims}"]
    order = [list(same) for _, same in groupby(sorted(words), key=lambda word: word[0])]
    shown = " < ".join(f"({number(same[0][0])}) {group(same)}" for same in order)
    lines.append(f"We now have: {shown}.")
    while any(len(same) > 1 for same in order):
        place = next(i for i, same in enumerate(order) if len(same) > 1)
        part = order[place]
        second = " ".join(f'"{word}": "{word[1]}" ({number(word[1])}).' for word in part)
        lines.append(
            f"Now let's sort this subpart {group(part)} by looking at their second letters. The second letter: {second}"
        )
        order[place : place + 1] = [[word] for word in part]
        told = " < ".join(f'({number(word[1])}) "{word}"' for word in part)
        hence = " < ".join(group(same) for same in order)
        lines.append(f"We now have: {told} for the subpart. Hence, we have {hence}.")
    lines.append(f"I have now sorted all the words. The answer is {' '.join(sorted(words))}")
    return lines


def numbered(lines: list[str]) -> str:
    return "\n".join(f"{n}. {line}" for n, line in enumerate(lines, start=1))


def some_words(rng: random.Random, n: int) -> list[str]:
    pairs = [a + b for a in "abcde" for b in "lmnop"]
    return [pair + rng.choice(["t", "rst", "zz"]) for pair in rng.sample(pairs, n)]


@given(seed=st.integers(0, 2**32), n=st.integers(2, 15))
def test_a_right_chain_is_proven(seed: int, n: int) -> None:
    words = some_words(random.Random(seed), n)
    report = check(numbered(chain(words)), " ".join(words))
    assert report.problems == ()
    assert report.proven


@given(seed=st.integers(0, 2**32), n=st.integers(3, 15))
def test_a_wrong_letter_number_is_found_at_its_step(seed: int, n: int) -> None:
    rng = random.Random(seed)
    words = some_words(rng, n)
    lines = chain(words)
    word = rng.choice(words)
    lines[0] = lines[0].replace(f'"{word}": "{word[0]}" ({number(word[0])})', f'"{word}": "{word[0]}" (26)')
    text = numbered(lines)
    (problem,) = check(text, " ".join(words)).problems
    assert text[problem.start : problem.end] == lines[0]
    assert problem.values["computed"] == str(number(word[0]))


WORDS = "bat ant bee cat"


@pytest.mark.parametrize(
    ("replaced", "by", "says", "step"),
    [
        ('"bee": "b" (2)', '"bee": "e" (5)', "wrong_letter", 0),
        ('"bee": "b" (2)', '"bell": "b" (2)', "unknown_word", 0),
        (' "cat": "c" (3).', "", "lost_word", 0),
        ('(1) "ant" < (2) ["bat" ? "bee"]', '(1) ["ant" ? "bat"] < (2) "bee"', "wrong_place", 1),
        ('(1) "bat" < (5) "bee"', '"bee" < "bat"', "wrong_order", 3),
        ('we have "ant" < "bat" < "bee"', 'we have "ant" < ["bat" ? "bee"]', "not_applied", 3),
        ('we have "ant" < "bat"', 'we have "bat"', "lost_word", 3),
        ("The answer is ant bat bee cat", "The answer is ant bee bat cat", "wrong_sorted", 4),
        ("The answer is ant bat bee cat", "The answer is ant bat bee", "lost_word", 4),
    ],
)
def test_each_kind_of_mistake_is_found_at_its_step(replaced: str, by: str, says: str, step: int) -> None:
    lines = chain(WORDS.split())
    changed = [line.replace(replaced, by) for line in lines]
    assert changed[step] != lines[step]
    text = numbered(changed)
    first = min(check(text, WORDS).problems, key=lambda problem: problem.start)
    assert first.says == says
    assert text[first.start : first.end] in changed[step]


def test_words_that_are_never_told_apart_are_a_mistake_where_they_are_passed_over() -> None:
    lines = chain("bat bee dog dam".split())
    without = [line.replace('"bat" < "bee"', '["bat" ? "bee"]') for line in (*lines[:2], *lines[4:])]
    text = numbered(without)
    first = min(check(text, "bat bee dog dam").problems, key=lambda problem: problem.start)
    assert text[first.start : first.end] == without[2]
    assert (first.says, first.values["words"]) == ("left_unsorted", "bat bee")


def test_a_list_alone_can_be_proven_or_not() -> None:
    assert check("ant bat bee cat", WORDS).proven
    assert check("ant, bat, bee, cat", WORDS).proven
    assert check("ant bat cat bee", WORDS).problems[0].values["computed"] == "bee"


def test_other_prompts_and_lists_with_capitals_are_not_taken() -> None:
    assert stated_words("Sort these numbers: 3 1 2") is None
    assert stated_words("What is the alphabet?") is None
    assert stated_words("Sort alphabetically: Paris apple") is None
    assert stated_words("Sort alphabetically: pear, apple") == ["pear", "apple"]


def test_the_other_direction_is_understood() -> None:
    report = Sorting().check("Sort alphabetically in descending order: b a c", split("c b a"))
    assert report is not None
    assert report.proven


@pytest.mark.parametrize(
    ("claim", "says"),
    [
        ('"apple" starts with "b".', "wrong_letter"),
        ("The word apple begins with the letter p.", "wrong_letter"),
        ("fig < apple", "wrong_order"),
        ("apple < pear < fig", "wrong_order"),
    ],
)
def test_claims_in_plain_words_are_read_too(claim: str, says: str) -> None:
    report = check(f"{claim}\nSo the answer is apple fig pear", "pear apple fig")
    assert [problem.says for problem in report.problems] == [says]
    assert not report.proven
    right = '"apple" starts with "a".\napple < fig < pear\nSo the answer is apple fig pear'
    assert check(right, "pear apple fig").proven


@pytest.mark.parametrize("after", ["Or rather: pear fig apple", "So the answer is fig apple pear"])
def test_a_list_that_is_given_twice_differently_is_none(after: str) -> None:
    report = check(f"So the answer is apple fig pear\n{after}", "pear apple fig")
    assert report.doubt is not None
    assert (report.proven, report.problems) == (False, ())
