"""`redraft lab train`: what its flags make, and what it shows."""

import json
import re
import signal

import pytest
import typer
from typer.testing import CliRunner

from redraft.cli import lab_train
from redraft.cli.lab import app
from redraft.cli.views.lab_train import Chosen, config_of, interrupted_between_steps, sentences, table_of
from redraft.errors import Misuse
from redraft.theory.aligners import training
from redraft.theory.aligners.config import paper_size, small
from redraft.theory.aligners.evaluation import evaluate
from redraft.theory.aligners.training import train

TINY = ["--layers", "1", "--heads", "2", "--width", "16", "--steps", "3", "--batch", "4", "--held-out", "20"]


def click_help(parameter: str) -> str:
    """What `redraft lab train --help` says of an option."""
    command = typer.main.get_command(app).commands["train"]
    return next(one.help for one in command.params if one.name == parameter)


def chosen(*, tokens=None, published=False, aligner=None, tasks=None, training=None) -> Chosen:
    return Chosen(
        tokens=tokens, paper_size=published, aligner=aligner or {}, tasks=tasks or {}, training=training or {}
    )


def test_flags_replace_fields_of_the_recipe_and_nothing_else():
    assert config_of(chosen()) == small()
    assert config_of(chosen(tokens="interleaved")) == small("interleaved")
    assert config_of(chosen(published=True)) == paper_size()
    changed = config_of(
        chosen(aligner={"n_layers": 5, "n_heads": None}, training={"steps": 9}, tasks={"noise": "text"})
    )
    assert (changed.aligner.n_layers, changed.aligner.n_heads, changed.steps, changed.tasks.noise) == (5, 3, 9, "text")


def test_an_unknown_form_of_tokens_is_refused():
    with pytest.raises(Misuse, match="`tokens` must be one of packed, interleaved, got 'triples'"):
        config_of(chosen(tokens="triples"))


def test_the_table_shows_the_aligner_first_then_the_published_then_every_baseline():
    done = train(config_of(chosen(aligner={"n_layers": 1, "width": 16}, training={"steps": 1, "batch": 4})))
    evaluation = evaluate(done, n_tasks=20)
    rules = [row.cells[0] for row in table_of(done.config, evaluation).rows]
    assert rules == ["this aligner", "published transformer", *evaluation.baselines]
    assert "as printed, from 256 other tasks, its ± estimated" in table_of(done.config, evaluation).note
    line = next(row for row in table_of(done.config, evaluation).rows if row.cells[0] == "least squares line")
    assert line.cells[1:4] == ("0.000 ± 0.000",) * 3
    steps, regret = sentences(done, evaluation)
    assert steps.startswith("1 step in ") and re.search(r"lies \d\.\d{4} ± \d\.\d{4} nats above the least", regret)


def test_published_figures_do_not_stand_beside_another_generator():
    done = train(
        config_of(
            chosen(
                tasks={"noise": "text"},
                aligner={"n_layers": 1, "width": 16},
                training={"steps": 1, "batch": 4, "reward": "squared"},
            )
        )
    )
    evaluation = evaluate(done, n_tasks=20)
    assert "published transformer" not in [row.cells[0] for row in table_of(done.config, evaluation).rows]
    assert "published" not in table_of(done.config, evaluation).note
    # Its loss is not the one that the optimum was found for.
    assert len(sentences(done, evaluation)) == 1


def test_the_command_keeps_a_run_and_shows_the_same_when_asked_again(tmp_path):
    folder = tmp_path / "run"
    first = CliRunner().invoke(app, ["train", *TINY, "--out", str(folder), "--json"])
    assert first.exit_code == 0, first.output
    result = json.loads(first.stdout)
    assert len(result["losses"]) == 3 and result["evaluation"]["n_tasks"] == 20
    assert result["config"]["reward"] == "cosine" and set(result["versions"]) == {"redraft", "torch", "python"}
    assert json.loads((folder / "result.json").read_text()) == result
    again = CliRunner().invoke(app, ["train", *TINY, "--out", str(folder), "--json"])
    assert json.loads(again.stdout) == result
    shown = CliRunner().invoke(app, ["train", *TINY, "--out", str(folder)])
    assert "this aligner" in shown.stdout and "held-out" not in shown.stderr.replace("judging on 20 held-out", "")
    other = CliRunner().invoke(app, ["train", *TINY, "--out", str(folder), "--noise", "text"])
    assert isinstance(other.exception, Misuse)
    assert "tasks.noise: 'released' there, 'text' here" in str(other.exception)


def test_what_cannot_begin_is_refused_before_anything_is_written(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    foreign = CliRunner().invoke(app, ["train", *TINY, "--out", str(tmp_path)])
    assert isinstance(foreign.exception, Misuse) and "give an empty or new folder" in str(foreign.exception)
    assert not (tmp_path / "config.json").exists()
    for device in ("cuda:99", "blah"):
        refused = CliRunner().invoke(app, ["train", *TINY, "--device", device, "--out", str(tmp_path / "run")])
        assert isinstance(refused.exception, Misuse)
        assert f"`device` cannot be used here, got {device!r}" in str(refused.exception)
        assert not (tmp_path / "run").exists()


def test_ctrl_c_waits_for_the_step_says_which_it_was_and_the_same_command_goes_on(tmp_path, monkeypatch):
    taken = training.take_step

    def interrupted(aligner, optimizers, config, step):
        if step == 1:
            signal.raise_signal(signal.SIGINT)
        return taken(aligner, optimizers, config, step)

    before = signal.getsignal(signal.SIGINT)
    folder = tmp_path / "run"
    with monkeypatch.context() as patched:
        patched.setattr(training, "take_step", interrupted)
        stopped = CliRunner().invoke(app, ["train", *TINY, "--out", str(folder)])
    assert stopped.exit_code != 0
    assert f"stopped after step 2 of 3; kept in {str(folder)!r}; the same command goes on" in stopped.stderr
    assert signal.getsignal(signal.SIGINT) is before
    assert len(training.load(folder).losses) == 2
    resumed = CliRunner().invoke(app, ["train", *TINY, "--out", str(folder), "--json"])
    unbroken = CliRunner().invoke(app, ["train", *TINY, "--json"])
    assert json.loads(resumed.stdout)["losses"] == json.loads(unbroken.stdout)["losses"]


def test_a_second_ctrl_c_ends_the_step_at_once():
    with interrupted_between_steps() as is_interrupted:
        assert not is_interrupted()
        signal.raise_signal(signal.SIGINT)
        assert is_interrupted()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_help_states_the_defaults_that_the_recipes_have():
    small_one, published = small(), paper_size()
    told = " ".join(click_help(name) for name in ("layers", "steps", "batch", "optimizer", "learning_rate"))
    for recipe in (small_one, published):
        named = (recipe.aligner.n_layers, recipe.steps, recipe.batch, recipe.optimizer, recipe.learning_rate)
        assert all(
            re.search(rf"\b{format(value, 'f').rstrip('0') if isinstance(value, float) else value}\b", told)
            for value in named
        )
        assert f"{recipe.aligner.n_heads}, with {recipe.aligner.head_width} numbers" in click_help("heads")
        assert f"{recipe.aligner.width}." in click_help("width") and recipe.precision in click_help("precision")
    assert f"every {training.CHECKPOINT_EVERY} steps" in " ".join((lab_train.command.__doc__ or "").split())
