from pathlib import Path

import pytest

from redraft.errors import Misuse
from redraft.evals.samples import N_DRAWN, data_named
from support.labelled import written


def test_a_world_is_drawn_the_same_way_again() -> None:
    data = data_named("count", limit=5, seed=3)
    assert (data.form, len(data.samples), data.sha256) == ("world", 5, data_named("count", limit=5, seed=3).sha256)
    assert data.samples == data_named("count", limit=5, seed=3).samples
    assert data.sha256 != data_named("count", limit=5, seed=4).sha256
    assert len(data_named("pref").samples) == len(data_named("tasks").samples) == N_DRAWN


def test_a_file_is_read(tmp_path: Path) -> None:
    path = written(tmp_path / "own.jsonl", [{"prompt": "2 + 2?", "reference": 4}])
    assert data_named(str(path)).form == "plain"


@pytest.mark.parametrize(
    ("name", "form", "limit", "said"),
    [
        ("cuont", None, None, "'cuont' is no file here and no world; give a path, or one of count, pref"),
        ("count", "plain", None, "'plain' goes with a file, and 'count' is a world"),
        ("count", None, 0, "`limit` must be 1 or more, got 0"),
    ],
)
def test_what_is_neither_is_refused(name: str, form: str | None, limit: int | None, said: str) -> None:
    with pytest.raises(Misuse, match=said):
        data_named(name, form=form, limit=limit)
