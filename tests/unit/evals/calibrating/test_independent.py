import numpy as np

from redraft.evals.calibrating.certifying import Calibrated, Promise, certificate_of
from redraft.evals.calibrating.independent import are_draws, n_independent, one_of_each
from redraft.evals.calibrating.rows import CalibrationRow
from redraft.evals.samples import data_named

ON = Calibrated(data="d", sha256="0", case_hashes=(), fingerprint={}, command="")


def row(id: str, problem: str, *, right: tuple[bool, ...] = (True,)) -> CalibrationRow:
    """A draft, and a redraft that is returned where there is one."""
    n = len(right)
    return CalibrationRow(
        key="k",
        id=id,
        problem=problem,
        right=right,
        scores=(0.2, 0.9)[:n],
        passed=(False, True)[:n],
        standing=tuple(range(n)),
        final=n - 1,
        calls=n,
    )


def test_of_each_problem_one_row_counts_whatever_came_of_it_and_in_any_order() -> None:
    rows = [row(f"r{k}", f"p{k % 7}") for k in range(60)]
    drawn = one_of_each(rows)
    assert sorted(one.problem for one in drawn) == [f"p{k}" for k in range(7)]
    answered = [row(f"r{k}", f"p{k % 7}", right=(True, k % 2 == 0)) for k in range(60)]
    assert {one.id for one in one_of_each(answered[::-1])} == {one.id for one in drawn}
    assert len({rows.index(one) // 7 for one in drawn}) > 1  # drawn, and not the first of each


def test_rows_of_one_problem_that_break_together_are_no_more_certain_than_one() -> None:
    # 60 problems of 5 rows each, of which 2.5 % break: 300 cases if counted alone would be certified at 2 %.
    rng, n_runs, n_wrong = np.random.default_rng(0), 200, 0
    for run in range(n_runs):
        rows = []
        for problem in range(60):
            breaks = rng.random() < 0.025
            fixes = not breaks and rng.random() < 0.2
            ids = [f"{run}-{problem}-{k}" for k in range(5)]
            rows += [row(one, f"p{problem}", right=(not fixes, not breaks)) for one in ids]
        file = certificate_of(rows, Promise(epsilon=0.02, delta=0.05), ON)
        assert (file.n, file.n_left_out) == (60, 240)
        n_wrong += file.threshold is not None
    assert n_wrong == 0  # 60 cases cannot certify 2 %


def test_in_a_world_every_draw_counts_also_of_a_problem_that_chance_drew_twice() -> None:
    rows = [row(f"r{k}", "the same", right=(False, True)) for k in range(200)]
    assert certificate_of(rows, Promise(), ON, are_draws=True).n == 200
    assert certificate_of(rows, Promise(), ON).n == 1
    world = data_named("pref", form=None, limit=400, seed=0)
    assert are_draws(world)
    assert n_independent(world) == 400
    assert len({sample.problem for sample in world.samples}) < 400


def test_cases_without_any_answer_do_not_count() -> None:
    rows = [row(f"r{k}", f"p{k}", right=(False, True)) for k in range(150)]
    away = [row(f"a{k}", f"q{k}", right=()) for k in range(50)]
    file = certificate_of([*rows, *away], Promise(), ON)
    assert (file.n, file.n_unanswered, file.n_unscored) == (150, 50, 0)
