"""`redraft lab attend` on an aligner that was trained for a moment."""

import json
from dataclasses import replace
from pathlib import Path

from redraft.theory.aligners.training import train
from redraft.theory.experiments.sizes import size_of
from support.command_line import redraft


def test_every_head_is_told_and_the_page_has_the_pictures(tmp_path: Path) -> None:
    config = replace(size_of("tiny").forms[0].training, seed=7)
    train(config, tmp_path / "aligner")
    page, out = tmp_path / "page.html", tmp_path / "pictures"
    arguments = ("lab", "attend", "--aligner", str(tmp_path / "aligner"), "--tasks", "16")
    done = redraft(*arguments, "--task", "3", "--html", str(page), "--out", str(out), "--json")
    assert done.code == 0, done.err
    told = json.loads(done.out)
    assert told["config"]["seed"] == 7
    assert [(head["layer"], head["head"]) for head in told["trained"]] == [
        (1, 1),
        (1, 2),
        (1, 3),
        (2, 1),
        (2, 2),
        (2, 3),
    ]
    assert {"top", "average", "worst", "latest"} <= told["untrained"][0].keys()
    assert page.read_text().count("<svg") == 3
    assert len(list(out.iterdir())) == 9

    table = redraft(*arguments)
    assert "Correlation of each head with an ideal one, mean over 8 tasks" in table.out
    words = " ".join(table.out.split())
    assert "Of the 16 tasks the first half picks the heads" in words
    assert words.count("(the most similar one before training: ") == 3
    refused = redraft(*arguments, "--task", "16")
    assert (refused.code, refused.err) == (2, "redraft: --task must be below --tasks 16, got 16\n")


def test_a_folder_without_an_aligner_is_refused(tmp_path: Path) -> None:
    done = redraft("lab", "attend", "--aligner", str(tmp_path))
    assert done.code == 2
    assert "holds no trained aligner; make one with `redraft lab train --out`" in done.err
