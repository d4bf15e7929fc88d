"""Scorers beside the labels that came with stored answers.

    python benchmarks/scorers.py FOLDER

FOLDER holds math_solutions, code_solutions and critique_solutions as JSON lines, gzipped or not; nothing is downloaded.
Every stored answer is scored as an evaluation would score a new one, and the share that agrees with its label is
printed with its 95 % interval by problem, and written to results/scorers.json. Scorers have no random draws and no
seed. `math` was written while looking at the disagreements of these same rows: its figure is that of a known set.
About half a minute of one core, most of it for running programs.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

from redraft.core import Draft, Message, Prompt
from redraft.core.version import VERSION
from redraft.errors import Misuse
from redraft.evals.labelled.reading import read_rows
from redraft.evals.sample import Scorer
from redraft.evals.samples.scorers import Mathematics, Number, PythonTests
from redraft.trust.intervals import Estimate, clustered_proportion

RESULTS = Path(__file__).resolve().parent / "results"
AT_ONCE = 4


class Stored(NamedTuple):
    """A stored answer, its label, its problem, and the part of the data it belongs to."""

    scorer: Scorer
    answer: str
    label: bool
    problem: str
    part: str


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """How often a scorer says what a label says.

    Attributes:
        data: name of the set.
        part: of it, or ``all``.
        scorer: name and version.
        n: answers that were scored.
        n_unscored: answers that could not be.
        n_problems: problems they belong to.
        agrees: share of the scored ones.
        scored_right_labelled_wrong: how many.
        scored_wrong_labelled_right: how many.
    """

    data: str
    part: str
    scorer: str
    n: int
    n_unscored: int
    n_problems: int
    agrees: Estimate
    scored_right_labelled_wrong: int
    scored_wrong_labelled_right: int


def math_solutions(row: dict[str, Any]) -> Stored:
    """A solution of GSM8K."""
    scorer = Number(reference=row["ground_truth"])
    return Stored(scorer, row["solution"], row["is_correct"], row["question"], "all")


def code_solutions(row: dict[str, Any]) -> Stored:
    """A program for HumanEval or MBPP."""
    asked = Prompt.from_messages((Message.of("user", row["prompt"]),))
    scorer = PythonTests(tests=row["test"], function=row["entry_point"], asked=asked)
    return Stored(scorer, row["solution"], row["is_solved"], row["name"], row["bench"])


def critique_solutions(row: dict[str, Any]) -> Stored:
    """A solution of RealCritic."""
    scorer = Mathematics(reference=row["gt"])
    return Stored(scorer, row["reasoning"], row["previous_score"][0], row["question"], row["set"])


SETS = {
    "math_solutions": math_solutions,
    "code_solutions": code_solutions,
    "critique_solutions": critique_solutions,
}


async def scored(stored: list[Stored]) -> list[bool | None]:
    """What the scorers say, in order."""
    slots = asyncio.Semaphore(AT_ONCE)

    async def one(each: Stored) -> bool | None:
        async with slots:
            return (await each.scorer.score(Draft.of(each.answer))).right

    return list(await asyncio.gather(*(one(each) for each in stored)))


def agreements(name: str, stored: list[Stored], scores: list[bool | None]) -> Iterator[Agreement]:
    """The agreement on all of a set, then on each part of it."""
    parts = list(dict.fromkeys(each.part for each in stored))
    for part in ["all", *(part for part in parts if len(parts) > 1)]:
        rows = [(each, said) for each, said in zip(stored, scores, strict=True) if part in ("all", each.part)]
        told = [(each, said) for each, said in rows if said is not None]
        agrees = clustered_proportion([said == each.label for each, said in told], [each.problem for each, _ in told])
        if agrees is None:
            raise Misuse(f"no answer of {name} could be scored here; is there a sandbox? `redraft doctor` says")
        scorer = stored[0].scorer
        yield Agreement(
            data=name,
            part=part,
            scorer=f"{scorer.name} {scorer.version}",
            n=len(told),
            n_unscored=len(rows) - len(told),
            n_problems=agrees.n,
            agrees=agrees,
            scored_right_labelled_wrong=sum(said is True and not each.label for each, said in told),
            scored_wrong_labelled_right=sum(said is False and each.label for each, said in told),
        )


def main() -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    folder = parser.parse_args().folder
    found: list[Agreement] = []
    for name, stored_of in SETS.items():
        path = next((p for p in (folder / f"{name}.jsonl.gz", folder / f"{name}.jsonl") if p.exists()), None)
        if path is None:
            print(f"{name} is not in the folder given", file=sys.stderr)
            return 1
        stored = [stored_of(row) for _, row in read_rows(path)]
        found += agreements(name, stored, asyncio.run(scored(stored)))
    for one in found:
        rate = one.agrees
        print(
            f"{one.data:19} {one.part:14} {one.scorer:9} {round(rate.value * one.n):5,} of {one.n:5,}  "
            f"{100 * rate.value:5.1f} % [{100 * rate.low:.1f}, {100 * rate.high:.1f}]  {one.n_problems:5,} problems  "
            f"{one.n_unscored} unscored"
        )
    document = {
        "command": "python benchmarks/scorers.py FOLDER",
        "redraft": VERSION,
        "agreement": list(map(asdict, found)),
    }
    (RESULTS / "scorers.json").write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
