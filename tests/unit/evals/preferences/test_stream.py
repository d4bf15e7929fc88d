import asyncio

from redraft.core import Dialect, Draft, Request
from redraft.evals.preferences.memories import ALL, MEMORIES, NONE, Memory
from redraft.evals.preferences.people import people
from redraft.evals.preferences.stream import Life, live


class Reader:
    """A perfect reader of finished edits: it answers with the last text of reward 4, else with a fixed guess."""

    name = "test/reader"
    dialect: Dialect = "trace"
    window_tokens = None

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def generate(self, request: Request) -> tuple[Draft, ...]:
        text = request.messages[0].text
        self.asked.append(text)
        right = [
            pair.rpartition(" <r> ")[0] for pair in text.split(" <a> ") if pair.endswith((" <r> r4 <a>", " <r> r4"))
        ]
        guess = {"dinner": "soup fish cake tea", "trip": "train beach hotel hike", "room": "white oak lamp chair"}
        return (Draft.of(right[-1] if right else guess[text.split()[0]], by=self.name),)


def lives(memory: Memory, n: int = 6, n_steps: int = 9) -> tuple[Life, ...]:
    return asyncio.run(live(memory, people("thorough", n, 0), Reader(), n_steps))


def test_after_one_thorough_edit_of_a_theme_it_costs_nothing_more() -> None:
    for person, life in zip(people("thorough", 6, 0), lives(ALL), strict=True):
        seen: set[str] = set()
        for step, cost in enumerate(life.costs):
            assert cost == 0 or person.theme(step) not in seen
            seen.add(person.theme(step))


def test_without_memory_the_same_request_costs_the_same_every_time() -> None:
    for person, life in zip(people("thorough", 6, 0), lives(NONE), strict=True):
        by_theme = {(person.theme(step), cost) for step, cost in enumerate(life.costs)}
        assert len(by_theme) == len({theme for theme, _ in by_theme})


def test_another_persons_edits_are_the_next_persons_and_known_a_step_later() -> None:
    wrong = next(memory for memory in MEMORIES if memory.whose == "another's")
    first, second = people("thorough", 2, 0)
    done = asyncio.run(live(wrong, (first, second), Reader(), 12))
    step = next(k for k in range(1, 12) if first.theme(k) in {second.theme(j) for j in range(k)} and done[1].costs[0])
    code, other = first.codes[first.theme(step)], second.codes[first.theme(step)]
    assert done[0].costs[step] == sum(a != b for a, b in zip(code, other, strict=True))


def test_code_that_copies_asks_the_model_only_where_there_is_nothing_to_copy() -> None:
    copying = next(memory for memory in MEMORIES if memory.made == "copy")
    assert all(life.n_calls <= 6 for life in lives(copying))
    assert all(life.n_calls == 9 for life in lives(ALL))
