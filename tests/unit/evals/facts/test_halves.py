from redraft.evals.facts.halves import PARTS, share, within


def test_the_halves_make_up_the_whole() -> None:
    rows = [f"claim {i}" for i in range(40)]
    parts = {part: within(part, rows, str) for part in PARTS}
    assert parts["both"] == rows
    assert sorted(parts["test"] + parts["development"]) == sorted(rows)
    assert parts["test"]
    assert parts["development"]


def test_no_case_has_no_share() -> None:
    assert share([], []) is None
    found = share([True, False], ["a", "b"])
    assert found is not None
    assert found.value == 0.5
