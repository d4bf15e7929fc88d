"""What a process gives up before it runs untrusted code: its user, its limits, the file system, most system calls.

Runs in the keeper and in its children, on the standard library alone. Each step cannot be taken back.

The numbers are those of the headers of the kernel (landlock, seccomp, prctl), and the same on every machine.
"""

import ctypes
import os
import resource
import struct
from collections.abc import Mapping, Sequence

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 4, 22, 36, 38
SECCOMP_MODE_FILTER = 2
LANDLOCK_CREATE_RULESET, LANDLOCK_ADD_RULE, LANDLOCK_RESTRICT_SELF = 444, 445, 446
LANDLOCK_VERSION, LANDLOCK_PATH_BENEATH = 1, 1

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
REMOVE_DIR, REMOVE_FILE, MAKE_DIR, MAKE_REG, MAKE_SOCK, MAKE_FIFO, MAKE_SYM = (1 << n for n in (4, 5, 7, 8, 9, 10, 12))
REFER, TRUNCATE, IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
FILE_RIGHTS = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV
WRITE = (
    READ_FILE | READ_DIR | WRITE_FILE | TRUNCATE | REFER | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | MAKE_SOCK
) | (MAKE_FIFO | MAKE_SYM)
BIND_TCP, CONNECT_TCP = 1, 2
SCOPE_ABSTRACT_SOCKETS, SCOPE_SIGNALS = 1, 2

# A constant in a filter that stands for the process's own number, which nobody knows when the filter is made.
OWN_PID = 0x52D4F7A1

_libc = ctypes.CDLL(None, use_errno=True)


def _checked(result: int, what: str) -> int:
    """`result`, or the error that the call left."""
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")
    return result


def set_process_flag(option: int, value: int) -> None:
    """One prctl(2) with one value.

    Raises:
        OSError: when the kernel refuses.
    """
    _checked(_libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0), f"prctl({option}, {value})")


def become(uid: int) -> None:
    """Turn root into the user and group `uid` for good, without any other group.

    Raises:
        OSError: when the process may not.
    """
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def limit(limits: Mapping[str, int]) -> None:
    """Set resource limits, soft and hard; one that is already lower stays.

    Args:
        limits: name without ``RLIMIT_`` to value.
    """
    for name, value in limits.items():
        which = getattr(resource, f"RLIMIT_{name}", None)
        if which is None:
            continue  # Python names only those that its C library had
        hard = resource.getrlimit(which)[1]
        wanted = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(which, (wanted, wanted))


def landlock_abi() -> int:
    """Version of landlock in this kernel; 0 when there is none."""
    return max(0, int(_libc.syscall(LANDLOCK_CREATE_RULESET, None, 0, LANDLOCK_VERSION)))


def _handled(abi: int) -> int:
    """All rights on files that this version of landlock can withhold."""
    n_rights = {1: 13, 2: 14, 3: 15, 4: 15}.get(abi, 16)
    return (1 << n_rights) - 1


def restrict_files(*, read: Sequence[str], run: Sequence[str], write: Sequence[str], devices: Sequence[str]) -> None:
    """Leave nothing of the file system but these paths; also no TCP, and no signal or socket to anyone outside.

    Args:
        read: what may be read, with all below it; what is not there is passed over, as in the others.
        run: what may be read and executed.
        write: folders that may be changed.
        devices: single files that may be read and written.

    Raises:
        OSError: when the kernel has no landlock or refuses.
    """
    abi = landlock_abi()
    scoped = (SCOPE_ABSTRACT_SOCKETS | SCOPE_SIGNALS) if abi >= 6 else 0
    attributes = struct.pack("=QQQ", _handled(abi), (BIND_TCP | CONNECT_TCP) if abi >= 4 else 0, scoped)
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    rules = _checked(_libc.syscall(LANDLOCK_CREATE_RULESET, attributes, size, 0), "landlock_create_ruleset")
    for paths, rights in (
        (read, READ_FILE | READ_DIR),
        (run, READ_FILE | READ_DIR | EXECUTE),
        (write, WRITE),
        (devices, READ_FILE | WRITE_FILE),
    ):
        for path in paths:
            _allow(rules, path, rights & _handled(abi))
    set_process_flag(PR_SET_NO_NEW_PRIVS, 1)
    _checked(_libc.syscall(LANDLOCK_RESTRICT_SELF, rules, 0), "landlock_restrict_self")
    os.close(rules)


def _allow(rules: int, path: str, rights: int) -> None:
    """Add one path to a ruleset."""
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # not there, or not for this user: nothing to allow
    try:
        rights = rights if os.path.isdir(path) else rights & FILE_RIGHTS
        rule = struct.pack("=Qi", rights, place)
        _checked(_libc.syscall(LANDLOCK_ADD_RULE, rules, LANDLOCK_PATH_BENEATH, rule, 0), f"landlock_add_rule({path})")
    finally:
        os.close(place)


def filter_calls(program: bytes) -> None:
    """Let a filter decide on each system call from now on.

    Args:
        program: the filter as instructions of 8 bytes; the constant `OWN_PID` in it becomes this process's number.

    Raises:
        OSError: when the kernel refuses.
    """
    steps = [struct.unpack_from("=HBBI", program, at) for at in range(0, len(program), 8)]
    own = b"".join(struct.pack("=HBBI", *step[:3], os.getpid() if step[3] == OWN_PID else step[3]) for step in steps)
    kept = ctypes.create_string_buffer(own, len(own))
    head = ctypes.create_string_buffer(struct.pack("@HP", len(steps), ctypes.addressof(kept)))
    set_process_flag(PR_SET_NO_NEW_PRIVS, 1)
    _checked(_libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, head, 0, 0), "prctl(PR_SET_SECCOMP)")
