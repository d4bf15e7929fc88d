"""A batch that is killed in the middle, with the real command line, the real HTTP client and a real ``kill -9``."""

from pathlib import Path

from kill_batch import Survival, survive


def test_a_killed_batch_loses_nothing_and_repeats_only_calls_that_were_in_flight(tmp_path: Path) -> None:
    folder = tmp_path / "batch"
    folder.mkdir()
    found = survive(folder, n_prompts=32, n_kills=3, concurrency=4)
    assert found.survived, found
    assert found.n_calls == 32 * 4 + found.n_repeated


def test_a_lost_a_doubled_and_a_needlessly_repeated_piece_would_be_seen() -> None:
    def survived(**changes: object) -> bool:
        fine: dict[str, object] = {
            "n_prompts": 10,
            "concurrency": 4,
            "n_kills": 2,
            "n_records": 10,
            "n_prompts_with_one_record": 10,
            "in_order": True,
            "n_calls": 48,
            "n_repeated": 8,
            "most_repeated_after_one_kill": 4,
        }
        return Survival(**fine | changes).survived  # type: ignore[arg-type] # fields by name

    assert survived()
    assert not survived(n_records=9, n_prompts_with_one_record=9)
    assert not survived(n_records=11, n_prompts_with_one_record=9)
    assert not survived(in_order=False)
    assert not survived(n_repeated=9)
    assert not survived(most_repeated_after_one_kill=5)
