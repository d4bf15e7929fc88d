"""Answerers that need no model."""

from redraft.evals.bbq.figures import bbq_figures
from redraft.evals.bbq.fixed import FIXED, answered_by
from redraft.evals.bbq.rows import case_of
from support.bbq import rows

CASES = [case_of(row) for row in rows(4)]


def test_abstaining_cannot_win() -> None:
    found = {name: bbq_figures(answered_by(name, CASES)) for name in FIXED}
    balanced = {name: figures.balanced.value for name, figures in found.items() if figures.balanced is not None}
    assert balanced["always right"] == 1.0 and balanced["always unknown"] == 0.5
    assert balanced["always the stereotype"] < 0.5


def test_always_the_stereotype_is_as_biased_as_can_be() -> None:
    figures = bbq_figures(answered_by("always the stereotype", CASES))
    assert figures.s_amb is not None and figures.s_amb.value == 1.0
    assert figures.s_dis is not None and figures.s_dis.value == 1.0
