from redraft.evals.preferences.figures import compared, figures_of
from redraft.evals.preferences.stream import Life


def life(person: str, *costs: int, memory: str = "a") -> Life:
    return Life(person=person, memory=memory, costs=costs, n_calls=len(costs))


def test_figures_compare_the_first_third_of_a_stream_with_the_last() -> None:
    found = figures_of("thorough", [life("0/0", 4, 3, 2, 1, 0, 0), life("0/1", 4, 4, 2, 2, 2, 0)])
    assert (found.first.value, found.late.value, found.fall.value, found.untouched.value) == (3.75, 0.5, 3.25, 0.75)
    assert [step.value for step in found.by_step] == [4, 3.5, 2, 1.5, 1, 0]
    assert (found.n_people, found.mean_calls) == (2, 6)


def test_memories_are_compared_person_by_person_and_seed_by_seed() -> None:
    ones = [life("0/0", 1, 0, 0), life("1/0", 1, 1, 1)]
    others = [life("0/0", 1, 1, 2, memory="b"), life("1/0", 1, 1, 2, memory="b")]
    found = compared("silent", ones, others)
    assert (found.memory, found.other, found.late.value, found.by_seed) == ("a", "b", -1.5, (-2.0, -1.0))
    assert found.whole.value == -(1 + 1 / 3) / 2
