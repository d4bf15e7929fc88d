"""A profile run again on a fixed set: progress on stderr, the comparison on stdout, an event in the store."""

import asyncio
from dataclasses import dataclass

from rich.text import Text

from redraft import profiles
from redraft.cli._output import data_console, print_json, talk
from redraft.cli.views.counting_live import CountingLive
from redraft.errors import Misuse
from redraft.evals.rechecking import Calibrated, Recheck, recheck
from redraft.evals.samples import data_named
from redraft.profiles.certificates import read_certificate
from redraft.profiles.monitoring import Watch, terms_of
from redraft.report.tables import Column, Row, Table, for_terminal
from redraft.report.text import percent, percent_between
from redraft.settings import Settings, store_url
from redraft.store import RecordStore
from redraft.store.monitoring import MonitorStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What the command line asked for; see the options of `redraft monitor rerun`."""

    data: str
    form: str | None
    limit: int | None
    concurrency: int | None


def rerun(chosen: Chosen, settings: Settings, *, as_json: bool) -> bool:
    """Run the profile in use on the set, show and keep what came out.

    Returns:
        Whether the promise was not refuted.

    Raises:
        Misuse: when the profile is not watched, so that nothing says what it promises, or the set cannot be used.
    """
    if settings.in_use.monitor is None:
        table = f"[profiles.{settings.profile}.monitor]"
        raise Misuse(f"profile {settings.profile!r} is not watched; add {table} to redraft.toml")
    assembly = profiles.assemble({"config": settings})
    data = data_named(chosen.data, form=chosen.form, limit=chosen.limit, seed=settings.in_use.seed)
    terms = terms_of(assembly.plan, settings)
    concurrency = assembly.concurrency if chosen.concurrency is None else chosen.concurrency
    with CountingLive(talk(), what="sample") as live:
        n_done, n_broken = 0, 0

        def count(played: object) -> None:
            nonlocal n_done, n_broken
            n_done, n_broken = n_done + 1, n_broken + bool(getattr(played, "broken", False))
            live.show(n_done, len(data.samples), f"{n_broken} broken")

        work = recheck(
            assembly.plan,
            data,
            profile=settings.profile,
            terms=terms,
            concurrency=concurrency,
            calibrated=_calibrated(settings),
            on_played=count,
        )
        result = asyncio.run(work)
    asyncio.run(_keep(result, settings))
    if as_json:
        print_json(result)
    else:
        data_console().print(for_terminal(as_table(result)))
        style = "bold red" if result.finding == "refuted" else ""
        talk().print(Text(as_sentence(result), style=style), soft_wrap=True)
    return result.finding != "refuted"


def as_table(result: Recheck) -> Table:
    """The comparison."""
    rate = result.broken
    rows = [
        Row(("now", "no case" if rate is None else percent_between(rate.value, rate.low, rate.high),
             f"{result.n_broken} of {result.n:,}"), strong=True),
        Row(("promised", f"at most {percent(result.epsilon)}", "")),
    ]  # fmt: skip
    if result.certificate_n is not None:
        seen = result.certificate_broken
        before = "" if seen is None else percent(seen / result.certificate_n)
        of = f"{'?' if seen is None else seen} of {result.certificate_n:,}"
        rows.append(Row(("calibration", before, of)))
    note = (
        f"Of {result.n:,} samples {result.n_changed} got another answer than their draft, {result.n_repaired} of them "
    )
    note += f"repaired; {result.n_unscored} could not be scored and count as broken where the draft was replaced. "
    note += "The interval is one of 95 %."
    columns = (Column("", "left"), Column("right drafts made wrong"), Column("cases"))
    return Table(title=f"Profile {result.profile} on {result.data}", columns=columns, rows=tuple(rows), note=note)


def as_sentence(result: Recheck) -> str:
    """What came out, in words."""
    if result.p_promise is None:
        return "nothing could be scored, so nothing can be said"
    chance = f"so many broken answers or more come by chance with probability {result.p_promise:.2g}"
    if result.finding == "refuted":
        sentence = f"refuted: if at most {percent(result.epsilon)} broke, {chance}"
    else:
        sentence = f"not refuted: if at most {percent(result.epsilon)} broke, {chance}"
    if result.p_no_worse is not None:
        sentence += f"; if as many broke as in the calibration, {result.p_no_worse:.2g}"
    return f"{sentence}. The certificate is void: {result.void}" if result.void else sentence


def _calibrated(settings: Settings) -> Calibrated | None:
    """What the calibration saw at the certified threshold; None without a certificate that counts all cases."""
    if settings.in_use.certificate is None:
        return None
    file = read_certificate(settings.in_use.certificate)
    row = next((row for row in file.rows if row.threshold == file.threshold), None)
    return Calibrated(n_broken=row.n_flips, n=file.n) if row is not None and file.among == "all" else None


async def _keep(result: Recheck, settings: Settings) -> None:
    with RecordStore.open(store_url(settings)) as store:
        await Watch(MonitorStore(store.database), settings.profile).note_rerun(result)
