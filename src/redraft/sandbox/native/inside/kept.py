"""Reading back the files that a command was asked to keep, without following where it points."""

import base64
import os
import stat


def to_text(content: bytes) -> str:
    """Bytes as JSON can carry them."""
    return base64.b64encode(content).decode("ascii")


def from_text(text: str) -> bytes:
    """The bytes of `to_text`.

    Raises:
        ValueError: when the text is none of its kind.
    """
    return base64.b64decode(text, validate=True)


def read_back(folder: str, paths: list[str], *, at_most: int) -> dict[str, str]:
    """Content of those files in `folder` that are there, in base64.

    Args:
        folder: where the job ran.
        paths: relative paths, no part of which may be a link.
        at_most: bytes of all together; what does not fit is left out.
    """
    found: dict[str, str] = {}
    for path in paths:
        content = _content(folder, path, at_most)
        if content is not None:
            found[path] = to_text(content)
            at_most -= len(content)
    return found


def _content(folder: str, path: str, at_most: int) -> bytes | None:
    """Content of one regular file; None when there is none, a link leads to it or it is too large."""
    opened = []
    try:
        place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        opened.append(place)
        *parents, name = path.split("/")
        for parent in parents:
            place = os.open(parent, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=place)
            opened.append(place)
        # Not waiting: a named pipe of that name would be waited for until somebody writes to it.
        place = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=place)
        opened.append(place)
        looks = os.fstat(place)
        if not stat.S_ISREG(looks.st_mode) or looks.st_size > at_most:
            return None
        with os.fdopen(opened.pop(), "rb") as file:
            return file.read(at_most)
    except OSError:
        return None
    finally:
        for descriptor in opened:
            os.close(descriptor)
