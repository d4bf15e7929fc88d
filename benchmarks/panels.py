"""Panels beside each other: how right their verdicts are, and what correcting by them gains on the embedded model.

First on simulated votes. Five critics judge drafts of which 6 of 10 are acceptable; what each is worth is learnt on
some drafts, with or without their labels, and the verdicts on fresh drafts are compared. The worlds differ in whether
critics err independently, in families, and in how many drafts there are to learn from. Every world is drawn many times;
intervals are over these draws, and differences are paired, draft by draft.

Then end to end. The embedded model answers problems of its world `count`, and five exact verifiers that lie in 10 to 40
% of their verdicts judge: three of them lie on the same drafts. What they are worth is learnt on the problems kept for
validation, with labels and from the records alone; then every panel corrects the same test problems, up to 3 rounds::

    python benchmarks/panels.py                              # less than a CPU-minute
    python benchmarks/panels.py --worlds 3 --prompts 100     # a look, not a result

It prints its tables and writes ``benchmarks/results/panels.json`` and ``.txt``.
"""

import argparse
import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from itertools import combinations, product
from typing import Any

import numpy as np
import numpy.typing as npt
from rich.console import Console

from measuring import FOLDER, write_result
from redraft.core import Budget, Critique, Model, Panel
from redraft.core.version import VERSION
from redraft.critics import HOfK, Majority, Strictest, Weighted
from redraft.engine.plan import Plan
from redraft.engine.strategies import InContextAlignment
from redraft.evals.embedded.verifier import Verifier
from redraft.evals.environments.splits import Split
from redraft.evals.playing import Arm, Played, play
from redraft.evals.sample import Sample
from redraft.evals.worlds import WorldScorer, world_samples
from redraft.models.local import embedded_model
from redraft.report.tables import Column, Row, Table, for_markdown, for_terminal
from redraft.trust.consensus.correlation import error_correlation
from redraft.trust.consensus.learning import Vote, learn, votes_in
from redraft.trust.consensus.reliability import Reliability
from redraft.trust.intervals import Estimate, clustered_mean
from redraft.trust.simulations import simulate_opinions

ALIKE = ((0.75, 0.8), (0.8, 0.7), (0.7, 0.75), (0.72, 0.72), (0.8, 0.85))
UNLIKE = ((0.9, 0.9), (0.6, 0.65), (0.9, 0.4), (0.3, 0.95), (0.55, 0.6))
"""Sensitivity and specificity of each critic: about equally good, or good, blunt, eager, lazy and hardly any good."""

PRIOR = 0.6
N_FRESH = 4000
FIRST_SEED = 500_000

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class World:
    """How critics err, and how much there is to learn from.

    Attributes:
        families: the family of each critic.
        linkage: how far a family errs together; see `simulate_opinions`.
        n_learn: drafts to learn from.
        rates: of each critic.
    """

    families: tuple[int, ...]
    linkage: float
    n_learn: int
    rates: tuple[tuple[float, float], ...] = ALIKE


WORLDS = {
    "independent and unlike, 400 drafts to learn from": World(
        families=(0, 1, 2, 3, 4), linkage=0.0, n_learn=400, rates=UNLIKE
    ),
    "independent and about alike, 400": World(families=(0, 1, 2, 3, 4), linkage=0.0, n_learn=400),
    "independent and about alike, 40": World(families=(0, 1, 2, 3, 4), linkage=0.0, n_learn=40),
    "four of a family and one, linkage .8, 400": World(families=(0, 0, 0, 0, 1), linkage=0.8, n_learn=400),
    "four of a family and one, linkage .8, 40": World(families=(0, 0, 0, 0, 1), linkage=0.8, n_learn=40),
    "families of three and two, linkage .5, 400": World(families=(0, 0, 0, 1, 1), linkage=0.5, n_learn=400),
    "families of three and two, linkage .2, 400": World(families=(0, 0, 0, 1, 1), linkage=0.2, n_learn=400),
}

REFERENCE = "weighted, labels"


