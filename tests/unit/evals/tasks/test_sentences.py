"""Sentences: any that keeps to all conditions is right, and breaking one makes it wrong."""

import pytest

from redraft.core import rng_for
from redraft.evals.tasks.form import Words
from redraft.evals.tasks.sentences import SentenceKeeps, generate

RULES = SentenceKeeps(n_words=6, contains=("boat",), without="z", ends_with="home")


@pytest.mark.parametrize(
    "answer",
    [
        "The old boat slowly came home.",
        '"Our boat won\'t ever sail HOME!"',
        "Well-known boat, we went far home",
        "The old ｂoat slowly came home.",
    ],
)
def test_any_sentence_that_keeps_to_the_conditions_is_right(answer: str) -> None:
    assert RULES.holds(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "The boat slowly came home.", "The old ship slowly came home.", "The lazy boat slowly came home.",
        "The old boat came home slowly.", "The boat the boat came home.", "The old boats slowly came home.",
        "The old boat 2 slowly came home.", "The old boat slowly came home 5", "The old boat \u1e93lowly came home.",
    ],
)  # fmt: skip
def test_breaking_one_condition_is_enough(answer: str) -> None:
    assert not RULES.holds(answer)


def test_the_conditions_in_the_text_are_those_that_are_verified() -> None:
    task = generate(5, rng_for(3, "sentence"), Words("en"))
    rules = task.verifier
    assert isinstance(rules, SentenceKeeps)
    assert f"exactly {rules.n_words} words" in task.text and f'last word is "{rules.ends_with}"' in task.text
    assert f'letter "{rules.without}"' in task.text and all(f'"{word}"' in task.text for word in rules.contains)


CHINESE = SentenceKeeps(n_words=8, contains=("農夫",), without="的", ends_with="籠", language="zh-Hant")


@pytest.mark.parametrize("answer", ["今天農夫拿起燈籠。", "「今天，農夫拿起燈籠！」"])
def test_chinese_is_counted_in_characters(answer: str) -> None:
    assert CHINESE.holds(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "農夫拿起燈籠。",
        "今天農夫拿起盒子。",
        "今天老師拿起燈籠。",
        "今天農夫農拿燈籠。",
        "今日農夫的紅燈籠。",
        "OK今天農夫拿起燈籠",
    ],
)
def test_breaking_one_condition_is_enough_in_chinese(answer: str) -> None:
    assert not CHINESE.holds(answer)
