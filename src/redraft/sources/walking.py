"""The files of folders: every one once, hidden ones and other kinds passed over, loops and locked folders told."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from redraft.errors import Misuse
from redraft.sources.extracting.extracted import Fault
from redraft.sources.extracting.files import is_read


@dataclass(frozen=True, slots=True, kw_only=True)
class Walked:
    """What lies below some paths.

    Attributes:
        files: to read, in order, each once.
        faults: folders and links that could not be followed; nothing is known about what lies behind them.
        passed_over: endings of the names of files of other kinds, and how many there are of each.
    """

    files: tuple[Path, ...]
    faults: tuple[Fault, ...]
    passed_over: dict[str, int]


def walk(paths: list[Path]) -> Walked:
    """All files to read at and below some paths; a file that is named itself is read whatever its kind.

    Raises:
        Misuse: when one of the paths is not there.
    """
    files: dict[Path, None] = {}
    faults: list[Fault] = []
    passed_over: dict[str, int] = {}
    for path in paths:
        absolute = Path(os.path.abspath(path))
        if absolute.is_dir():
            for found in _below(absolute, (), faults):
                if is_read(found):
                    files[found] = None
                else:
                    ending = found.suffix.lower() or "no ending"
                    passed_over[ending] = passed_over.get(ending, 0) + 1
        elif absolute.is_file():
            files[absolute] = None
        elif absolute.exists():  # reading a pipe waits for somebody who writes
            faults.append(Fault(str(absolute), "is neither a file nor a folder; save what it gives as a file"))
        else:
            raise Misuse(f"{path} is not there; check the path, or `redraft facts remove` what was indexed from it")
    return Walked(files=tuple(files), faults=tuple(faults), passed_over=passed_over)


def _below(folder: Path, above: tuple[tuple[int, int], ...], faults: list[Fault]) -> Iterator[Path]:
    """The files below a folder, in order; `above` are the folders that lead there, by device and number."""
    try:
        stat = folder.stat()
        here = (stat.st_dev, stat.st_ino)
        if here in above:
            faults.append(Fault(str(folder), "is a link back to a folder that it lies in; it is not followed"))
            return
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        faults.append(Fault(str(folder), f"cannot be read: {error.strerror}; what lies in it is left as it was"))
        return
    for entry in entries:
        path = Path(entry.path)
        if entry.name.startswith("."):
            continue
        try:
            is_folder = entry.is_dir()
            # A link to itself is neither, and says so only when it is followed.
            is_file = not is_folder and (entry.is_file() or not path.stat())
        except OSError as error:
            faults.append(Fault(str(path), f"cannot be read: {error.strerror}; mend or remove the link"))
            continue
        if is_folder:
            yield from _below(path, (*above, here), faults)
        elif is_file:
            yield path
