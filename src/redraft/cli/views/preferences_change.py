"""Changes to a profile, told in a line each."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.text import Text

from redraft.cli._output import print_json, talk
from redraft.critics.preferences import keeping, read_check, read_profile
from redraft.errors import Misuse
from redraft.report.text import counted, printable


def corrected(
    profile: Path,
    id: str,
    *,
    says: str | None,
    checks: Sequence[str] | None,
    context: str | None,
    on: bool | None,
    as_json: bool,
) -> None:
    """Change what was said otherwise; what is None stays.

    Raises:
        Misuse: when nothing is to change, a check is none, or there is no such preference.
    """
    changes: dict[str, Any] = {"says": says, "context": context, "on": on}
    changes = {name: value for name, value in changes.items() if value is not None}
    if checks is not None:
        changes["checks"] = tuple(read_check(check) for check in checks)
    if not changes:
        raise Misuse("nothing is to change; give --says, --check, --context, --everywhere, --on or --off")
    if says is not None:
        if not says.strip():
            raise Misuse(f"--says must be a sentence, got {says!r}; to be rid of a preference, forget it")
        changes["by"] = "person"
    preference = keeping.correct(profile, id, **changes)
    if as_json:
        print_json({"changed": preference.id, "preference": preference.says, "on": preference.on})
    _told(f"{preference.id} changed: {preference.says}{'' if preference.on else ' (off)'}")


def forgotten(profile: Path, id: str, *, as_json: bool) -> None:
    """Take one preference out.

    Raises:
        Misuse: when there is no such preference.
    """
    preference = keeping.forget(profile, id)
    if as_json:
        print_json({"forgotten": preference.id, "preference": preference.says})
    _told(f"{preference.id} forgotten: {preference.says}")


def deleted(profile: Path, *, sure: bool, as_json: bool) -> None:
    """Delete the whole profile, after a question if somebody is there to answer it.

    Raises:
        Misuse: when nobody said yes.
    """
    n = len(read_profile(profile).preferences)
    what = f"{profile} with {counted(n, 'preference')}"
    if not sure:
        if not sys.stdin.isatty():
            raise Misuse(f"this deletes {what}; say --yes")
        talk().print(Text(printable(f"Delete {what}? [y/N] ")), end="")
        if input().strip().casefold() not in ("y", "yes"):
            _told("nothing was deleted")
            return
    keeping.delete(profile)
    if as_json:
        print_json({"deleted": str(profile), "preferences": n})
    _told(f"deleted: {what}")


def _told(line: str) -> None:
    talk().print(Text(printable(line)), soft_wrap=True)
