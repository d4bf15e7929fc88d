from redraft.evals.comparing.slices import FEWEST, Labelled, slices_of


def cases(value: str, n: int, *, gained: int) -> list[Labelled]:
    return [
        Labelled(groups={"kind": value, "all": "same"}, problem=f"{value}{i}", first=False, second=i < gained)
        for i in range(n)
    ]


def test_parts_are_corrected_for_how_many_there_are() -> None:
    found, n_left_out = slices_of([*cases("a", 10, gained=6), *cases("b", 10, gained=0), *cases("c", 2, gained=2)])
    assert [(one.key, one.value, one.n) for one in found] == [("kind", "a", 10), ("kind", "b", 10)]
    assert n_left_out == 1
    a, b = found
    assert (a.p, a.p_of_many) == (2 / 64, 4 / 64)
    assert (b.p, b.p_of_many, b.difference.value) == (1, 1, 0)
    alone = slices_of([*cases("a", 10, gained=6), *cases("c", 2, gained=2)]).found[0]
    assert alone.difference.low > a.difference.low  # one part alone has the narrower interval


def test_a_group_with_one_value_is_no_part_and_few_problems_say_nothing() -> None:
    assert slices_of(cases("a", 10, gained=5)).found == ()
    assert slices_of([*cases("a", FEWEST - 1, gained=0), *cases("b", 1, gained=0)]) == ((), 2)
