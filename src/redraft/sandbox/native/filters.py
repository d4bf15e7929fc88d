"""Which system calls confined code may make, as filters that the kernel runs."""

import errno
import importlib
import os
import tempfile
from functools import lru_cache
from types import ModuleType
from typing import Any, Literal

from redraft.errors import MissingExtra
from redraft.sandbox.native.inside.confine import OWN_PID

Kind = Literal["namespaces", "program", "command"]
"""Whom a filter is for: a jail in namespaces; a program, or a command, that has no more than landlock around it."""

# Never needed by programs, and each of them has let code out of a sandbox or could tell it about what is outside.
_NEVER = """
bpf perf_event_open userfaultfd kcmp lookup_dcookie
io_uring_setup io_uring_enter io_uring_register
ptrace process_vm_readv process_vm_writev process_madvise process_mrelease pidfd_getfd
add_key keyctl request_key
mount umount umount2 pivot_root chroot unshare setns move_mount open_tree fsopen fsconfig fsmount fspick mount_setattr
open_by_handle_at name_to_handle_at quotactl quotactl_fd swapon swapoff fanotify_init fanotify_mark
kexec_load kexec_file_load init_module finit_module delete_module create_module reboot acct syslog _sysctl
iopl ioperm modify_ldt vm86 vm86old personality uselib ustat sysfs nfsservctl vhangup
sethostname setdomainname settimeofday clock_settime clock_adjtime adjtimex stime
move_pages migrate_pages mbind set_mempolicy set_mempolicy_home_node
memfd_create memfd_secret execveat
""".split()

# They leave things behind that no process owns: they would wait for the next run.
_LASTING = """
shmget shmat shmctl shmdt semget semop semtimedop semctl msgget msgsnd msgrcv msgctl ipc
mq_open mq_unlink mq_timedsend mq_timedreceive mq_notify mq_getsetattr
setxattr lsetxattr fsetxattr removexattr lremovexattr fremovexattr
""".split()

# They weigh down another process of the same user: the keeper, and with it every run that comes after.
_ON_OTHERS = "setpriority ioprio_set sched_setaffinity sched_setscheduler sched_setparam sched_setattr".split()

# Landlock does not stand in the way of these: they change what lies outside, watch it, or reach its processes.
_PAST_LANDLOCK = """
chmod fchmodat fchmodat2 chown lchown fchownat utime utimes futimesat utimensat
inotify_init inotify_init1 inotify_add_watch
setsid setpgid pidfd_open pidfd_send_signal tkill rt_sigqueueinfo rt_tgsigqueueinfo
get_robust_list
socket bind listen accept accept4 connect truncate mknod mknodat
""".split()

# Landlock cannot count processes nor end them; a program needs none.
_PROCESSES = "fork vfork execve".split()

# Tried first and replaced by an older call when they are not there; their arguments lie where no filter can look.
_ABSENT = ("clone3", "io_uring_setup", "fchmodat2")

_CLONE_NAMESPACES = 0x7E020000  # CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET
_CLONE_THREAD = 0x00010000
_INT = 0xFFFFFFFF  # the kernel looks at so much of an int argument, whatever stands above it
_AF_UNIX, _AF_INET, _AF_INET6 = 1, 2, 10
_TIOCSTI, _TIOCLINUX, _FIOSETOWN, _SIOCSPGRP = 0x5412, 0x541C, 0x8901, 0x8902
_F_SETOWN, _F_SETOWN_EX = 8, 15
_MAX_CALLS = 512  # numbers of system calls that are looked at; the newest kernels have fewer than 480


def _library() -> ModuleType:
    """The bindings of libseccomp.

    Raises:
        MissingExtra: when they or the library itself are not installed.
    """
    try:
        return importlib.import_module("pyseccomp")
    except ImportError as error:
        message = "native sandboxes need pyseccomp; install it with: pip install 'redraft[sandbox]'"
        raise MissingExtra(message) from error
    except RuntimeError as error:  # what pyseccomp says when it does not find the library
        message = f"native sandboxes need libseccomp ({error}); install it with your system's packages (libseccomp2)"
        raise MissingExtra(message) from error


