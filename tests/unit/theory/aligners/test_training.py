"""Training as equivalences: same seed, same curve; resumed, uninterrupted; eight of four, one of thirty-two."""

from dataclasses import replace

import pytest
import torch

from redraft.errors import Misuse
from redraft.theory.aligners.config import AlignerConfig, TrainingConfig
from redraft.theory.aligners.heldout import held_out
from redraft.theory.aligners.losses import direct_losses, ranking_losses
from redraft.theory.aligners.tasks import TaskConfig
from redraft.theory.aligners.training import Progress, draw_batch, load, train

TINY = TrainingConfig(
    aligner=AlignerConfig(width=16, n_layers=2, n_heads=2, head_width=8),
    tasks=TaskConfig(n_responses=5),
    steps=6,
    batch=8,
    warmup_steps=2,
)


@pytest.fixture
def folder(tmp_path):
    """An empty one: `tmp_path` itself holds the test's home."""
    made = tmp_path / "run"
    made.mkdir()
    return made


class Broken(RuntimeError):
    """Somebody pulled the plug."""


def break_after(step: int):
    def on_progress(progress: Progress) -> None:
        if progress.step == step:
            raise Broken

    return on_progress


@pytest.mark.parametrize("optimizer", ["muon", "adamw", "adam"])
@pytest.mark.parametrize("tokens", ["packed", "interleaved"])
def test_a_broken_run_goes_on_to_the_curve_and_the_weights_of_an_unbroken_one(folder, optimizer, tokens):
    config = replace(TINY, optimizer=optimizer, aligner=replace(TINY.aligner, tokens=tokens), max_redraw_rate=0.5)
    unbroken = train(config)
    with pytest.raises(Broken):
        # One step past the checkpoint: its work is lost and done again.
        train(config, folder, on_progress=break_after(5), checkpoint_every=2)
    assert len(load(folder).losses) == 4
    resumed = train(config, folder, checkpoint_every=2)
    assert resumed.losses == unbroken.losses and resumed.is_finished
    weights = resumed.aligner.state_dict()
    assert all(torch.equal(value, weights[name]) for name, value in unbroken.aligner.state_dict().items())


def test_ctrl_c_between_two_steps_keeps_all_that_are_done(folder):
    def interrupt(progress: Progress) -> None:
        if progress.step == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(TINY, folder, on_progress=interrupt)
    assert len(load(folder).losses) == 3
    steps = []
    resumed = train(TINY, folder, on_progress=lambda progress: steps.append(progress.step))
    assert steps == [4, 5, 6] and resumed.losses == train(TINY).losses


def test_a_finished_run_is_read_and_not_trained_again(folder):
    first = train(TINY, folder)
    steps = []
    again = train(TINY, folder, on_progress=lambda progress: steps.append(progress.step))
    assert steps == [] and again.losses == first.losses and again.cpu_s == first.cpu_s
    tasks = held_out(TINY.tasks, n_tasks=4)
    assert torch.equal(load(folder).aligner(tasks), first.aligner(tasks))


def test_the_seed_decides_the_curve():
    assert train(TINY).losses == train(TINY).losses != train(replace(TINY, seed=2)).losses


def test_parts_of_a_batch_give_the_curve_of_the_whole():
    whole, parts = train(TINY), train(replace(TINY, micro_batches=4))
    assert whole.losses != parts.losses
    assert torch.allclose(torch.tensor(whole.losses), torch.tensor(parts.losses), rtol=1e-3)
    assert abs(whole.losses[0] - parts.losses[0]) < 1e-5


def test_steps_are_those_of_a_plain_network_with_a_loss_written_as_loops():
    from aligner_step import our_step, plain_step

    config = replace(
        TINY,
        aligner=replace(TINY.aligner, tokens="interleaved"),
        optimizer="adam",
        learning_rate=1e-3,
        schedule="constant",
        warmup_steps=0,
        clip_norm=None,
        micro_batches=2,
    )
    ours, plain = our_step(config), plain_step(config)
    for step in range(3):
        assert abs(ours(step) - plain(step)) < 1e-4


def test_bfloat16_stays_near_the_curve_of_float32():
    rounded = train(replace(TINY, precision="bf16"))
    assert torch.allclose(torch.tensor(train(TINY).losses), torch.tensor(rounded.losses), rtol=0.02)


@pytest.mark.parametrize("noise", ["released", "text"])
@pytest.mark.parametrize("loss", ["ranking", "direct"])
def test_the_loss_it_is_trained_on_falls_on_tasks_it_never_saw(loss, noise):
    tasks = TaskConfig(n_responses=8, width=2, noise=noise)
    # With squared distances the text's generator is as its loss is written; cosines go with the released one.
    reward = "squared" if noise == "text" else "cosine"
    aligner = replace(TINY.aligner, init_std=0.25)
    config = replace(
        TINY,
        aligner=aligner,
        tasks=tasks,
        steps=80,
        batch=32,
        warmup_steps=5,
        learning_rate=0.02,
        loss=loss,
        reward=reward,
    )
    fresh = held_out(tasks, n_tasks=512)
    measure = ranking_losses if loss == "ranking" else direct_losses

    def judged(steps: int) -> float:
        predictions = train(replace(config, steps=steps)).aligner(fresh)
        return measure(predictions, fresh, reward)[:, 2:].mean().item()

    assert judged(80) < 0.95 * judged(1)


def test_a_told_rate_reaches_the_aligner_and_is_the_rate_of_its_task():
    aligner = replace(TINY.aligner, n_extra_inputs=1)
    config = replace(TINY, batch=2000, aligner=aligner, tells_rate=True, max_redraw_rate=0.8)
    batch, right = draw_batch(config, 3), draw_batch(replace(config, max_redraw_rate=0.0), 3)
    assert batch.told is not None and right.told is not None
    assert torch.equal(batch.tasks.responses, right.tasks.responses) and (right.told == 0).all()
    redrawn = (batch.tasks.rewards != right.tasks.rewards).float().mean(1)
    assert batch.told.min() > 0 and 0.79 < batch.told.max() <= 0.8
    assert abs((redrawn - batch.told[:, 0]).mean()) < 0.02
    assert len(train(replace(config, batch=4)).losses) == 6


def test_each_step_has_tasks_of_its_own():
    first, again, next_one = draw_batch(TINY, 0), draw_batch(TINY, 0), draw_batch(TINY, 1)
    assert torch.equal(first.tasks.rewards, again.tasks.rewards)
    assert not torch.equal(first.tasks.rewards, next_one.tasks.rewards)


def test_a_rate_that_breaks_training_is_named():
    config = replace(TINY, learning_rate=1e30, optimizer="adam", clip_norm=None, warmup_steps=0)
    with pytest.raises(Misuse, match=r"training broke at step 2: loss nan, .* lower `learning_rate` \(now 1e\+30\)"):
        train(config)


def test_another_config_is_refused_by_name(folder):
    train(TINY, folder)
    with pytest.raises(Misuse) as refused:
        train(replace(TINY, steps=9, tasks=replace(TINY.tasks, noise="text")), folder)
    assert "another config (tasks.noise: 'released' there, 'text' here; steps: 6 there, 9 here)" in str(refused.value)
