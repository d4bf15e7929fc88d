from dataclasses import replace
from pathlib import Path

import pytest

from redraft.errors import Misuse
from redraft.theory.experiments.ablations import variants
from redraft.theory.experiments.keeping import keep_outcome
from redraft.theory.experiments.running import all_jobs, run
from redraft.theory.experiments.sizes import size_of
from redraft.theory.experiments.suite import MAKERS, spent_cpu_s, still_to_run_s, suite
from redraft.theory.experiments.trainings import expected_s


def test_the_paper_size_is_the_published_setting() -> None:
    size = size_of("paper")
    interleaved, text = (form.training for form in size.forms)
    shape = (interleaved.aligner.n_layers, interleaved.aligner.n_heads, interleaved.aligner.width)
    assert shape == (20, 3, 96)
    assert (interleaved.batch, interleaved.steps, interleaved.tasks.noise) == (256, 3000, "released")
    assert (text.batch, text.steps, text.tasks.noise, text.reward) == (256, 1500, "text", "squared")
    names = [variant.name for variant in variants(size)]
    assert names == [
        "full", "no-softmax", "no-feed-forward", "heads-1", "heads-4", "heads-6", "depth-3", "depth-5", "depth-10",
        "depth-15",
    ]  # fmt: skip


def test_the_paper_size_runs_to_its_end_with_small_numbers_in_place_of_large_ones(tmp_path: Path) -> None:
    size = size_of("paper")

    def shrunk(config):
        aligner = replace(config.aligner, width=12, n_layers=2, head_width=4)
        return replace(config, aligner=aligner, steps=2, batch=4, micro_batches=2)

    size = replace(
        size,
        forms=tuple(form._replace(training=shrunk(form.training)) for form in size.forms),
        ablated=shrunk(size.ablated),
        heads=(1, 3),
        depths=(1, 2),
        n_held_out=8,
        n_ablated=8,
        n_attended=8,
    )
    results = run(suite(size, only=("curve", "ablations")), tmp_path, processes=1)
    assert [result.name for result in results] == ["curve", "ablations"]
    assert {row.why.split(";")[-1] for row in results[0].findings.rows} == {" printed from 256 tasks"}
    assert "another network or recipe" in results[0].findings.rows[0].why
    why = {row.metric.split(", ")[-1]: row.why for row in results[1].findings.rows}
    assert "more than one thing" in why["no softmax"] and "more than one thing" not in why["1 layer"]


def test_every_variant_changes_one_field_of_the_full_aligner() -> None:
    size = size_of("small")
    for variant in variants(size)[1:]:
        full, changed = size.ablated, variant.config
        assert replace(changed, aligner=full.aligner) == full
        differing = [
            name for name in full.aligner.__slots__ if getattr(full.aligner, name) != getattr(changed.aligner, name)
        ]
        assert len(differing) == 1, variant.name


def test_what_is_left_counts_a_shared_training_once_and_forgets_what_is_done(tmp_path: Path) -> None:
    experiments = suite(size_of("tiny"), only=("curve", "noise"))
    before = still_to_run_s(experiments, tmp_path)
    jobs = all_jobs(experiments)
    assert sum(before.values()) == pytest.approx(sum(job.expected_s for job in jobs))
    first = jobs[0]
    keep_outcome(tmp_path, first, {}, cpu_s=2.5, wall_s=3.0)
    after = still_to_run_s(experiments, tmp_path)
    assert before["curve"] - after["curve"] == pytest.approx(first.expected_s)
    assert spent_cpu_s(experiments, tmp_path) == 2.5


def test_an_expected_time_grows_with_the_work() -> None:
    small, paper = size_of("small").ablated, size_of("paper").ablated
    assert expected_s(replace(small, steps=2 * small.steps)) == pytest.approx(2 * expected_s(small))
    assert expected_s(paper) > 500 * expected_s(small)


def test_unknown_names_are_refused_with_a_suggestion() -> None:
    with pytest.raises(Misuse, match="no experiment is called 'nosie'; did you mean 'noise'"):
        suite(size_of("tiny"), only=("nosie",))
    with pytest.raises(Misuse, match=f"there are {', '.join(MAKERS)}"):
        suite(size_of("tiny"), only=("zzz",))
    with pytest.raises(Misuse, match="no size is called 'huge'; there are tiny, small, paper"):
        size_of("huge")
    with pytest.raises(Misuse, match=r"`seeds` must be different numbers, at least one, got \(1, 1\)"):
        size_of("tiny", (1, 1))


def test_the_tiny_size_states_no_finding_of_aligners_that_have_learnt_nothing(tmp_path: Path) -> None:
    (noise,) = run(suite(size_of("tiny", (1,)), only=("noise",)), tmp_path, processes=1)
    (said,) = noise.findings.words
    assert said.startswith("Nothing is found here: the tiny size") and "took 4 steps" in said
    assert noise.findings.key_figures == () and len(noise.findings.figures) == 3
    assert noise.findings.rows and not any(row.comparable for row in noise.findings.rows)
    assert {row.why for row in noise.findings.rows} == {said.removeprefix("Nothing is found here: ").rstrip(".")}


def test_the_tiny_size_blames_few_tasks_and_not_training_for_a_rule_that_needs_none(tmp_path: Path) -> None:
    (curve,) = run(suite(size_of("tiny", (1,)), only=("curve",)), tmp_path, processes=1)
    rules = [row for row in curve.findings.rows if row.metric.startswith("gradient descent")]
    learnt = [row for row in curve.findings.rows if row.metric.startswith("transformer")]
    assert rules and len(rules) + len(learnt) == len(curve.findings.rows)
    assert all(row.comparable and row.why.endswith("; only 32 tasks at the tiny size") for row in rules)
    assert all(not row.comparable and "have learnt nothing" in row.why for row in learnt)
