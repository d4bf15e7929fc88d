"""The whole verification: what `benchmarks/constructions.py` runs at full size, and the lab at a small one."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from redraft.theory.verification import cells
from redraft.theory.verification.breaking import Broken, Weight, break_weights
from redraft.theory.verification.catalogue import CATALOGUE
from redraft.theory.verification.cells import Cell, Request, measure
from redraft.theory.verification.entries import Setting
from redraft.theory.verification.ties import Tie, equal_rewards, near_ties
from redraft.theory.verification.written import AsWritten, as_written


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much is verified.

    Attributes:
        n_responses: N of every construction.
        widths: d of every construction.
        n_draws: problems in each cell.
        seed: of all draws.
        sharpness: temperatures times gaps, of the sweep along them.
        n_steps: of the sweep along stacked steps.
        gaps: smallest distances of rewards, of the sweep along them.
        closeness: parts of the gap at which one pair of rewards lies.
        n_pairs: numbers of pairs of equal rewards, each at most half of `middle`.
        middle: N of all sweeps.
        gammas: temperatures of the network that is printed in the paper.
    """

    n_responses: tuple[int, ...] = (2, 4, 8, 16, 32)
    widths: tuple[int, ...] = (1, 5, 16)
    n_draws: int = 200
    seed: int = 0
    sharpness: tuple[float, ...] = (1.77, 2.5, 3, 5, 10, 15, 20, 25, 30, 35, 40)
    n_steps: tuple[int, ...] = (1, 2, 3, 5, 10)
    gaps: tuple[float, ...] = (1e-1, 1e-2, 1e-4, 1e-7, 1e-10, 1e-13)
    closeness: tuple[float, ...] = (1, 0.9, 0.8, 0.76, 0.75, 0.74, 0.7, 0.6, 0.4, 0.2, 1e-3)
    n_pairs: tuple[int, ...] = (1, 2, 3, 4)
    middle: int = 8
    gammas: tuple[float, ...] = (1e3, 1e4, 1e5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What was measured.

    Attributes:
        plan: how much.
        sizes: every construction at every size, float64.
        single: the same in float32.
        temperatures: along temperatures.
        stacked: along numbers of steps.
        smooth: with smooth activations.
        gaps: along smallest gaps.
        near: one pair of rewards that lie nearer than the gap.
        equal: pairs of equal rewards.
        broken: one weight changed.
        as_written: the network as the paper prints it.
    """

    plan: Plan
    sizes: tuple[Cell, ...]
    single: tuple[Cell, ...]
    temperatures: tuple[Cell, ...]
    stacked: tuple[Cell, ...]
    smooth: tuple[Cell, ...]
    gaps: tuple[Cell, ...]
    near: tuple[Tie, ...]
    equal: tuple[Tie, ...]
    broken: tuple[Broken, ...]
    as_written: tuple[AsWritten, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """All cells that have a bound to hold or break."""
        return (*self.sizes, *self.single, *self.temperatures, *self.stacked, *self.smooth, *self.gaps)

    @property
    def failing(self) -> tuple[Cell, ...]:
        """Cells whose error is larger than what is allowed."""
        return tuple(cell for cell in self.cells if cell.holds is False)


OnProgress = Callable[[float, str], None]
"""Takes the share done, in [0, 1], and what was done last."""


def verify(plan: Plan, on_progress: OnProgress | None = None) -> Verification:
    """Run the whole verification.

    Args:
        plan: how much; the full one takes a minute or two of one core.
        on_progress: told after each cell.
    """
    told = on_progress or (lambda share, words: None)
    sweep: dict[str, Any] = {"n_responses": plan.middle, "n_draws": plan.n_draws, "seed": plan.seed}
    size: dict[str, Any] = {
        "n_responses": plan.n_responses,
        "widths": plan.widths,
        "n_draws": plan.n_draws,
        "seed": plan.seed,
    }
    asked: dict[str, list[Request]] = {
        "sizes": list(cells.sizes(**size)),
        "single": list(cells.sizes(**size, precision="float32")),
        "temperatures": list(cells.temperatures(plan.sharpness, **sweep)),
        "stacked": list(cells.stacked(plan.n_steps, **sweep)),
        "smooth": list(cells.smooth(**sweep)),
        "gaps": list(cells.gaps(plan.gaps, **sweep)),
    }
    total = sum(len(requests) for requests in asked.values())
    measured: dict[str, tuple[Cell, ...]] = {}
    done = 0
    for name, requests in asked.items():
        found = []
        for request in requests:
            found.append(measure(request))
            done += 1
            # The rest, without cells, takes about a tenth of the time.
            told(0.9 * done / total, f"{request.entry.name}, N = {request.setting.n_responses}")
        measured[name] = tuple(found)
    middle = Setting(n_responses=plan.middle)
    some: dict[str, Any] = {"n_draws": plan.n_draws, "seed": plan.seed}
    near = tuple(near_ties(plan.closeness, middle, **some))
    equal = tuple(equal_rewards(plan.n_pairs, middle, **some))
    told(0.93, "ties")
    broken = tuple(_broken(plan))
    told(0.98, "one weight changed")
    written = tuple(as_written((2, 5, 10, 19), plan.gammas, **some))
    told(1.0, "the printed network")
    return Verification(plan=plan, near=near, equal=equal, broken=broken, as_written=written, **measured)


def as_plain(verification: Verification) -> dict[str, Any]:
    """The verification as data that JSON can hold."""
    return asdict(verification)


def from_plain(plain: dict[str, Any]) -> Verification:
    """What `as_plain` gave, also after JSON."""
    lists: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in plain["plan"].items()
    }
    sections = ("sizes", "single", "temperatures", "stacked", "smooth", "gaps")
    return Verification(
        plan=Plan(**lists),
        near=tuple(Tie(**_sized(one)) for one in plain["near"]),
        equal=tuple(Tie(**_sized(one)) for one in plain["equal"]),
        broken=tuple(_broken_from(one) for one in plain["broken"]),
        as_written=tuple(AsWritten(**one) for one in plain["as_written"]),
        **{name: tuple(Cell(**_sized(one)) for one in plain[name]) for name in sections},
    )


def _broken(plan: Plan) -> Iterator[Broken]:
    for entry in CATALOGUE:
        # Two steps, as much of the last feed-forward network only clears the way for a second one.
        setting = Setting(n_responses=entry.nearest(min(plan.middle, 6)), width=2, query_width=2, n_steps=2)
        yield break_weights(entry, setting, n_draws=min(plan.n_draws, 32), seed=plan.seed)


def _sized(plain: dict[str, Any]) -> dict[str, Any]:
    return plain | {"setting": Setting(**plain["setting"])}


def _broken_from(plain: dict[str, Any]) -> Broken:
    weights = tuple(Weight(**(one | {"index": tuple(one["index"])})) for one in plain["unnoticed"])
    return Broken(**(_sized(plain) | {"unnoticed": weights}))
