"""An exported construction says the same, in a process that has never heard of Redraft."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from redraft.errors import Misuse
from redraft.theory.export.embedding import given
from redraft.theory.export.exporting import exported, predictions, write_export
from redraft.theory.verification.catalogue import CATALOGUE, named
from redraft.theory.verification.entries import Setting

ALONE = """
import sys
sys.modules["redraft"] = None  # importing it would fail
import numpy as np, torch
from transformers import AutoModel
model = AutoModel.from_pretrained("folder", trust_remote_code=True)
case = {name: torch.from_numpy(array) for name, array in np.load("case.npz").items()}
said = model(**case, output_attentions=True, output_hidden_states=True)
assert model.dtype == torch.float64 and len(said.hidden_states) == len(said.attentions) + 1
np.savez("said.npz", predictions=said.predictions.detach(), last=said.attentions[-1].detach())
"""


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.name)
def test_the_module_says_what_the_construction_says(entry) -> None:  # type: ignore[no-untyped-def]
    setting = Setting(n_responses=entry.nearest(4), width=3, n_steps=2 if entry.stacks else 1)
    construction = entry.build(setting)
    model = exported(construction, entry.draw(8, setting, 0))
    fresh = entry.draw(20, setting, 1)
    assert np.abs(predictions(model, fresh) - construction.predictions(fresh)).max() <= 1e-12
    said = model(**given(fresh), output_attentions=True)
    heads = [len(block.heads) for block in construction.network.blocks]
    assert [attention.shape[1] for attention in said.attentions] == heads


def test_a_fresh_process_without_redraft_loads_the_folder_and_says_the_same(tmp_path: Path) -> None:
    entry, setting = named("masked"), Setting(n_responses=3, width=2)
    construction, problems = entry.build(setting), entry.draw(8, setting, 0)
    write_export(exported(construction, problems), tmp_path / "folder")
    np.savez(tmp_path / "case.npz", **{name: tensor.numpy() for name, tensor in given(problems).items()})
    environment = {**os.environ, "HF_HOME": str(tmp_path / "cache"), "HF_HUB_OFFLINE": "1", "PYTHONPATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", ALONE], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    said = np.load(tmp_path / "said.npz")
    assert np.abs(said["predictions"] - construction.predictions(problems)).max() <= 1e-12
    assert np.allclose(said["last"].sum(axis=-1), 1)
    files = {file.name for file in (tmp_path / "folder").iterdir()}
    assert files == {"README.md", "config.json", "model.safetensors", "modeling_construction.py"}
    assert (tmp_path / "folder" / "model.safetensors").stat().st_mode & 0o777 == 0o644


def test_every_matrix_is_a_parameter_with_its_name() -> None:
    entry, setting = named("masked"), Setting(n_responses=3, width=2)
    construction = entry.build(setting)
    parameters = dict(exported(construction, entry.draw(8, setting, 0)).named_parameters())
    top = construction.network.blocks[1].heads[0]
    assert np.array_equal(parameters[f"blocks.1.heads.{top.name}.key"].detach().numpy(), top.key)
    assert "blocks.1.feed_forward.inner" in parameters


def test_weights_that_are_left_out_are_a_model_that_predicts_nothing_yet() -> None:
    entry, setting = named("sorted"), Setting(n_responses=3, width=2)
    problems = entry.draw(8, setting, 0)
    model, case = exported(entry.build(setting), problems), given(problems)
    zeros = model(**{**case, "weights": torch.zeros_like(case["weights"])}).predictions
    assert torch.equal(model(case["query"], case["responses"], case["rewards"]).predictions, zeros)


def test_problems_of_another_size_are_refused_with_the_size_that_fits() -> None:
    entry, setting = named("sorted"), Setting(n_responses=3, width=2)
    model = exported(entry.build(setting), entry.draw(8, setting, 0))
    other = given(entry.draw(8, Setting(n_responses=4, width=2), 0))
    with pytest.raises(ValueError, match=r"`responses` must have shape .*exported for 3 responses of width 2"):
        model(**other)


def test_a_construction_that_computes_its_tokens_is_refused() -> None:
    from dataclasses import replace

    entry, setting = named("sorted"), Setting(n_responses=3, width=2)
    construction = entry.build(setting)
    cubed = replace(construction, embed=lambda problems: construction.embed(problems) ** 3)
    with pytest.raises(Misuse, match="cannot export 'sorted': number 0 of token 0 is neither fixed nor copied"):
        exported(cubed, entry.draw(8, setting, 0))


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    entry, setting = named("sorted"), Setting(n_responses=2, width=1)
    (tmp_path / "file").write_text("")
    with pytest.raises(Misuse, match=r"cannot write into .*give another folder"):
        write_export(exported(entry.build(setting), entry.draw(8, setting, 0)), tmp_path / "file" / "folder")
