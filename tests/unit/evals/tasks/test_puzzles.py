"""Puzzles have one solution each: counted again by a solver that reads the sentences."""

import re
from itertools import permutations, product

import pytest

from redraft.core import rng_for
from redraft.evals.tasks import GRADES
from redraft.evals.tasks.form import Words
from redraft.evals.tasks.puzzles import generate


def orders(text: str) -> list[tuple[str, ...]]:
    """All orders that the sentences of a queue allow."""
    names = re.split(r", | and ", text.split(" stand in a queue")[0])
    return [
        o for o in permutations(names) if all(allowed(line[2:], o) for line in text.splitlines() if line[:2] == "- ")
    ]


def allowed(clue: str, order: tuple[str, ...]) -> bool:
    place = {name: i for i, name in enumerate(order)}
    if m := re.fullmatch(r"(\w+) stands somewhere before (\w+)\.", clue):
        return place[m[1]] < place[m[2]]
    if m := re.fullmatch(r"(\w+) is not the (first|last)\.", clue):
        return order[0 if m[2] == "first" else -1] != m[1]
    if m := re.fullmatch(r"(\w+) stands directly behind (\w+)\.", clue):
        return place[m[1]] == place[m[2]] + 1
    if m := re.fullmatch(r"Exactly (\d+) (?:person stands|people stand) between (\w+) and (\w+)\.", clue):
        return abs(place[m[2]] - place[m[3]]) == int(m[1]) + 1
    if m := re.fullmatch(r"(\w+) and (\w+) do not stand next to each other\.", clue):
        return abs(place[m[1]] - place[m[2]]) > 1
    m = re.fullmatch(r"(\w+) is number (\d+) in the queue\.", clue)
    assert m is not None, clue
    return place[m[1]] == int(m[2]) - 1


def worlds(text: str) -> list[list[str]]:
    """The knights of all worlds that the statements allow."""
    said = dict(re.findall(r'- (\w+) says: "(.*)"', text))
    found = []
    for bits in product((False, True), repeat=len(said)):
        knight = dict(zip(said, bits, strict=True))
        if all(true(words, knight, who) == knight[who] for who, words in said.items()):
            found.append([name for name, is_one in knight.items() if is_one])
    return found


def true(words: str, knight: dict[str, bool], speaker: str) -> bool:
    def of(name: str) -> bool:
        return knight[speaker if name == "I" else name]

    if m := re.fullmatch(r"(\w+) is a (knave|knight)\.", words):
        return of(m[1]) == (m[2] == "knight")
    if m := re.fullmatch(r"(\w+) and (\w+) are of the same kind\.", words):
        return of(m[1]) == of(m[2])
    if m := re.fullmatch(r"(\w+) is a knave or (\w+) (?:am|is) a knight, or both\.", words):
        return not of(m[1]) or of(m[2])
    if m := re.fullmatch(r"Exactly (\d+) of us (?:is a knight|are knights)\.", words):
        return sum(knight.values()) == int(m[1])
    m = re.fullmatch(r"At least (\d+) of us (?:is a knave|are knaves)\.", words)
    assert m is not None, words
    return sum(not one for one in knight.values()) >= int(m[1])


@pytest.mark.parametrize("grade", GRADES)
def test_each_puzzle_has_exactly_its_one_solution(grade: int) -> None:
    queues = islands = 0
    for i in range(30 if grade < 5 else 12):
        task = generate(grade, rng_for(11, str(grade), str(i)), Words("en"))
        if "queue" in task.text:
            queues += 1
            assert orders(task.text) == [tuple(task.reference.split(", "))]
        else:
            islands += 1
            assert worlds(task.text) == [[] if task.reference == "nobody" else task.reference.split(", ")]
    assert queues and islands


def test_a_superfluous_or_missing_sentence_is_seen_by_the_solver() -> None:
    text = "Ada, Bo and Cem stand in a queue\n- Ada stands somewhere before Bo."
    assert len(orders(text)) == 3 and len(orders(text + "\n- Cem is number 1 in the queue.")) == 1