@lru_cache
def filters_for(kind: Kind) -> tuple[bytes, ...]:
    """The filters for one kind of confinement; a call must pass each of them.

    A call that this libseccomp does not know does not exist for confined code (ENOSYS), so that a newer kernel brings
    it nothing; one that is withheld is not permitted (EPERM). A call of another architecture ends the process.

    Returns:
        Filters of instructions of 8 bytes. The constant `OWN_PID` stands for the process that will load them.

    Raises:
        MissingExtra: when libseccomp or its bindings are not installed.
    """
    lib = _library()
    withheld = {*_NEVER, *_LASTING, *_ON_OTHERS}
    withheld |= {*_PAST_LANDLOCK} if kind != "namespaces" else set()
    withheld |= {*_PROCESSES} if kind == "program" else set()
    some = _allowed_arguments(lib, kind)
    calls = lib.SyscallFilter(lib.ERRNO(errno.ENOSYS))
    for name in filter(None, (_name_of(lib, number) for number in range(_MAX_CALLS))):
        if name in withheld:
            calls.add_rule(lib.ERRNO(errno.EPERM), name)
        elif name in some:
            for arguments in some[name]:
                calls.add_rule(lib.ALLOW, name, arguments)
        elif name not in _ABSENT:
            calls.add_rule(lib.ALLOW, name)
    return _exported(lib, calls), _exported(lib, _forbidden_arguments(lib))


def _name_of(lib: ModuleType, number: int) -> str | None:
    """Name of a system call of this machine; None when libseccomp knows none of this number."""
    try:
        name: bytes = lib.resolve_syscall(lib.system_arch(), number)
    except ValueError:
        return None
    return name.decode("ascii")


def _allowed_arguments(lib: ModuleType, kind: Kind) -> dict[str, list[Any]]:
    """Calls that are allowed with some arguments only; one of those listed."""
    threads = _CLONE_THREAD if kind == "program" else 0
    allowed = {
        "clone": [lib.Arg(0, lib.MASKED_EQ, _CLONE_NAMESPACES | threads, threads)],
        "prlimit64": [lib.Arg(0, lib.MASKED_EQ, _INT, 0)],  # its own limits
    }
    if kind == "namespaces":
        # The network ends at the namespace. Other families of sockets do not: virtio's (vsock) reaches the machine's
        # host; netlink and the kernel's ciphers are more kernel than a program needs.
        allowed["socket"] = [lib.Arg(0, lib.EQ, family) for family in (_AF_UNIX, _AF_INET, _AF_INET6)]
        return allowed
    if kind == "program":
        # The signals of a command are kept within landlock, which counts its processes as one; see landlock.py.
        allowed |= {name: [lib.Arg(0, lib.MASKED_EQ, _INT, OWN_PID)] for name in ("kill", "tgkill")}
    return allowed


def _forbidden_arguments(lib: ModuleType) -> Any:
    """A filter that lets everything pass but some arguments: typing into a terminal, signals by way of a file."""
    calls = lib.SyscallFilter(lib.ALLOW)
    for request in (_TIOCSTI, _TIOCLINUX, _FIOSETOWN, _SIOCSPGRP):
        calls.add_rule(lib.ERRNO(errno.EPERM), "ioctl", lib.Arg(1, lib.MASKED_EQ, _INT, request))
    for command in (_F_SETOWN, _F_SETOWN_EX):
        calls.add_rule(lib.ERRNO(errno.EPERM), "fcntl", lib.Arg(1, lib.MASKED_EQ, _INT, command))
    return calls


def _exported(lib: ModuleType, calls: Any) -> bytes:
    """The instructions of a filter."""
    calls.set_attr(lib.Attr.ACT_BADARCH, lib.KILL_PROCESS)
    with tempfile.TemporaryFile() as file:
        calls.export_bpf(file)
        return os.pread(file.fileno(), 1 << 20, 0)
