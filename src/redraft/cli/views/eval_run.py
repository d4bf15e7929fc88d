"""An evaluation for the command line: the forecast and progress on stderr, tables on stdout, the rest in a folder."""

import asyncio
import re
import shlex
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.text import Text

from redraft.cli._options import Flags
from redraft.cli._output import data_console, print_json, talk
from redraft.cli.views.counting_live import CountingLive
from redraft.errors import MissingExtra, Misuse
from redraft.models import Price
from redraft.profiles import Assembly, assemble
from redraft.profiles.certificates import read_certificate
from redraft.profiles.critics import asked_models, table_of
from redraft.profiles.models import Models, is_local
from redraft.report.page import check_writable, write_page
from redraft.report.plots import check_available
from redraft.report.tables import for_terminal
from redraft.report.text import counted
from redraft.settings import Settings
from redraft.store.codec import encode
from redraft.trust.certificate.overlap import overlap

if TYPE_CHECKING:
    from redraft.evals.comparing import Evaluation, Progress, WayForecast
    from redraft.evals.samples import SampleData

_INTERRUPTED = "interrupted; what was played is kept, the same command goes on from there"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What the command line asked for; see the options of `redraft eval`."""

    data: str
    form: str | None
    limit: int | None
    n_seeds: int
    out: Path | None
    again: bool
    concurrency: int | None
    flags: Flags
    threshold: float | None

    @property
    def command(self) -> str:
        """The command that evaluates the same, without folders, which differ between machines."""
        flags = self.flags
        options: list[str] = []
        for name, value in (
            ("--form", self.form), ("--limit", self.limit), ("--seeds", self.n_seeds), ("--model", flags.model),
            ("--strategy", flags.strategy), ("--rounds", flags.rounds), ("--threshold", self.threshold),
            ("--profile", flags.profile), ("--seed", flags.seed),
        ):  # fmt: skip
            options += [] if value is None else [name, str(value)]
        options += [word for critic in flags.critics or () for word in ("--critic", critic)]
        return shlex.join(["redraft", "eval", Path(self.data).name, *options])


def forecasted(chosen: Chosen, settings: Settings, *, as_json: bool) -> None:
    """The forecast on stdout; nothing is sent.

    Raises:
        Misuse: when data or settings cannot be used.
    """
    data, assembly = _data(chosen, settings), _assembled(settings)
    found = asyncio.run(_forecast(data, assembly, chosen))
    if as_json:
        print_json(found)
        return
    data_console().print(Text("\n".join([*_forecast_lines(found, data, chosen), "nothing was sent"])))


def evaluated(chosen: Chosen, settings: Settings, *, as_json: bool) -> bool:
    """Evaluate, show the tables, write result and report.

    Returns:
        Whether any answer of the profile's own way could be scored.

    Raises:
        Misuse: when data, settings or folder cannot be used, or cases stand in the certificate's calibration.
        MissingExtra: without numpy or matplotlib, before anything is asked.
    """
    check_available()
    from redraft.cli.views import eval_tables
    from redraft.cli.views.eval_page import eval_page
    from redraft.evals.comparing import EvaluationConfig, evaluate

    data, assembly, console = _data(chosen, settings), _assembled(settings), talk()
    folder = chosen.out or Path("evaluations") / _folder_name(data, assembly)
    first = assembly.plan.seed
    config = EvaluationConfig(
        data=data,
        plan=assembly.plan,
        name=way_name(assembly),
        seeds=tuple(range(first, first + chosen.n_seeds)),
        concurrency=chosen.concurrency or assembly.concurrency,
        folder=folder,
        again=chosen.again,
        command=chosen.command,
    )
    for line in _forecast_lines(asyncio.run(_forecast(data, assembly, chosen)), data, chosen):
        console.print(Text(line, style="dim"), soft_wrap=True)
    with CountingLive(console, what="case", on_interrupt=_INTERRUPTED) as live:
        shown = _Shown(live, n_seeds=chosen.n_seeds, n_ways=6 if assembly.plan.critics else 4)
        result = asyncio.run(evaluate(config, on_progress=shown.on_progress))
    check_writable(folder / "result.json")
    write_page(folder / "result.json", encode(result) + "\n")
    write_page(folder / "report.html", eval_page(result))
    if as_json:
        print_json(without_cases(result))
    else:
        out = data_console()
        for table in eval_tables.tables_of(result):
            out.print(for_terminal(table))
        for sentence in eval_tables.sentences(result):
            out.print(Text(sentence))
    written = Text.assemble("The evaluation: ", (str(folder / "report.html"), "bold"), ", result.json")
    console.print(written, soft_wrap=True)
    return result.own.accuracy is not None


def without_cases(result: "Evaluation") -> dict[str, Any]:
    """The evaluation in plain values, without the list of every case, which result.json has."""
    plain = {name: getattr(result, name) for name in result.__dataclass_fields__ if name not in ("cases", "scored")}
    return plain | {"ways": [asdict(way) for way in result.ways]}


def way_name(assembly: Assembly) -> str:
    """How tables call the profile's own way: by its strategy; ``none`` is taken by the way without critics."""
    name = assembly.plan.strategy.name
    return "none, examined" if name == "none" else name


