"""Faults are planted into translations without a mark, and each check is asked about its own."""

from pathlib import Path

from redraft.critics.translation import TranslationCritic
from redraft.evals.translation.judged import read_judged
from redraft.evals.translation.planting import planted
from support.marked_translations import rows, written


def test_checks_find_the_faults_that_they_are_made_for(tmp_path: Path) -> None:
    ones = read_judged(written(tmp_path / "x.jsonl", rows()))
    made = planted(ones, TranslationCritic(), half="both", seed=0)
    found = {one.check: one.found.value for one in made}
    # There is no second language to take a stranger from, and one source with a number.
    assert found.keys() == {
        "placeholders", "markup", "copied", "leftover", "numbers", "length", "repeats", "brackets", "ending",
    } - ({"length"} - found.keys())  # fmt: skip
    assert all(found[name] == 1 for name in ("placeholders", "markup", "copied", "numbers", "brackets", "ending"))
    assert all(one.before.value == 0 for one in made)
    assert {one.half for one in made} == {"both"}


def test_the_seed_fixes_what_is_planted(tmp_path: Path) -> None:
    ones = read_judged(written(tmp_path / "x.jsonl", rows()))
    critic = TranslationCritic()
    first, again = (planted(ones, critic, half="test", seed=3) for _ in range(2))
    assert first == again


def test_halves_are_kept_apart(tmp_path: Path) -> None:
    ones = read_judged(written(tmp_path / "x.jsonl", rows()))
    sizes = [
        {one.check: one.found.n for one in planted(ones, TranslationCritic(), half=half, seed=0)}["brackets"]
        for half in ("test", "development", "both")
    ]
    assert sizes[0] + sizes[1] == sizes[2]
