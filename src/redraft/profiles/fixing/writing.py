"""Writing a patch to disk: all files or none, and only where nobody wrote meanwhile."""

import contextlib
import os
import stat
import tempfile
from collections.abc import Sequence
from pathlib import Path

from redraft.critics.patch import Patch, TextFile
from redraft.errors import RedraftError


def write_patch(patch: Patch, folder: Path) -> tuple[str, ...]:
    """Put the files of a patch in place of those it was made from.

    Each file is replaced in one step and keeps its permissions, line ends and byte order mark. When one cannot be
    written, those that were replaced before are put back.

    Returns:
        The paths of the files that were written.

    Raises:
        RedraftError: when a file is not as it was when the patch was made, or cannot be written; then none is changed.
    """
    _check(patch.before, folder)
    places = [folder / source.path for source in patch.after]
    temporary: list[Path] = []
    n_replaced = 0
    try:
        for sources in (patch.after, patch.before):  # what comes, and what would put everything back
            for place, source in zip(places, sources, strict=True):
                temporary.append(_beside(place, source.data))
        _check(patch.before, folder)  # again: writing may have taken a while
        for new, place in zip(temporary, places, strict=False):
            new.replace(place)
            n_replaced += 1
    except OSError as error:
        for old, place in zip(temporary[len(places) :], places[:n_replaced], strict=False):
            old.replace(place)
        raise RedraftError(f"{error.filename!r} cannot be written: {error.strerror}; nothing was changed") from error
    finally:
        for path in temporary:
            path.unlink(missing_ok=True)
    return tuple(source.path for source in patch.after)


def _check(before: Sequence[TextFile], folder: Path) -> None:
    for source in before:
        place = folder / source.path
        try:
            same = not place.is_symlink() and place.read_bytes() == source.data
        except OSError:
            same = False
        if not same:
            raise RedraftError(
                f"{source.path!r} was changed on disk while the patch was made; nothing was written; run the command "
                "again"
            )


def _beside(place: Path, data: bytes) -> Path:
    """A new file beside `place` with its permissions and this content, safely on disk."""
    about = place.stat()
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.", suffix=".redraft")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            with contextlib.suppress(PermissionError):  # only its owner or root may give a file away
                os.fchown(file.fileno(), about.st_uid, about.st_gid)
            os.fchmod(file.fileno(), stat.S_IMODE(about.st_mode))
            os.fsync(file.fileno())
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)