class _Shown:
    """Shows the whole evaluation as one count; each way and seed is a part of it."""

    def __init__(self, live: CountingLive, *, n_seeds: int, n_ways: int) -> None:
        self._live, self._n_parts = live, n_seeds * n_ways
        self._parts: dict[tuple[str, int], Progress] = {}

    def on_progress(self, progress: "Progress") -> None:
        self._parts[progress.arm, progress.seed] = progress
        n_done = sum(part.n_done for part in self._parts.values())
        scored = progress.n_done - progress.n_unscored
        right = f"{100 * progress.n_right / scored:.1f} % right" if scored else "none scored"
        unscored = f", {progress.n_unscored:,} unscored" if progress.n_unscored else ""
        said = f"{progress.arm}, seed {progress.seed}: {right}{unscored}"
        self._live.show(n_done, self._n_parts * progress.n, said)


def _data(chosen: Chosen, settings: Settings) -> "SampleData":
    try:
        from redraft.evals.samples import case_hash, data_named
    except ModuleNotFoundError as error:
        raise MissingExtra(f"{error.name} is needed here; install it with: pip install 'redraft[report]'") from error

    data = data_named(chosen.data, form=chosen.form, limit=chosen.limit, seed=settings.in_use.seed)
    certificate = settings.in_use.certificate
    if certificate is not None:
        asked = [case_hash(sample.prompt) for sample in data.samples]
        n_both = len(overlap(asked, read_certificate(certificate).case_hashes))
        if n_both:
            raise Misuse(
                f"{n_both:,} of {counted(len(data.samples), 'sample')} of {data.name!r} also calibrated the "
                f"certificate {Path(certificate).name!r}, so they cannot say what it is worth on new ones; evaluate on "
                "other data"
            )
    return data


def _assembled(settings: Settings) -> Assembly:
    return assemble({"config": settings, "store": False})


async def _forecast(data: "SampleData", assembly: Assembly, chosen: Chosen) -> "tuple[WayForecast, ...]":
    from redraft.evals.comparing.forecast import forecast

    settings = assembly.settings
    return await forecast(
        [sample.prompt for sample in data.samples],
        n_seeds=chosen.n_seeds,
        has_critics=bool(assembly.plan.critics),
        price=_price(settings),
        config=settings,
        store=False,
    )


def _price(settings: Settings) -> Price | None:
    """What the model that writes charges; None where it is not known, or a critic asks another model."""
    models = Models(settings)
    for critic in settings.in_use.critics:
        asked = asked_models(settings.critics.get(critic) or table_of(critic))
        if set(asked) - {settings.in_use.model}:
            return None
    table = models.table_of(settings.in_use.model)
    if is_local(table.model):
        return Price(input=0.0, output=0.0)
    return None if table.price is None else Price(**asdict(table.price))


def _forecast_lines(found: "tuple[WayForecast, ...]", data: "SampleData", chosen: Chosen) -> list[str]:
    from redraft.core import NOTHING

    least = sum((way.least for way in found), NOTHING)
    most = sum((way.most for way in found), NOTHING)
    samples, seeds = counted(len(data.samples), "sample"), counted(chosen.n_seeds, "seed")
    lines = [f"{data.name}: {samples}, {seeds}, {counted(len(found), 'way')} of answering"]
    for name, usage in (("at least", least), ("at most", most)):
        usd = "" if not usage.usd else f", {usage.usd:.2g} US dollars"
        lines.append(f"{name} {counted(usage.calls, 'call')}, about {counted(usage.tokens, 'token')}{usd}")
    return lines


def _folder_name(data: "SampleData", assembly: Assembly) -> str:
    stem = data.name.removesuffix(".gz").removesuffix(".jsonl").removesuffix(".csv")
    profile = assembly.settings.profile
    critics = [critic.name for critic in assembly.plan.critics]
    parts = [stem, *([] if profile == "default" else [profile]), assembly.plan.model.name, way_name(assembly), *critics]
    return re.sub(r"[^\w.-]+", "_", "-".join(parts))[:120]
