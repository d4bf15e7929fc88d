"""Samples drawn from the families, evenly over families and grades."""

from collections.abc import Callable, Mapping, Sequence
from itertools import count, islice, product
from random import Random
from types import MappingProxyType

from redraft.core import Prompt, rng_for
from redraft.errors import Misuse
from redraft.evals.sample import Sample
from redraft.evals.tasks import arithmetic, lists, numbers, puzzles, sentences, strings
from redraft.evals.tasks.form import Words
from redraft.evals.tasks.task import GRADES, Task, TaskScorer
from redraft.prompts import Language

FAMILIES: Mapping[str, Callable[[int, Random, Words], Task]] = MappingProxyType(
    {module.FAMILY: module.generate for module in (arithmetic, strings, lists, puzzles, sentences, numbers)}
)
"""Every family by name, with its generator ``generate(grade, rng, words)``."""

_TRIES = 50


def task_samples(
    n: int,
    *,
    seed: int,
    families: Sequence[str] = tuple(FAMILIES),
    grades: Sequence[int] = GRADES,
    language: Language = "en",
) -> tuple[Sample, ...]:
    """Tasks of all families and grades in turn, no two the same; more tasks change none of the earlier ones.

    Args:
        n: how many.
        seed: fixes every draw.
        families: which families.
        grades: which grades.
        language: of the tasks and of the answers' form.

    Raises:
        Misuse: when there is no such family or grade, or not so many different tasks.
    """
    for family in families:
        if family not in FAMILIES:
            raise Misuse(f"no such family of tasks: {family!r}; there are {', '.join(FAMILIES)}")
    cells = list(product(grades, families))
    if not cells:
        raise Misuse(f"no tasks can be drawn from families {families!r} and grades {grades!r}; name at least one each")
    seen: set[str] = set()
    words = Words(language)
    rounds = ((number, *cell) for number in count() for cell in cells)
    return tuple(_sample(number, family, grade, seed, seen, words) for number, grade, family in islice(rounds, n))


def _sample(number: int, family: str, grade: int, seed: int, seen: set[str], words: Words) -> Sample:
    for attempt in range(_TRIES):
        rng = rng_for(seed, "task", family, str(grade), str(number), str(attempt))
        task = FAMILIES[family](grade, rng, words)
        if task.text not in seen:
            seen.add(task.text)
            mark = "" if words.language == "en" else f"-{words.language}"
            name = f"{family}-{grade}-{number:03}{mark}"
            return Sample(
                prompt=Prompt.of(task.text, id=f"{name}-s{seed}"),
                scorer=TaskScorer(task=task, language=words.language),
                problem=name,
                groups={"family": family, "grade": str(grade)},
            )
    raise Misuse(f"no more than {number} different tasks of {family!r}, grade {grade}, were found; ask for fewer tasks")
