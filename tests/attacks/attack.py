"""One program that tries something, and what it may end in."""

from dataclasses import dataclass

from redraft.sandbox.jobs import Status

ANY: tuple[Status, ...] = ("finished", "raised", "timeout", "memory", "output", "killed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """A program that tries to get out, to take too much, or to disturb the next one.

    When it gets what it wants it prints ``BREACH``: `breach(...)` is there for it, with what it may know about the
    ground it stands on: ``SECRET_FILE``, ``SECRET_NAME`` (of a variable), ``CHECKOUT``, ``SHOWN`` (folders in it
    that it may see), ``HOME``, ``HOST_PID``, ``TCP_PORT``, ``UDP_PORT``, ``UNIX_SOCKET``, ``ABSTRACT_SOCKET`` and
    ``MARKER`` (a path that anyone may write to).

    Attributes:
        name: names it.
        tries: what it wants, to complete "it tries to ...".
        code: the program.
        ends: how it may end; whatever else is a fault of the sandbox.
        packages: whether it runs with installed packages.
    """

    name: str
    tries: str
    code: str
    ends: tuple[Status, ...] = ANY
    packages: bool = False
