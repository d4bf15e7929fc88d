from redraft.evals.steps.halves import half_of


def test_halves_are_about_equal_and_the_same_every_time() -> None:
    halves = [half_of(f"problem {k}") for k in range(2000)]
    assert halves == [half_of(f"problem {k}") for k in range(2000)]
    assert 900 < halves.count("test") < 1100


def test_a_broken_character_belongs_to_a_half_too() -> None:
    assert half_of("\ud800") in ("test", "development")
