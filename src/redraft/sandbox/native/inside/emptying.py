"""Emptying a folder that a stranger filled: however deep, whatever the permissions, without following a link."""

import os
import stat

# A folder that holds more than this is given up, and thrown away with the jail that has it.
MAX_ENTRIES = 100_000


class NotEmptied(OSError):
    """Something in the folder cannot be removed, or there is too much of it."""


def empty(folder: str) -> int:
    """Remove all that lies in `folder`, which itself stays.

    A folder in it is not walked down: what it holds is first moved up into `folder`. So no path gets long, and a
    million folders inside each other need no deeper stack than two. Nobody else may be at work in the folder.

    Returns:
        How many things were removed.

    Raises:
        NotEmptied: when something stays.
    """
    try:
        top = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as error:
        raise NotEmptied(f"{folder!r} is no folder: {error}; look at who put something else there") from error
    try:
        looks = os.fstat(top)
        if looks.st_uid == os.getuid():
            os.fchmod(top, stat.S_IMODE(looks.st_mode) | stat.S_IRWXU)
        return _empty(top)
    except (OSError, ValueError) as error:
        raise NotEmptied(f"{folder!r} cannot be emptied: {error}; throw it away as a whole") from error
    finally:
        os.close(top)


def _empty(top: int) -> int:
    """Remove all below an open folder."""
    n_removed = n_moved = 0
    waiting = os.listdir(top)
    while waiting:
        name = waiting.pop()
        n_removed += 1
        if n_removed > MAX_ENTRIES:
            raise NotEmptied(f"more than {MAX_ENTRIES} entries")
        if not stat.S_ISDIR(os.stat(name, dir_fd=top, follow_symlinks=False).st_mode):
            os.unlink(name, dir_fd=top)
            continue
        os.chmod(name, stat.S_IRWXU, dir_fd=top)  # no link: its mode was looked at, and nobody else is at work here
        inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=top)
        try:
            for child in os.listdir(inner):
                if stat.S_ISDIR(os.stat(child, dir_fd=inner, follow_symlinks=False).st_mode):
                    os.chmod(child, stat.S_IRWXU, dir_fd=inner)  # a folder moves only when it may be written
                n_moved += 1
                free = f".moved-{n_moved}"
                while _lies_in(top, free):
                    free += "-"
                os.rename(child, free, src_dir_fd=inner, dst_dir_fd=top)
                waiting.append(free)
        finally:
            os.close(inner)
        os.rmdir(name, dir_fd=top)
    return n_removed


def _lies_in(folder: int, name: str) -> bool:
    """Whether an open folder has an entry of this name."""
    try:
        os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True
