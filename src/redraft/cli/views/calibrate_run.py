"""A calibration for the command line: what it needs first, progress on stderr, tables on stdout, the certificate."""

import asyncio
import json
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rich.text import Text

from redraft import profiles
from redraft.cli._output import data_console, print_json, talk
from redraft.cli.views.counting_live import CountingLive
from redraft.errors import MissingExtra, Misuse
from redraft.profiles import Choices
from redraft.profiles.certificates import read_certificate
from redraft.report.page import check_writable, write_page
from redraft.report.plots import check_available
from redraft.report.tables import for_terminal
from redraft.report.text import counted, printable
from redraft.settings import Settings
from redraft.store.codec import decode, encode

if TYPE_CHECKING:  # they need scipy, which need not be there before a calibration is
    from redraft.evals.calibrating.certifying import Promise
    from redraft.evals.calibrating.run import Progress
    from redraft.evals.samples import SampleData
    from redraft.trust.certificate.document import CertificateFile

_INTERRUPTED = "interrupted; what was played is kept, the same command goes on from there (without --again)"
_NOTHING_ASKED = (
    "nothing was asked: all answers are those of the run before. Where the model behind an address may have changed, "
    "or anything else that nobody can see from here, --again asks anew"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What the command line asked for; see the options of `redraft calibrate`."""

    data: str | None
    epsilon: float
    delta: float
    out: Path
    net: bool
    among: Literal["all", "right"]
    slices: int
    looks: int
    key: Path | None
    alone: bool
    again: bool
    form: str | None
    limit: int | None
    concurrency: int | None
    html: Path | None
    profile: str | None
    seed: int | None

    def command(self, data: str, *extra: str) -> str:
        """The command that makes this certificate, without folders, which differ between machines."""
        words = ["redraft", "calibrate", *([] if not data else [Path(data).name]), *extra]
        words += [] if self.profile is None else ["--profile", self.profile]
        words += ["--epsilon", f"{self.epsilon:g}", "--delta", f"{self.delta:g}"]
        words += ["--mcnemar"] if self.net else []
        words += ["--among", self.among] if self.among != "all" else []
        words += ["--slices", str(self.slices)] if self.slices != 1 else []
        words += ["--looks", str(self.looks)] if self.looks != 1 else []
        words += [] if self.limit is None else ["--limit", str(self.limit)]
        words += [] if self.seed is None else ["--seed", str(self.seed)]
        return shlex.join(words)


def calibrated(chosen: Chosen, settings: Settings, *, as_json: bool) -> None:
    """Calibrate, show what came of it, write the certificate.

    Raises:
        Misuse: when data, profile or places to write cannot be used, or the data cannot lead to a certificate.
        MissingExtra: when the statistics or the page need a package that is not installed.
    """
    promise = _promise(chosen)
    _check_places(chosen)
    journal = _journal(chosen.out, aside=chosen.again)
    from redraft.cli.views import calibrate_tables
    from redraft.cli.views.calibrate_page import calibration_page
    from redraft.evals.calibrating.forecast import cost
    from redraft.evals.calibrating.run import CalibrationConfig, calibrate
    from redraft.evals.samples import data_named

    console = talk()
    data = data_named(_data(chosen), form=chosen.form, limit=chosen.limit, seed=settings.in_use.seed)
    assembly = profiles.assemble(_choices(settings))
    _say_need(data, promise)
    prompts = [sample.prompt for sample in data.samples]
    forecast = asyncio.run(cost(prompts, _choices(settings), advises=not chosen.alone))
    console.print(Text(calibrate_tables.cost_line(forecast, len(prompts))), soft_wrap=True)
    config = CalibrationConfig(
        data=data,
        plan=assembly.plan,
        promise=promise,
        advises=not chosen.alone,
        journal=journal,
        out=chosen.out,
        concurrency=chosen.concurrency or assembly.concurrency,
        earlier=_earlier(settings),
        command=chosen.command(_data(chosen)),
    )
    n_ways = 1 if chosen.alone else 4 if assembly.plan.critics else 3
    n_done, n_before = dict[str, int](), dict[str, int]()
    with CountingLive(console, what="answer", on_interrupt=_INTERRUPTED) as live:

        def show(one: "Progress") -> None:
            n_done[one.way], n_before[one.way] = one.n_done, one.n_before
            live.show(sum(n_done.values()), n_ways * one.n, _said(one))

        done = asyncio.run(calibrate(config, on_progress=show))
    if n_done == n_before:
        console.print(Text(_NOTHING_ASKED), soft_wrap=True)
    _write(chosen.out, done.certificate)
    if chosen.html is not None:
        write_page(chosen.html, calibration_page(done, name=settings.profile, out=chosen.out.name))
    if as_json:
        print_json(done)
    else:
        shown = data_console()
        for table in calibrate_tables.tables_of(done):
            shown.print(for_terminal(table))
        for line in (*calibrate_tables.sentences(done), *done.notes):
            shown.print(Text(printable(line)))
    _tell_written(chosen, done.certificate, settings.profile)


def _say_need(data: "SampleData", promise: "Promise") -> None:
    """What the promise takes, what there is of it, and which rows do not count.

    Raises:
        Misuse: when there are too few cases.
    """
    from redraft.cli.views import calibrate_tables
    from redraft.evals.calibrating.checks import check_enough
    from redraft.evals.calibrating.forecast import need
    from redraft.evals.calibrating.independent import n_independent

    n, n_all = n_independent(data), len(data.samples)
    lines = calibrate_tables.need_lines(need(n, promise))
    lines += [calibrate_tables.repeated_line(data.n_repeated)] if data.n_repeated else []
    lines += [calibrate_tables.problems_line(n, n_all)] if n < n_all else []
    for line in lines:
        talk().print(Text(line), soft_wrap=True)
    check_enough(n, epsilon=promise.epsilon, delta=promise.level, in_halves=promise.net)


def forecast(chosen: Chosen, settings: Settings, *, as_json: bool) -> None:
    """Say how many cases are needed and what playing them would take; nothing is asked."""
    promise = _promise(chosen)
    from redraft.cli.views import calibrate_tables
    from redraft.evals.calibrating.forecast import cost, need
    from redraft.evals.calibrating.independent import n_independent
    from redraft.evals.samples import data_named

    data = data_named(_data(chosen), form=chosen.form, limit=chosen.limit, seed=settings.in_use.seed)
    prompts = [sample.prompt for sample in data.samples]
    n, n_all = n_independent(data), len(prompts)
    needed = need(n, promise)
    price = asyncio.run(cost(prompts, _choices(settings), advises=not chosen.alone))
    if as_json:
        print_json({"need": needed, "cost": price})
        return
    left_out = [calibrate_tables.repeated_line(data.n_repeated)] if data.n_repeated else []
    left_out += [calibrate_tables.problems_line(n, n_all)] if n < n_all else []
    for line in (*calibrate_tables.need_lines(needed), *left_out, calibrate_tables.cost_line(price, n_all)):
        data_console().print(Text(line), soft_wrap=True)


def collected(out: Path, chosen: Chosen, settings: Settings) -> None:
    """Let the profile answer and write what people have to label; says first how many cases are needed.

    Raises:
        Misuse: when prompts or places to write cannot be used, or there are too few cases.
    """
    promise = _promise(chosen)
    check_writable(out)
    from redraft.cli.views import calibrate_tables
    from redraft.evals.calibrating.checks import check_enough
    from redraft.evals.calibrating.collecting import CollectConfig, collect, read_prompts
    from redraft.evals.calibrating.forecast import cost, need

    console, path = talk(), Path(_data(chosen))
    prompts = read_prompts(path)
    for line in calibrate_tables.need_lines(need(len(prompts), promise)):
        console.print(Text(line), soft_wrap=True)
    check_enough(len(prompts), epsilon=promise.epsilon, delta=promise.level, in_halves=promise.net)
    price = asyncio.run(cost(prompts, _choices(settings), advises=False))
    console.print(Text(calibrate_tables.cost_line(price, len(prompts))), soft_wrap=True)
    assembly = profiles.assemble(_choices(settings))
    config = CollectConfig(
        data=path,
        plan=assembly.plan,
        out=out,
        concurrency=chosen.concurrency or assembly.concurrency,
        command=chosen.command(_data(chosen), "--collect", out.name),
    )
    with CountingLive(console, what="case", on_interrupt=_INTERRUPTED) as live:
        done = asyncio.run(collect(config, on_progress=lambda n_done, n: live.show(n_done, n, "answered")))
    kept = done.n - done.n_questions
    if not done.n_questions:
        console.print(Text("No redraft with other words would be returned for any case: there is nothing to label."))
        return
    questions, others = counted(done.n_questions, "question"), counted(kept, "case")
    lines = (
        f"{questions} to label in {out}; in the other {others} the draft is returned and nothing can break.",
        f"Write true or false for a_right and b_right, then: redraft calibrate --labels {out}",
        f"{done.key.name} beside it says which answer is which: do not show it to who labels.",
    )
    for line in lines:
        console.print(Text(line), soft_wrap=True)


def from_labels(path: Path, chosen: Chosen, *, as_json: bool) -> None:
    """The certificate that follows from labels; no model is asked.

    Raises:
        Misuse: when labels or key cannot be used, or there are too few cases.
    """
    promise = _promise(chosen)
    check_writable(chosen.out)
    if chosen.html is not None or chosen.data is not None:
        raise Misuse("--labels takes neither DATA nor --html: the labels and their key say everything there is")
    from redraft.cli.views import calibrate_tables
    from redraft.evals.calibrating.collecting import key_path
    from redraft.evals.calibrating.forecast import need
    from redraft.evals.calibrating.labels import certificate_from_labels, read_key, read_labels

    key = read_key(key_path(path) if chosen.key is None else chosen.key)
    for line in calibrate_tables.need_lines(need(len(key.rows), promise)):
        talk().print(Text(line), soft_wrap=True)
    command = chosen.command("", "--labels", path.name)
    file = certificate_from_labels(read_labels(path), key, promise, command=command, out=chosen.out)
    _write(chosen.out, file)
    if as_json:
        print_json(file)
    else:
        shown = data_console()
        shown.print(for_terminal(calibrate_tables.certificate_table(file)))
        shown.print(Text(calibrate_tables.verdict(file)))
    _tell_written(chosen, file, "NAME")


def _write(out: Path, file: "CertificateFile") -> None:
    """The certificate to its file; another one that stands there is kept under a name of its own."""
    if out.exists():
        try:
            name = read_certificate(out).calibration_id
        except Misuse:  # whatever it is, it is somebody's
            name = "before"
        if name != file.calibration_id:
            kept = out.with_name(f"{out.stem}.{name[:8]}{out.suffix}")
            out.replace(kept)
            talk().print(Text(f"what stood in {out} is of another calibration, and is kept as {kept}"), soft_wrap=True)
    write_page(out, as_document(file))


def as_document(file: "CertificateFile") -> str:
    """The certificate as JSON that people can read, too."""
    return json.dumps(decode(encode(file)), indent=1, ensure_ascii=False) + "\n"


def _promise(chosen: Chosen) -> "Promise":
    try:
        from redraft.evals.calibrating.certifying import Promise
    except ModuleNotFoundError as error:
        raise MissingExtra("a calibration needs numpy; install it with: pip install 'redraft[trust]'") from error
    from redraft.trust.certificate.exact import check_probability

    check_probability("epsilon", chosen.epsilon)
    check_probability("delta", chosen.delta)
    return Promise(
        epsilon=chosen.epsilon,
        delta=chosen.delta,
        n_slices=chosen.slices,
        n_looks=chosen.looks,
        among=chosen.among,
        net=chosen.net,
    )


def _check_places(chosen: Chosen) -> None:
    check_writable(chosen.out)
    if chosen.html is not None:
        check_writable(chosen.html)
        check_available()


def _data(chosen: Chosen) -> str:
    if chosen.data is None:
        raise Misuse("nothing to calibrate on: give a file of cases, or a world such as count; or --labels FILE")
    return chosen.data


def _choices(settings: Settings) -> Choices:
    return {"config": settings, "certificate": False, "store": False}


def _journal(out: Path, *, aside: bool) -> Path:
    """Where what is played is kept; what is there may be put aside, for it was paid for and is never thrown away."""
    journal = out.with_name(f"{out.name}.journal")
    if aside and journal.exists():
        journal.replace(journal.with_name(f"{journal.name}.before"))
    return journal


def _earlier(settings: Settings) -> "CertificateFile | None":
    path = settings.in_use.certificate
    try:
        return None if path is None or not Path(path).exists() else read_certificate(path)
    except Misuse:  # one that cannot be believed any more is why people calibrate again
        return None


def _said(progress: "Progress") -> str:
    before = f", {progress.n_before:,} played before" if progress.n_before else ""
    return f"{progress.way}{before}"


def _tell_written(chosen: Chosen, file: "CertificateFile", profile: str) -> None:
    line = Text.assemble("written: ", (str(chosen.out), "bold"))
    if file.threshold is not None:
        line.append(f'; put it in force with certificate = "{chosen.out}" under [profiles.{profile}]')
    talk().print(line, soft_wrap=True)