def from_labels(passed: Floats, acceptable: npt.NDArray[np.bool_], names: Sequence[str]) -> dict[str, Reliability]:
    """What labelled votes say of each critic."""
    bad, good = passed[~acceptable], passed[acceptable]
    return {
        name: Reliability(
            sensitivity=1 - float(bad[:, j].mean()),
            specificity=float(good[:, j].mean()),
            n_bad=len(bad),
            n_good=len(good),
        )
        for j, name in enumerate(names)
    }


def correlations(
    passed: Floats, acceptable: npt.NDArray[np.bool_], names: Sequence[str]
) -> dict[tuple[str, str], float]:
    """How far each two critics err together."""
    r = error_correlation(passed, list(acceptable))
    return {(names[i], names[j]): float(r[i, j]) for i, j in combinations(range(len(names)), 2)}


def panels_for(passed: Floats, acceptable: npt.NDArray[np.bool_]) -> dict[str, Panel]:
    """Every panel, with what can be learnt from these votes."""
    names = [f"c{j}" for j in range(passed.shape[1])]
    labelled, prior = from_labels(passed, acceptable, names), float(acceptable.mean())
    best = max(names, key=lambda name: labelled[name].found + labelled[name].cleared)
    votes = [
        Vote(item=str(i), critic=name, passed=bool(row[j]))
        for i, row in enumerate(passed)
        for j, name in enumerate(names)
    ]
    learnt = learn(votes)
    return {
        "majority": Majority(),
        "the best critic alone": Weighted(reliabilities={best: labelled[best]}, prior=prior),
        REFERENCE: Weighted(reliabilities=labelled, prior=prior),
        "weighted, labels, shared votes": Weighted(
            reliabilities=labelled, prior=prior, correlations=correlations(passed, acceptable, names)
        ),
        "weighted, no labels": Weighted(reliabilities=learnt.reliabilities, prior=learnt.prior),
    }


def scores_of(panel: Panel, passed: Floats) -> Floats:
    """The panel's score of every draft; asked once for each way in which five critics can vote."""
    k = passed.shape[1]
    table = {}
    for votes in product([0.0, 1.0], repeat=k):
        given = [Critique(critic=f"c{j}", kind="external", score=vote) for j, vote in enumerate(votes)]
        verdict = panel.combine(given)
        assert verdict is not None
        table[votes] = verdict.score
    return np.array([table[tuple(row)] for row in passed.tolist()], dtype=float)


def simulated(world: World, n_worlds: int) -> dict[str, Any]:
    """Accuracy and log-loss of every panel in one world, and how much each is better than the reference."""
    accuracy: dict[str, list[float]] = {}
    loss: dict[str, list[float]] = {}
    for number in range(n_worlds):
        seed = FIRST_SEED + 2 * number
        seen = simulate_opinions(
            world.n_learn, world.rates, world.families, linkage=world.linkage, prior=PRIOR, seed=seed
        )
        fresh = simulate_opinions(
            N_FRESH, world.rates, world.families, linkage=world.linkage, prior=PRIOR, seed=seed + 1
        )
        for name, panel in panels_for(seen.passed, seen.acceptable).items():
            scores = scores_of(panel, fresh.passed)
            accuracy.setdefault(name, []).append(float(((scores >= 0.5) == fresh.acceptable).mean()))
            chance = np.where(fresh.acceptable, scores, 1 - scores)
            if name != "majority":  # a share of votes is no probability
                loss.setdefault(name, []).append(float(-np.log(chance).mean()))
    return {
        name: {
            "accuracy": estimate(accuracy[name]),
            "accuracy_gain": paired(accuracy, name),
            "log_loss": estimate(loss[name]) if name in loss else None,
            "log_loss_gain": paired(loss, name, sign=-1) if name in loss else None,
        }
        for name in accuracy
    }


def estimate(values: Sequence[float], clusters: Sequence[object] | None = None) -> Estimate:
    """The mean with its interval, over draws of a world or over problems."""
    found = clustered_mean(values, range(len(values)) if clusters is None else [str(one) for one in clusters])
    assert found is not None
    return found


