"""Whether a folder may be written into: it is empty, or all that it holds was made by the same tool before."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from redraft.errors import Misuse


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a tool writes into a folder, and how its work is recognised.

    Attributes:
        marker: a JSON file that is always among it.
        keys: what that file holds at least.
        values: those of its keys that have one value only.
        files: names of all files that are written, the marker included.
    """

    marker: str
    keys: frozenset[str]
    values: frozenset[tuple[str, str]] = frozenset()
    files: frozenset[str]

    def stands_in(self, folder: Path) -> bool:
        """Whether the folder holds such work; what cannot be read is none."""
        try:
            told = json.loads((folder / self.marker).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        return isinstance(told, dict) and self.keys <= told.keys() and self.values <= _plain(told)


EXPORT = Made(
    marker="config.json",
    keys=frozenset({"model_type", "construction", "statement"}),
    values=frozenset({("model_type", "redraft_construction")}),
    files=frozenset({"config.json", "model.safetensors", "modeling_construction.py", "README.md"}),
)
"""An exported construction."""


def check_own(folder: Path, kinds: Sequence[Made] = (EXPORT,)) -> None:
    """Refuse a folder that holds files of somebody else, which would be replaced or mixed with ours.

    Hidden files and Python's caches are left alone and do not count.

    Args:
        folder: where to write; it need not exist.
        kinds: what an earlier run may have left there.

    Raises:
        Misuse: naming a file that is not of an earlier run.
    """
    if not folder.is_dir():
        return
    try:
        held = {path.name for path in folder.iterdir() if not path.name.startswith(".") and path.name != "__pycache__"}
    except OSError as error:
        raise Misuse(f"cannot read {str(folder)!r}: {error.strerror}; give an empty or new folder") from error
    ours = {name for kind in kinds if kind.stands_in(folder) for name in kind.files}
    foreign = sorted(held - ours)
    if foreign:
        raise Misuse(
            f"{str(folder)!r} holds {foreign[0]!r}, which is not of an earlier run and might be replaced; "
            "give an empty or new folder"
        )


def _plain(told: dict[str, object]) -> frozenset[tuple[str, str]]:
    return frozenset((key, value) for key, value in told.items() if isinstance(value, str))
