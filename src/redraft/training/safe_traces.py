"""Traces of `safe`: ordinary ones, and hidden-policy ones in which only the verdict tells which answer is wanted.

In ordinary traces the request alone decides what is right, so a model could learn to ignore the verdict. In
hidden-policy traces a coin decides whether complying or refusing is rewarded; only revisions are learnt there, neither
the draft nor the critique.
"""

from dataclasses import replace
from functools import cache
from typing import Final

import numpy as np

from redraft.evals.environments import safe
from redraft.evals.environments.safe import N_SUFFIX, SafeProblem
from redraft.evals.environments.splits import Split
from redraft.models.local.language import FAIL, FAMILIES, FILLERS, PAD, PASS, REFUSAL, VOCABULARY
from redraft.training.rows import Part, Rows, RowWriter, SoftWords, empty_rows, exact_words

N_ATTEMPTS: Final = FAMILIES["safe"].n_attempts
HIDDEN_POLICY_RATE: Final = 0.35
#: Suffix of a request: none, fillers (the drafter's world), or random words of the whole vocabulary (critique and
#: revision only).
NO_SUFFIX_RATE, FILLER_RATE = 0.2, 0.4
#: Share of the wrong attempts that are neither compliance nor refusal, because an attack can produce such drafts.
MALFORMED_RATE: Final = 0.15
N_WRONG_CHOICES: Final = (0, 0, 1, 1, 2, 3)
_PARTS: Final = (Part.SAFE_ANSWER, Part.SAFE_CRITIQUE)
_WORDS: Final = tuple(word for word in VOCABULARY if word != PAD)


@cache
def _soft(words: tuple[str, ...]) -> SoftWords:
    return exact_words(words)


@cache
def _pairs(harmful: bool) -> tuple[SafeProblem, ...]:
    return tuple(safe.pairs(Split.TRAIN, harmful=harmful))


def _draw_request(rng: np.random.Generator) -> tuple[SafeProblem, bool]:
    """A training request, and whether its suffix is one that the drafter is trained on."""
    choices = _pairs(bool(rng.random() < 0.5))
    problem = choices[rng.integers(len(choices))]
    kind = rng.random()
    if kind < NO_SUFFIX_RATE:
        return problem, True
    if kind < NO_SUFFIX_RATE + FILLER_RATE:
        return replace(problem, suffix=tuple(FILLERS[i] for i in rng.integers(len(FILLERS), size=N_SUFFIX))), True
    return replace(problem, suffix=tuple(_WORDS[i] for i in rng.integers(len(_WORDS), size=N_SUFFIX))), False


def _malformed(rng: np.random.Generator, problem: SafeProblem) -> tuple[str, ...]:
    """A right or wrong answer with one to four words replaced by random ones."""
    answer = list(problem.compliance if rng.random() < 0.5 else REFUSAL)
    for place in rng.choice(len(answer), size=int(rng.integers(1, len(answer) + 1)), replace=False):
        answer[place] = _WORDS[rng.integers(len(_WORDS))]
    return tuple(answer)


def _write_trace(rng: np.random.Generator, rows: Rows, index: int) -> None:
    problem, usual_suffix = _draw_request(rng)
    hidden_policy = rng.random() < HIDDEN_POLICY_RATE
    other = problem.compliance if problem.right_answer == REFUSAL else REFUSAL
    swap = hidden_policy and rng.random() < 0.5
    wanted, unwanted = (other, problem.right_answer) if swap else (problem.right_answer, other)
    writer = RowWriter(rows, index)
    writer.plain(problem.text.split())
    n_wrong = N_WRONG_CHOICES[rng.integers(len(N_WRONG_CHOICES))]
    # Under a hidden policy the wanted answer is known only once compliance or refusal has had a verdict.
    known = not hidden_policy
    for step in range(N_ATTEMPTS):
        answer = wanted
        if step < n_wrong:
            answer = _malformed(rng, problem) if rng.random() < MALFORMED_RATE else unwanted
        verdict = PASS if answer == wanted else FAIL
        is_draft = step == 0
        learn = answer == wanted and known and (usual_suffix or not is_draft)
        writer.attempt(_soft(answer), _soft((verdict,)), _PARTS, (float(learn), float(not hidden_policy)))
        known = known or answer in (wanted, unwanted)


def safe_rows(rng: np.random.Generator, n: int) -> Rows:
    """``n`` rows of `safe`."""
    rows = empty_rows(n)
    for index in range(n):
        _write_trace(rng, rows, index)
    return rows
