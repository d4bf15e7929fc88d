import asyncio
import random

from redraft.evals.preferences.memories import (
    ALL,
    LAST,
    MEMORIES,
    N_EDITS,
    NONE,
    Edited,
    Kept,
    Memory,
    edited,
    remembered,
)
from redraft.evals.preferences.people import Reaction


def edit(step: int, theme: str) -> Edited:
    words = tuple(f"w{step}{i}" for i in range(4))
    return edited(theme, Reaction(before=words, after=words, n_wrong=0, n_right=None, is_finished=True), step)


STREAM = [
    edit(0, "dinner"),
    edit(1, "trip"),
    edit(2, "dinner"),
    *(edit(n, "room") for n in range(3, 9)),
    edit(9, "dinner"),
    edit(10, "trip"),
]


def steps(kept: Kept, theme: str, edits: list[Edited] = STREAM) -> list[str]:
    memory = Memory(name="x", kept=kept)
    found = asyncio.run(remembered(memory, edits, theme, random.Random(0)))
    assert {one.theme for one in found} <= {theme}
    return [one.entry.id for one in found]


def test_similar_edits_are_those_of_the_theme_the_latest_few_oldest_first() -> None:
    assert steps("similar", "dinner") == ["0000", "0002", "0009"]
    assert steps("similar", "room") == [f"{n:04d}" for n in range(9 - N_EDITS, 9)]
    assert steps("latest similar", "room") == ["0008"]


def test_the_last_edit_helps_only_where_it_is_about_the_same() -> None:
    assert steps("last", "trip") == ["0010"]
    assert steps("last", "dinner") == []


def test_nothing_and_an_empty_memory_give_nothing() -> None:
    assert steps("nothing", "trip") == []
    assert [steps(kept, "trip", []) for kept in ("similar", "last", "random")] == [[], [], []]


def test_random_edits_are_as_many_before_those_of_other_themes_are_left_out() -> None:
    assert len(steps("random", "room")) <= N_EDITS
    assert len(steps("random", "room", STREAM[3:9])) == N_EDITS


def test_the_memories_have_names_of_their_own_and_the_product_comes_first() -> None:
    assert MEMORIES[0] is ALL
    assert {LAST, NONE} <= set(MEMORIES)
    assert len({memory.name for memory in MEMORIES}) == len(MEMORIES)
