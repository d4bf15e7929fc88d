"""Starting the static checkers. They read the code and never run it."""

import asyncio
import os
import shutil
import sys
import sysconfig
from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

from redraft.errors import MissingExtra

_TIMEOUT_S = 20.0


class Said(NamedTuple):
    """What a checker printed, and how it ended; `exit_code` is None when it was stopped for taking too long."""

    stdout: str
    stderr: str
    exit_code: int | None


@lru_cache(maxsize=8)
def path_of(tool: str) -> str:
    """Where a checker is installed.

    Raises:
        MissingExtra: when it is not.
    """
    beside = Path(sys.executable).parent / tool
    scripts = Path(sysconfig.get_path("scripts")) / tool
    found = next((str(path) for path in (beside, scripts) if path.is_file()), None) or shutil.which(tool)
    if found is None:
        raise MissingExtra(
            f"checking code needs {tool}, which is not installed; pip install 'redraft[code]', or name the checks "
            "to make, such as checks=('syntax', 'tests')"
        )
    return found


@lru_cache(maxsize=8)
def version_of_tool(tool: str) -> str:
    """The version of an installed checker; its verdicts change with it."""
    try:
        return version(tool)
    except PackageNotFoundError:
        return "unknown"


async def ask_tool(command: Sequence[str], *, stdin: str, folder: str | None = None) -> Said:
    """Run a checker with an empty environment, so that no configuration of the machine changes what it says."""
    environment = {"PATH": os.defpath, "HOME": folder or "/nonexistent", "NO_COLOR": "1"}
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=folder,
        env=environment,
    )
    try:
        async with asyncio.timeout(_TIMEOUT_S):
            out, err = await process.communicate(stdin.encode("utf-8", "replace"))
    except TimeoutError:
        return Said("", f"took more than {_TIMEOUT_S:.0f} s", None)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return Said(out.decode("utf-8", "replace"), err.decode("utf-8", "replace"), process.returncode)
