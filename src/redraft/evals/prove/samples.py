"""What is asked: tasks in plain language, or problems of its own world for a model that knows no other words."""

from collections.abc import Sequence
from dataclasses import replace

from redraft.core import Dialect
from redraft.errors import Misuse
from redraft.evals.environments.count import CountProblem, solutions
from redraft.evals.sample import Sample
from redraft.evals.tasks import FAMILIES, GRADES, task_samples
from redraft.evals.worlds import WorldScorer, world_samples
from redraft.prompts import Language

FEWEST = 40
"""Tasks: with fewer than twenty in each half only differences of thirty points and more could be told apart."""
_DRAWS = 8


def prove_samples(
    n: int,
    dialect: Dialect,
    *,
    seed: int,
    families: Sequence[str] = (),
    grades: Sequence[int] = (),
    language: Language = "en",
) -> tuple[Sample, ...]:
    """The tasks of a run, each problem once.

    Args:
        n: how many.
        dialect: of the model that answers; one that chats gets tasks, the embedded model held-out problems of `count`.
        seed: fixes every draw.
        families: which families of tasks; none for all.
        grades: which grades; none for all.
        language: of the tasks; the embedded model has but its own.

    Raises:
        Misuse: when there are too few, or what is chosen is not there.
    """
    if n < FEWEST:
        advice = f"{FEWEST} tasks are the fewest that two halves can be told apart with, and 150 are usual"
        raise Misuse(f"`n` must be {FEWEST} or more, got {n!r}: {advice}")
    if dialect == "chat":
        chosen = tuple(families) or tuple(FAMILIES), tuple(grades) or GRADES
        return task_samples(n, seed=seed, families=chosen[0], grades=chosen[1], language=language)
    if families or grades:
        raise Misuse(
            "families and grades are of tasks in plain language, and this model speaks its own; leave them out"
        )
    return _count_samples(n, seed)


def _count_samples(n: int, seed: int) -> tuple[Sample, ...]:
    """Distinct problems of `count` that the model was not trained on."""
    distinct: dict[str, Sample] = {}
    for sample in world_samples("count", _DRAWS * n, seed=seed):  # easy ones come up again and again
        distinct.setdefault(sample.problem, sample)
    if len(distinct) < n:
        raise Misuse(f"{n} distinct problems of `count` were asked for, {len(distinct)} were found; ask for fewer")
    return tuple(replace(sample, groups=_groups(sample)) for sample in list(distinct.values())[:n])


def _groups(sample: Sample) -> dict[str, str]:
    """The grade of a problem of `count`: the fewer right answers there are, the harder it is."""
    assert isinstance(sample.scorer, WorldScorer)
    assert isinstance(sample.scorer.problem, CountProblem)
    n_right = len(solutions(sample.scorer.problem))
    grade = 5 if n_right == 1 else 4 if n_right == 2 else 3 if n_right == 3 else 2 if n_right < 6 else 1
    return {"family": "count", "grade": str(grade)}
