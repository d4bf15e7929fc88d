"""Verifiable tasks of graded difficulty in plain language, made afresh from a seed: no data set, exact verifiers.

Reading order: `task` (a task and its scorer), `answers` (reading a final answer), `form` (asking for it), then the
families `arithmetic`, `strings`, `lists`, `puzzles`, `sentences` and `numbers`, and `drawing` (samples of all of them).
"""

from redraft.evals.tasks.answers import answer_of, comparable
from redraft.evals.tasks.drawing import FAMILIES, task_samples
from redraft.evals.tasks.task import GRADES, Task, TaskScorer, Verifier

__all__ = [
    "FAMILIES",
    "GRADES",
    "Task",
    "TaskScorer",
    "Verifier",
    "answer_of",
    "comparable",
    "task_samples",
]
