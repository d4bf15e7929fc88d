"""The whole experiment, small."""

import json
import os
from dataclasses import replace

import pytest

from redraft.errors import Misuse
from redraft.theory.aligners.metrics import Mean
from redraft.theory.aligners.noise_aware.experiment import (
    Judged,
    Sizes,
    as_dict,
    from_dict,
    margins,
    mean_cells,
    noise_aware_experiment,
    shortfalls,
    worst_over_ignoring,
    worst_regret,
)
from redraft.theory.aligners.noise_aware.judging import IGNORING, Cell

TINY = Sizes(steps=1, seeds=(1,), n_tasks=24, noises=("released",), rates=(0.0, 1.0))


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    return noise_aware_experiment(tmp_path_factory.mktemp("runs"), TINY)


def a_cell(rate=0.0, n=2, error=0.3, over_ignoring=-0.1, regret=0.0):
    def mean(value):
        return Mean(value, 0.001)

    return Cell(
        rate=rate,
        n=n,
        error=mean(error),
        ignoring=mean(error - over_ignoring),
        copying=mean(0.2),
        best=mean(error - regret),
        best_rule=IGNORING,
        over_ignoring=mean(over_ignoring),
        regret=mean(regret),
    )


def some_judged(*cells, tells_rate=True, noise="released", seed=1):
    return Judged(noise=noise, tells_rate=tells_rate, seed=seed, cpu_s=1.0, cells=cells)


def test_both_forms_are_trained_and_judged(results):
    assert [(one.form, one.seed) for one in results.judged] == [("told the rate", 1), ("not told", 1)]
    assert all(len(one.cells) == 2 * 19 for one in results.judged)
    assert results.of("released", tells_rate=False) == (results.judged[1],)


def test_a_run_that_is_there_is_not_trained_again(results, tmp_path):
    told = []
    first = noise_aware_experiment(tmp_path, TINY, lambda share, what: told.append((share, what)))
    n_told = len(told)
    again = noise_aware_experiment(tmp_path, TINY, lambda share, what: told.append((share, what)))
    assert len(told) == n_told == 2
    assert told[-1] == (1.0, "released-not-told-seed1: step 1 of 1")
    assert as_dict(first)["judged"][0]["cells"] == as_dict(again)["judged"][0]["cells"]
    assert [one.cells for one in first.judged] == [one.cells for one in results.judged]


def test_results_come_back_from_json_but_for_the_sixth_digit(results):
    written = json.loads(json.dumps(as_dict(results)))
    assert as_dict(from_dict(written)) == as_dict(results)
    assert from_dict(written).sizes == TINY


def test_results_of_another_version_are_refused(results):
    with pytest.raises(Misuse, match="run the experiment again"):
        from_dict({**as_dict(results), "columns": ["rate"]})


def test_the_worst_cells_are_found_and_a_single_example_is_none_of_them():
    judged = some_judged(
        a_cell(n=1, over_ignoring=0.9), a_cell(n=2, over_ignoring=0.01, regret=0.2), a_cell(n=3, regret=0.3)
    )
    assert worst_over_ignoring(judged).n == 2
    assert worst_regret(judged).n == 3


def test_margins_are_those_to_the_printed_curve():
    judged = some_judged(a_cell(rate=0.5, n=15, error=0.2), a_cell(rate=0.1, n=15), a_cell(rate=0.5, n=16))
    (margin,) = margins(judged)
    assert (margin.cell.rate, margin.cell.n, margin.published) == (0.5, 15, 0.6237)
    assert margin.below == pytest.approx(0.4237)
    assert margins(some_judged(a_cell(rate=0.5, n=15), noise="text")) == ()


def test_aims_that_are_missed_are_named_and_others_are_not(results):
    fine = some_judged(a_cell(rate=0.5, n=15, error=0.2))
    assert shortfalls(replace(results, judged=(fine,))) == []
    worse = some_judged(a_cell(rate=1.0, n=2, over_ignoring=0.0061), a_cell(rate=0.5, n=15, error=0.7))
    ignoring, printed = shortfalls(replace(results, judged=(worse,)))
    assert ignoring == (
        "told the rate, released generator, seed 1: worse than ignoring the critic by more than 0.005 in 1 of 2 cells, "
        "most by 0.0061 at rate 1 and 2 examples"
    )
    assert printed.endswith("seed 1: not below the paper's printed transformer in 1 cells")
    not_told = some_judged(a_cell(rate=1.0, n=2, over_ignoring=0.0061, error=0.4), tells_rate=False)
    assert shortfalls(replace(results, judged=(not_told,))) == []


def test_cells_of_seeds_are_averaged_and_their_errors_hold_tasks_and_trainings():
    first, second = some_judged(a_cell(error=0.2)), some_judged(a_cell(error=0.4), seed=2)
    (cell,) = mean_cells([first, second])
    assert cell.error == pytest.approx((0.3, (0.1**2 + 0.001**2) ** 0.5))
    assert cell.copying == pytest.approx((0.2, 0.001))  # all seeds share the tasks: more of them do not make it smaller
    assert (cell.rate, cell.n, cell.best_rule) == (0.0, 2, IGNORING)


def test_an_experiment_without_a_training_is_refused():
    with pytest.raises(Misuse, match="one entry or more"):
        Sizes(seeds=())


def test_what_was_judged_is_kept_whole_or_not_at_all(results, tmp_path, monkeypatch):
    replaced = os.replace

    def killed(part, path):
        if path.name == "judged.json":
            raise KeyboardInterrupt
        replaced(part, path)

    with monkeypatch.context() as patched:
        patched.setattr("redraft.theory.aligners.noise_aware.experiment.os.replace", killed)
        with pytest.raises(KeyboardInterrupt):
            noise_aware_experiment(tmp_path, TINY)
    again = noise_aware_experiment(tmp_path, TINY)
    assert [one.cells for one in again.judged] == [one.cells for one in results.judged]


def test_what_was_judged_on_other_tasks_is_judged_again(results, tmp_path):
    noise_aware_experiment(tmp_path, TINY)
    other = noise_aware_experiment(tmp_path, replace(TINY, task_seed=5))
    assert [one.cells for one in other.judged] != [one.cells for one in results.judged]