def paired(by_panel: Mapping[str, Sequence[float]], name: str, *, sign: int = 1) -> Estimate | None:
    """How much more a panel has than the reference; None for the reference itself."""
    if name == REFERENCE:
        return None
    return estimate([sign * (one - two) for one, two in zip(by_panel[name], by_panel[REFERENCE], strict=True)])


LIES = {"tenth": (0.1, 1), "fifth": (0.2, 2), "one": (0.4, 3), "two": (0.4, 3), "three": (0.4, 3)}
"""Flip rate and seed of each verifier: the last three lie on the same drafts."""


def critics_for(samples: Sequence[Sample]) -> tuple[Verifier, ...]:
    """The verifiers of these problems, each with its way of lying."""
    problems = {}
    for sample in samples:
        assert isinstance(sample.scorer, WorldScorer)
        problems[sample.prompt.id] = sample.scorer.problem
    return tuple(
        Verifier(problems=problems, flip_rate=rate, seed=seed, name=name) for name, (rate, seed) in LIES.items()
    )


def played(
    model: Model, samples: Sequence[Sample], panel: Panel, names: Sequence[str] = tuple(LIES)
) -> tuple[Played, ...]:
    """Every problem corrected by this panel."""
    plan = Plan(
        model=model,
        critics=tuple(critic for critic in critics_for(samples) if critic.name in names),
        strategy=InContextAlignment(),
        panel=panel,
        budget=Budget(rounds=3),
    )
    return asyncio.run(play(Arm(name=panel.name, plan=plan), samples, concurrency=256))


def learnt_from(model: Model, n: int) -> dict[str, Panel]:
    """The panels, with what the problems kept for validation say about the critics."""
    records = played(model, world_samples("count", n, seed=1, split=Split.VALIDATION), Majority())
    rows, labels = [], []
    for one in records:
        for attempt, score in zip(one.record.context.attempts, one.scores, strict=True):
            rows.append([critique.score for critique in attempt.critiques])
            labels.append(score.right)
    passed, acceptable = np.array(rows, dtype=float), np.array(labels, dtype=bool)
    labelled, prior = from_labels(passed, acceptable, tuple(LIES)), float(acceptable.mean())
    learnt = learn(votes_in(one.record for one in records))
    one_each = ("tenth", "fifth", "one")
    apart = learn([vote for vote in votes_in(one.record for one in records) if vote.critic in one_each])
    return {
        "strictest": Strictest(),
        "majority": Majority(),
        "flag at 4 of 5": HOfK(h=4),
        REFERENCE: Weighted(reliabilities=labelled, prior=prior),
        "weighted, labels, shared votes": Weighted(
            reliabilities=labelled, prior=prior, correlations=correlations(passed, acceptable, tuple(LIES))
        ),
        "weighted, no labels": Weighted(reliabilities=learnt.reliabilities, prior=learnt.prior),
        "weighted, no labels, one of the family": Weighted(reliabilities=apart.reliabilities, prior=apart.prior),
    }


def corrected(model: Model, n: int) -> dict[str, Any]:
    """Every panel on the same test problems."""
    samples = world_samples("count", n, seed=2, split=Split.TEST)
    outcomes: dict[str, list[float]] = {}
    found: dict[str, Any] = {}
    problems = [sample.problem for sample in samples]
    for name, panel in learnt_from(model, n).items():
        runs = played(model, samples, panel)
        outcomes[name] = [float(one.outcome.right is True) for one in runs]
        found[name] = {
            "drafts": estimate([float(one.draft.right is True) for one in runs], problems),
            "accuracy": estimate(outcomes[name], problems),
            "repaired": sum(one.repaired for one in runs),
            "broken": sum(one.broken for one in runs),
            "calls_of_writer": float(np.mean([len(one.scores) for one in runs])),
            "weights": {critic: asdict(rates) for critic, rates in panel.reliabilities.items()}
            if isinstance(panel, Weighted)
            else None,
        }
    for name, one in found.items():
        gains = [a - b for a, b in zip(outcomes[name], outcomes["majority"], strict=True)]
        one["gain_over_majority"] = None if name == "majority" else estimate(gains, problems)
    return found


