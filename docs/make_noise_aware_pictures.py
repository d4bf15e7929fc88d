"""Draws the pictures of docs/noise_aware.md from the committed result of benchmarks/noise_aware.py.

Run ``python docs/make_noise_aware_pictures.py`` after that benchmark, and look at docs/pictures.
"""

import json
from pathlib import Path

from redraft.theory.aligners.noise_aware.experiment import from_dict
from redraft.theory.figures.noise_aware import figures

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "noise_aware_cells.json"


def main() -> None:
    """Draw those of the released generator."""
    (released, *_) = json.loads(RESULTS.read_text())
    for figure in figures(from_dict(released)):
        (ROOT / "docs" / "pictures" / f"{figure.name}.svg").write_text(figure.standing_svg)
        print(f"docs/pictures/{figure.name}.svg: {figure.description}")


if __name__ == "__main__":
    main()
