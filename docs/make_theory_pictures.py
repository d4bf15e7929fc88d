"""Draws the laws of docs/laws.md, simulated at full size, and keeps the verdicts; and constructions for docs/theory.md.

Run ``python docs/make_theory_pictures.py`` after a change of the laws, and look at docs/pictures. The pictures are
those of seed 0; benchmarks/results/law_pictures.txt has the verdict on each of them, and on those of the other seeds.
Takes about a minute of one core for each seed.

The pictures of constructions are drawn from the committed result of benchmarks/constructions.py, and alone with
``--seeds 0``.
"""

import argparse
import json
import sys
from pathlib import Path

from redraft.cli.views.lab_construct_page import figures_of
from redraft.core.version import VERSION
from redraft.theory.laws.drawing import draw_laws
from redraft.theory.laws.picture import LawPicture
from redraft.theory.verification.catalogue import named
from redraft.theory.verification.entries import Setting
from redraft.theory.verification.pictures import temperature_figure, tie_figure
from redraft.theory.verification.suite import from_plain
from redraft.theory.verification.walking import walk

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
RESULTS = ROOT / "benchmarks" / "results"


def draw_constructions() -> None:
    """How exact the constructions are, along temperatures and where rewards are nearly equal; and one at work."""
    verification = from_plain(json.loads((RESULTS / "constructions.json").read_text()))
    for figure in (temperature_figure(verification), tie_figure(verification)):
        (PICTURES / f"{figure.name}.svg").write_text(figure.standing_svg)
    setting = Setting(n_responses=5, width=3)
    entry = named("sorted")
    (attention,) = figures_of(walk(entry, setting, entry.draw(1, setting, 0)))
    (PICTURES / "attention_sorted.svg").write_text(attention.standing_svg)


def verdicts(pictures: dict[int, list[LawPicture]]) -> str:
    """What every picture of every seed came to."""
    lines = [f"python docs/make_theory_pictures.py --seeds {len(pictures)}", f"redraft {VERSION}", ""]
    for seed, drawn in pictures.items():
        lines += [f"{'agrees ' if p.agrees else 'DIFFERS'}  {p.figure.name:22}  {p.verdict}" for p in drawn]
        n_points = sum(len(p.checks) for p in drawn)
        n_off = sum(not check.agrees for p in drawn for check in p.checks)
        lines += [f"seed {seed}: {n_points - n_off} of {n_points} points agree with their law", ""]
    return "\n".join(lines)


def main() -> int:
    """Draw everything; 1 if a law and its simulation differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=3, help="of the laws: 0, which is drawn, to this number less 1")
    n_seeds = parser.parse_args().seeds

    def tell(words: str) -> None:
        print(words, file=sys.stderr, flush=True)

    draw_constructions()
    pictures = {seed: list(draw_laws("full", seed=seed, on_progress=tell)) for seed in range(n_seeds)}
    if not pictures:
        return 0
    for picture in pictures[0]:
        (PICTURES / f"{picture.figure.name}.svg").write_text(picture.figure.standing_svg)
    text = verdicts(pictures)
    print(text, end="")
    (RESULTS / "law_pictures.txt").write_text(text)
    return 0 if all(picture.agrees for drawn in pictures.values() for picture in drawn) else 1


if __name__ == "__main__":
    sys.exit(main())