@cache
def shown(one: Estimate | None, *, signed: bool = False) -> str:
    """A figure with its interval."""
    if one is None:
        return ""
    sign = "+" if signed else ""
    return f"{one.value:{sign}.3f} [{one.low:{sign}.3f}, {one.high:{sign}.3f}]"


def simulated_table(title: str, found: Mapping[str, Any]) -> Table:
    """One world."""
    body = tuple(
        Row(
            (
                name,
                shown(one["accuracy"]),
                shown(one["accuracy_gain"], signed=True),
                shown(one["log_loss"]),
                shown(one["log_loss_gain"], signed=True),
            )
        )
        for name, one in found.items()
    )
    heads = ("accuracy", "more than the reference", "log-loss, nats", "less than the reference")
    columns = (Column("panel", "left"), *(Column(head) for head in heads))
    return Table(title=title, columns=columns, rows=body, note=f"The reference is: {REFERENCE}.")


def corrected_table(found: Mapping[str, Any]) -> Table:
    """The embedded model."""
    body = tuple(
        Row(
            (
                name,
                shown(one["accuracy"]),
                shown(one["gain_over_majority"], signed=True),
                f"{one['repaired']}",
                f"{one['broken']}",
                f"{one['calls_of_writer']:.2f}",
            )
        )
        for name, one in found.items()
    )
    heads = ("accuracy", "more than majority", "repaired", "broken", "drafts written")
    drafts = shown(found["majority"]["drafts"])
    note = f"Accuracy of first drafts: {drafts}. Critics lie in 10, 20, 40, 40 and 40 %, the last three together."
    columns = (Column("panel", "left"), *(Column(head) for head in heads))
    return Table(title="Corrected by each panel: count, up to 3 rounds", columns=columns, rows=body, note=note)


def plain(one: Any) -> Any:
    """Tables of estimates as JSON takes them."""
    if isinstance(one, dict):
        return {name: plain(value) for name, value in one.items()}
    return asdict(one) if isinstance(one, Estimate) else one


def main() -> None:
    """Simulate, correct, keep."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worlds", type=int, default=40, help="draws of every simulated world")
    parser.add_argument("--prompts", type=int, default=2000, help="problems of the embedded model")
    given, started = parser.parse_args(), time.process_time()
    worlds = {title: simulated(world, given.worlds) for title, world in WORLDS.items()}
    model = embedded_model()
    panels = corrected(model, given.prompts)
    tables = [*(simulated_table(title, found) for title, found in worlds.items()), corrected_table(panels)]
    console = Console(width=150)
    for table in tables:
        console.print(for_terminal(table))

    figures = {
        "command": f"python benchmarks/panels.py --worlds {given.worlds} --prompts {given.prompts}",
        "redraft_version": VERSION,
        "seeds": {"worlds": [FIRST_SEED, FIRST_SEED + 2 * given.worlds - 1], "validation": 1, "test": 2},
        "n_fresh": N_FRESH,
        "rates": {"about alike": ALIKE, "unlike": UNLIKE},
        "prior": PRIOR,
        "simulated": plain(worlds),
        "model": model.name,
        "critics": {name: {"flip_rate": rate, "seed": seed} for name, (rate, seed) in LIES.items()},
        "corrected": plain(panels),
        "cpu_s": round(time.process_time() - started, 1),
    }
    path = write_result("panels", figures)
    head = f"{figures['command']}, redraft {VERSION}, {N_FRESH} fresh drafts in each draw of a world\n\n"
    path.with_suffix(".txt").write_text(
        head + "\n\n".join(for_markdown(table) for table in tables) + "\n", encoding="utf-8"
    )
    console.print(f"written: {path.relative_to(FOLDER.parent)}, .txt")


if __name__ == "__main__":
    main()
