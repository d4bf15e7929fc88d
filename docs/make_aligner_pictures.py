"""Draws the pictures of docs/aligners.md from committed results.

Run ``python docs/make_aligner_pictures.py`` after ``benchmarks/baselines.py`` or ``benchmarks/metric_traps.py``, and
look at docs/pictures.
"""

import json
import sys
from pathlib import Path
from typing import Any

from make_pictures import PICTURES

from redraft.report.figures import Figure
from redraft.theory.aligners.published import curve
from redraft.theory.figures.metric import Moment, while_learning
from redraft.theory.figures.noise import SHOWN, over_examples, over_rates

RESULTS = Path(__file__).resolve().parents[1] / "benchmarks" / "results"


def noise_pictures() -> tuple[Figure, ...]:
    """The published noise curves beside rules that need no training."""
    rates = _result("baselines")["generators"]["released"]
    measured = {
        float(rate): {rule: [(mean, error) for mean, error in result["rules"][rule]["cosine"]] for rule in SHOWN}
        for rate, result in rates.items()
    }
    return over_rates(measured), over_examples(measured)


def metric_picture() -> Figure:
    """Error and regret while aligners learn."""
    trainings = {
        name: [Moment(*one) for one in moments] for name, moments in _result("metric_traps")["trainings"].items()
    }
    return while_learning(trainings, published=curve("transformer", 0.0).at(15).cosine, n_examples=15)


def _result(name: str) -> dict[str, Any]:
    result: dict[str, Any] = json.loads((RESULTS / f"{name}.json").read_text())
    return result


if __name__ == "__main__":
    for figure in (*noise_pictures(), metric_picture()):
        path = PICTURES / f"{figure.name}.svg"
        path.write_text(figure.standing_svg)
        print(f"wrote {path}", file=sys.stderr)
