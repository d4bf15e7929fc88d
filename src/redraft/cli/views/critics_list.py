"""The critics there are, with what each needs and whether that is here."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.util import find_spec

from redraft.cli._output import data_console, print_json
from redraft.core import CriticKind
from redraft.errors import MissingExtra, Misuse
from redraft.profiles.critics import critic_from
from redraft.report.tables import Column, Row, Table, for_terminal
from redraft.settings import CriticTable, Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One critic.

    Attributes:
        name: what to write after ``--critic``; capitals stand for something of one's own.
        kind: what its verdicts rest on.
        decides: what it does to reach a verdict.
        needs: what has to be there.
        here: whether it is, as far as can be told without asking a model or running anything.
        detail: what is missing and what to do; empty when nothing is.
    """

    name: str
    kind: CriticKind
    decides: str
    needs: str
    here: bool
    detail: str = ""


# What a critic is by its type, for one that cannot be made and asked.
_KIND_OF: Mapping[str, CriticKind] = {
    "self_check": "intrinsic", "rules": "verified", "code": "verified", "logic": "verified", "steps": "verified",
}  # fmt: skip
_COLUMNS = (Column("critic", "left"), Column("kind", "left"), Column("decides by", "left"), Column("here", "left"))

_ANYWHERE = (
    Listed(name="self_check", kind="intrinsic", decides="asking the model that wrote the answer", needs="", here=True),
    Listed(name="judge:MODEL", kind="external", decides="asking another model", needs="that model", here=True),
    Listed(name="module:function", kind="verified", decides="calling a function of yours", needs="", here=True),
    Listed(
        name="type = \"rules\"", kind="verified", decides="JSON schema, patterns, lengths, words",
        needs="a table [critics.NAME] in redraft.toml", here=True,
    ),
)  # fmt: skip


def listed(settings: Settings, *, as_json: bool) -> None:
    """Show the critics of the settings, then those that need none."""
    critics = [
        *(_of_settings(name, table, settings) for name, table in settings.critics.items()),
        *_verified(),
        *_ANYWHERE,
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
    here = "yes" if critic.here else f"no: {critic.detail}"
    needs = f" (needs {critic.needs})" if critic.needs and critic.here else ""
    return Row((critic.name, critic.kind, f"{critic.decides}{needs}", here))


def _of_settings(name: str, table: CriticTable, settings: Settings) -> Listed:
    decides = f"its table in redraft.toml, type {table.type!r}"
    try:
        critic = critic_from(name, settings)
    except (Misuse, MissingExtra) as error:
        kind = getattr(table, "kind", _KIND_OF.get(table.type, "external"))
        return Listed(name=name, kind=kind, decides=decides, needs="", here=False, detail=str(error))
    return Listed(name=name, kind=critic.kind, decides=decides, needs="", here=True)


def _verified() -> list[Listed]:
    # The checkers and, for the sandbox, either WebAssembly or the filters of the native levels.
    in_wasm = bool(find_spec("wasmtime") and find_spec("componentize_py"))
    sandboxed = bool(find_spec("ruff") and find_spec("ty")) and (in_wasm or find_spec("pyseccomp") is not None)
    logical = bool(find_spec("z3") and find_spec("clingo"))
    return [
        Listed(
            name="code, code:TESTS.py",
            kind="verified",
            decides="running the answer's Python against tests, in a sandbox",
            needs="the extra code",
            here=sandboxed,
            detail="" if sandboxed else "pip install 'redraft[code]'",
        ),
        Listed(
            name="logic, logic:PROGRAM",
            kind="verified",
            decides="proving what the answer states, or refuting it",
            needs="the extra logic",
            here=logical,
            detail="" if logical else "pip install 'redraft[logic]'",
        ),
        Listed(name="steps", kind="verified", decides="computing every step of a calculation", needs="", here=True),
    ]
