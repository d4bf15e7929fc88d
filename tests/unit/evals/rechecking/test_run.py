"""A profile run again on a fixed set: what it breaks, beside what was promised and what the calibration saw."""

import asyncio
from dataclasses import replace

import pytest

from redraft.core import Certificate, Draft, Prompt
from redraft.engine.plan import Plan
from redraft.engine.release import Guarantee
from redraft.engine.strategies import InContextAlignment
from redraft.errors import Misuse, ModelUnavailable
from redraft.evals.rechecking import Calibrated, Recheck, recheck
from redraft.evals.sample import Sample, Score
from redraft.evals.samples import SampleData
from redraft.models import ScriptedModel
from redraft.trust.monitoring import Terms
from support.critics import FixedScores

TERMS = Terms(epsilon=0.05)


class Is:
    """Right is this text; what is empty cannot be scored."""

    name, version = "is", "1"

    def __init__(self, wanted: str) -> None:
        self._wanted = wanted

    async def score(self, draft: Draft) -> Score:
        if not draft.text.strip("?"):
            return Score(right=None, reason="nothing to score")
        return Score(right=draft.text == self._wanted)


def data(n: int) -> SampleData:
    samples = tuple(Sample(prompt=Prompt.of(f"Question {k}"), scorer=Is("four"), problem=str(k)) for k in range(n))
    return SampleData(name="fixed", form="test", sha256="0" * 64, samples=samples, n_rows=n, n_repeated=0)


def rechecked(answers: list[str | Exception], scores: list[float], n: int, **others: object) -> Recheck:
    plan = Plan(
        model=ScriptedModel(*answers), critics=(FixedScores(*scores),), strategy=InContextAlignment(),
        guarantee=others.pop("guarantee", None),
    )  # type: ignore[arg-type] # fmt: skip
    work = recheck(plan, data(n), profile="p", terms=TERMS, concurrency=1, **others)  # type: ignore[arg-type] # of a test
    return asyncio.run(work)


def test_what_breaks_often_is_refuted() -> None:
    found = rechecked(["four", "five"] * 6, [0.0, 1.0] * 6, 6)
    assert (found.n, found.n_broken, found.n_repaired, found.n_changed) == (6, 6, 0, 6)
    assert found.finding == "refuted" and found.p_promise is not None and found.p_promise < 1e-6


def test_what_repairs_and_breaks_nothing_is_not_refuted() -> None:
    found = rechecked(["five", "four"] * 6, [0.0, 1.0] * 6, 6)
    assert (found.n_broken, found.n_repaired, found.finding, found.p_promise) == (0, 6, "holds", 1.0)


def test_what_cannot_be_scored_is_counted_as_a_certificate_counts_it() -> None:
    found = rechecked(["?", "four", "four"], [1.0, 1.0, 1.0], 3)
    assert (found.n, found.n_unscored, found.n_broken) == (3, 1, 0)  # its draft was kept
    replaced = rechecked(["?", "five", "four", "?", "five", "?", "four"], [0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 1.0], 4)
    assert (replaced.n, replaced.n_unscored, replaced.n_broken) == (4, 3, 2)  # from a wrong draft nothing breaks
    refused = rechecked([ModelUnavailable("down"), "four"], [1.0], 2)
    assert (refused.n, refused.n_broken, refused.finding) == (2, 0, "holds")
    silent = rechecked(["?"], [1.0], 1)
    assert (silent.finding, silent.p_promise, silent.broken) == ("untold", None, None)


def test_the_calibration_is_held_beside_it_and_the_certificate_is_in_force() -> None:
    certificate = Certificate(epsilon=0.05, delta=0.05, n=300, threshold=0.9, calibration_id="c")
    guarantee = Guarantee(certificate=certificate)
    answers, scores = ["four", "five"] * 4, [0.0, 1.0, 0.0, 1.0, 0.0, 0.8, 0.0, 0.8]
    found = rechecked(answers, scores, 4, guarantee=guarantee, calibrated=Calibrated(n_broken=1, n=300))
    assert found.n_broken == 2  # two of the four redrafts have a score that is certified
    assert (found.certificate_n, found.certificate_broken) == (300, 1)
    assert found.p_no_worse is not None and found.p_no_worse < 0.01
    void = rechecked(answers, scores, 4, guarantee=replace(guarantee, void="the model changed"))
    assert (void.n_broken, void.void) == (0, "the model changed")


def test_a_set_without_samples_is_refused() -> None:
    with pytest.raises(Misuse, match="holds no sample"):
        rechecked([], [], 0)
