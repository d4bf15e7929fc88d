"""Which folders an export may be written into."""

from pathlib import Path

import pytest

from redraft.errors import Misuse
from redraft.theory.export.exporting import exported, write_export
from redraft.theory.export.folders import EXPORT, check_own
from redraft.theory.verification.catalogue import named
from redraft.theory.verification.entries import Setting


def test_a_new_an_empty_and_an_own_folder_may_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "export"
    check_own(folder)
    folder.mkdir()
    (folder / ".git").mkdir()
    entry, setting = named("sorted"), Setting(n_responses=2, width=1)
    model = exported(entry.build(setting), entry.draw(8, setting, 0))
    write_export(model, folder)
    assert {path.name for path in folder.iterdir()} == EXPORT.files | {".git"}
    write_export(model, folder)
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(Misuse, match=r"holds 'notes\.txt', which is not of an earlier run.*empty or new folder"):
        write_export(model, folder)


@pytest.mark.parametrize(
    "config", ["", "{", "[]", "3", '{"model_type": "llama"}', '{"model_type": ["redraft_construction"]}']
)
def test_a_model_of_somebody_else_is_refused(tmp_path: Path, config: str) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "config.json").write_text(config)
    with pytest.raises(Misuse, match=r"holds 'config\.json', which is not of an earlier run"):
        check_own(folder)
    assert (folder / "config.json").read_text() == config
