"""The laws as an experiment: a figure never stands without the verdict on it."""

from pathlib import Path

import pytest

from redraft.theory.experiments.experiment import Outcome, Place
from redraft.theory.experiments.laws import LawJob, carry_out, conclude
from redraft.theory.laws.drawing import LAWS
from redraft.trust.simulations import chains


def outcomes() -> dict[str, Outcome]:
    place = Place(Path(), Path(), lambda share, words: None)
    drawn = carry_out(LawJob(law="heterogeneity", how_much="small"), place)
    return {law: drawn if law == "heterogeneity" else {"pictures": []} for law in LAWS}


def test_a_law_that_holds_says_so_below_its_figure() -> None:
    findings = conclude(outcomes())
    assert "Verdict: 66 of 66 points within 4 standard errors of the law" in findings.figures[0].description
    assert len(findings.words) == 1


def test_a_law_that_is_off_is_named_in_words_and_below_its_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chains, "after_rounds_of", lambda *given, **named: 0.9)
    findings = conclude(outcomes())
    assert "Verdict: 22 of 66 points" in findings.figures[0].description
    assert findings.words[1].startswith("Does not agree: One round helps, many do harm: 22 of 66 points")
