"""Tasks of all families: drawn from a seed alone, always solvable, harder by grade, safe against any answer."""

import asyncio
from itertools import pairwise
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.core import Draft, rng_for
from redraft.errors import Misuse
from redraft.evals.sample import Sample
from redraft.evals.tasks import FAMILIES, GRADES, Task, TaskScorer, task_samples
from redraft.evals.tasks.form import Words
from redraft.prompts import LANGUAGES, Language, language_of

HOSTILE = (
    "", " ", "None", "()", "(" * 90 + ")" * 90, "-" * 199 + "1", "9" * 1999, "9**9**9**9", "1/0", "1//0",
    "__import__('os')",
    "lambda: 0", "0x10", "1_000", "\x00", "\ud800", "٣", "½", "Ⅷ", "𝟛", "(" * 100_000, "1+" * 100_000 + "1",
    "a " * 100_000,
    "x" * 1_000_000, "=" * 50, "1 if 1 else 1", "[1 for _ in ()]", "True", "3.0", "1e9",
)  # fmt: skip


def task_of(sample: Sample) -> Task:
    assert isinstance(sample.scorer, TaskScorer)
    return sample.scorer.task


def drawn(family: str, grade: int, n: int, language: Language) -> list[Task]:
    return [FAMILIES[family](grade, rng_for(1, "test", str(i)), Words(language)) for i in range(n)]


def scored(task: Task, reply: str) -> bool | None:
    return asyncio.run(TaskScorer(task=task).score(Draft.of(reply))).right


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("grade", GRADES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reference_verifies_and_the_reference_of_another_task_does_not(
    family: str, grade: int, language: Language
) -> None:
    tasks = drawn(family, grade, 25, language)
    mark = "Answer: " if language == "en" else "答案："
    assert all(scored(task, f"So it is.\n{mark}{task.reference}") for task in tasks)
    assert all(task.family == family and task.grade == grade for task in tasks)
    mixed_up = [scored(one, f"Answer: {other.reference}") for one in tasks for other in tasks if one.text != other.text]
    assert mean(map(bool, mixed_up)) < 0.2  # a word of few letters or a small number may be right by chance


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_answer_line_is_wrong_and_a_spoilt_reference_too(family: str, language: Language) -> None:
    for grade in GRADES:
        (task,) = drawn(family, grade, 1, language)
        assert scored(task, task.reference) is False
        assert scored(task, f"Answer: {task.reference} 7 qqq") is False


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_difficulty_grows_with_the_grade(family: str, language: Language) -> None:
    steps = [mean(task.steps for task in drawn(family, grade, 60, language)) for grade in GRADES]
    assert all(low < high for low, high in pairwise(steps)), steps


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_answers_are_wrong_and_neither_crash_nor_hang(family: str, language: Language) -> None:
    for grade in GRADES:
        (task,) = drawn(family, grade, 1, language)
        assert not any(task.verifier.holds(answer) for answer in HOSTILE)
        assert not any(scored(task, f"Answer: {answer}") for answer in HOSTILE)


@given(answer=st.text(max_size=200), seed=st.integers(0, 5), family=st.sampled_from(sorted(FAMILIES)))
def test_no_text_is_an_error(answer: str, seed: int, family: str) -> None:
    task = FAMILIES[family](1 + seed % 5, rng_for(seed, "test"), Words(LANGUAGES[seed % 2]))
    assert task.verifier.holds(answer) in (True, False)


def test_samples_are_even_distinct_and_the_same_for_the_same_seed() -> None:
    samples = task_samples(90, seed=7)
    assert samples == task_samples(90, seed=7)[:90] and samples[:40] == task_samples(40, seed=7)
    assert samples[0].prompt.text != task_samples(1, seed=8)[0].prompt.text
    assert len({sample.prompt.text for sample in samples}) == len({sample.problem for sample in samples}) == 90
    cells = [(sample.groups["family"], sample.groups["grade"]) for sample in samples]
    assert {cells.count(cell) for cell in cells} == {3} and len(set(cells)) == 30
    assert all("Answer: <answer>" in task_of(sample).text for sample in samples)


def test_tasks_in_chinese_are_taken_for_chinese_and_scored_in_it() -> None:
    samples = task_samples(60, seed=7, language="zh-Hant")
    assert all(language_of(sample.prompt.text) == "zh-Hant" for sample in samples)
    assert all("答案：<答案>" in sample.prompt.text for sample in samples)
    score = asyncio.run(samples[0].scorer.score(Draft.of("不知道")))
    assert score.right is False and "答案" in score.text
    english = task_samples(60, seed=7)
    assert not {sample.prompt.id for sample in samples} & {sample.prompt.id for sample in english}


def test_what_there_is_not_is_refused() -> None:
    with pytest.raises(Misuse, match="no such family of tasks: 'poetry'"):
        task_samples(1, seed=0, families=("poetry",))
    with pytest.raises(Misuse, match="a grade is one of 1, 2, 3, 4, 5, got 9"):
        task_samples(1, seed=0, grades=(9,))
    with pytest.raises(Misuse, match="name at least one each"):
        task_samples(1, seed=0, grades=())
    with pytest.raises(Misuse, match="ask for fewer tasks"):
        task_samples(4000, seed=0, families=("sentences",), grades=(1,))
