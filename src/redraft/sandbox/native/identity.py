"""Who confined code runs as: never root, and with a share of processes of its own."""

import os
import secrets
from pathlib import Path

# Numbers that no distribution gives to people, services or containers; each worker takes one of them.
_FIRST, _N = 1_900_000_000, 200_000_000
# The highest number with which a worker may be made where only few are mapped, as in a rootless container.
_SHARE_OF_FEW = 4


class NoOtherUser(PermissionError):
    """This process is root and cannot become anybody else."""


def spare_user() -> int | None:
    """The user to run confined code as: a number that nobody has when this process is root, else None (stay).

    Raises:
        NoOtherUser: when this root has no other user to become; the message says what to do.
    """
    if os.geteuid() != 0:
        return None
    user = _chosen(Path("/proc/self/uid_map").read_text("ascii"), Path("/proc/self/gid_map").read_text("ascii"))
    if user is None:
        raise NoOtherUser("this root is the only user of its namespace; run Redraft as an ordinary user instead")
    return user


def _chosen(*maps: str) -> int | None:
    """A number that is mapped in all of these maps (lines of inside, outside, count); None if only 0 is."""
    spans = [[(int(first), int(n)) for first, _, n in (line.split() for line in text.splitlines())] for text in maps]
    wanted = _FIRST + secrets.randbelow(_N)
    if all(any(first <= wanted < first + n for first, n in span) for span in spans):
        return wanted
    # The upper end of the smallest of the largest spans: system users have low numbers.
    first, n = min((max(span, key=lambda s: s[1]) for span in spans), key=lambda s: s[1])
    few = n // _SHARE_OF_FEW
    return first + n - 1 - secrets.randbelow(few) if few else None


def n_processes_of_user() -> int:
    """Processes and threads of this process's user: what its limit of processes counts already."""
    me, total = os.getuid(), 0
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            try:
                if entry.stat().st_uid == me:
                    total += len(os.listdir(f"/proc/{entry.name}/task"))
            except OSError:
                continue  # it has just ended
    return total


def others_can_read(path: str) -> bool:
    """Whether a user who owns nothing could open what lies at `path`, or list it and go through it."""
    place = Path(path).resolve()
    try:
        on_the_way = all(parent.stat().st_mode & 0o001 for parent in place.parents)
        wanted = 0o005 if place.is_dir() else 0o004
        return on_the_way and place.stat().st_mode & wanted == wanted
    except OSError:
        return False
