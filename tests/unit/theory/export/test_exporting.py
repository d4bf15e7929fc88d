"""An exported construction says the same, in a process that has never heard of Redraft."""

import os
import subprocess
import sys
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from redraft.errors import Misuse
from redraft.theory.constructions.needs import logit_reach
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


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("masked", {"rewards": [[0.1, 0.11, 0.5]]}, r"differ by 0.05 or more, got a smallest distance of 0.01; export"),
        ("masked", {"rewards": [[0.1, 0.1, 0.5]]}, r"differ by 0.05 or more, got a smallest distance of 0; export"),
        ("masked", {"rewards": [[0.1, 0.3, 50.0]]}, "rewards must lie within 10 of 0, got 50; shift them"),
        ("sorted", {"rewards": [[0.1, 0.1, 0.5]]}, "rewards must differ, got a smallest distance of 0"),
        ("graded", {"rewards": [[1.0, 2.5, 3.0]]}, "rewards must be whole numbers from 1 to 3; round them"),
        ("graded", {"rewards": [[1.0, 2.0, 4.0]]}, "rewards must be whole numbers from 1 to 3; round them"),
        ("paper", {"query": [[2.0, 0, 0, 0, 0]]}, "queries must have length 1"),
        ("sorted", {"responses": [[[90.0, 0], [0, 1], [1, 0]]]}, r"logits can become [0-9.e+]+, and masks were made"),
        ("general", {"responses": [[[90.0, 0], [0, 1], [1, 0]]]}, r"logits can become [0-9.e+]+, and masks were made"),
        ("sorted", {"responses": [[[float("nan"), 0], [0, 1], [1, 0]]]}, "all numbers must be finite"),
    ],
)
def test_what_the_construction_refuses_is_refused_by_its_export(name: str, change: dict[str, Any], words: str) -> None:
    entry, setting = named(name), Setting(n_responses=3, width=2, n_steps=2)
    construction, problems = entry.build(setting), entry.draw(8, setting, 0)
    model = exported(construction, problems)
    changed = {part: np.repeat(np.array(numbers), 8, axis=0) for part, numbers in change.items()}
    with pytest.raises(ValueError, match=words):
        model(**given(problems) | {part: torch.from_numpy(numbers) for part, numbers in changed.items()})
    if not any(np.isnan(numbers).any() for numbers in changed.values()):
        with pytest.raises(Misuse):
            construction.predictions(replace(problems, **changed))


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.name)
def test_the_export_takes_and_refuses_logits_where_the_construction_does(entry) -> None:  # type: ignore[no-untyped-def]
    setting = Setting(n_responses=entry.nearest(4), width=3, n_steps=3)
    problems = entry.draw(8, setting, 0)
    of = entry.build(setting).needs.logits
    reach = float(logit_reach(problems, logits=of, step_size=0.1, n_steps=3).max())
    for part, refused in ((1.0001, False), (0.9999, True)):
        construction = entry.build(replace(setting, largest_logit=part * reach))
        # Only what is checked is of interest: the module is made with room, and told of the tight limit.
        model = exported(entry.build(setting), problems)
        model.config.needs["largest_logit"] = part * reach
        for run, problem in ((construction.predictions, Misuse), (partial(predictions, model), ValueError)):
            with pytest.raises(problem, match="largest_logit") if refused else nullcontext():
                run(problems)


def test_the_card_says_what_the_weights_were_made_for(tmp_path: Path) -> None:
    entry, setting = named("paper"), Setting(n_responses=3, width=2)
    write_export(exported(entry.build(setting), entry.draw(8, setting, 0)), tmp_path / "folder")
    card = (tmp_path / "folder" / "README.md").read_text()
    assert (
        "Made for problems of which these hold: rewards differ by 0.05 or more; rewards lie within 250 of 0; logits "
        "stay within 1000 of 0; queries have length 1. Others are refused" in card
    )


def test_a_construction_that_computes_its_tokens_is_refused() -> None:
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
