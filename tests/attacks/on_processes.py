"""Other processes: looking into them, ending them, becoming too many, outliving the run."""

from attacks.attack import Attack

ATTACKS = (
    Attack(
        name="environment",
        tries="find a secret among its variables",
        code="""
import os
print(os.environ)
print(os.environb if hasattr(os, "environb") else "")
if SECRET_NAME in os.environ or "PYTEST_CURRENT_TEST" in os.environ:
    breach("inherited")
""",
    ),
    Attack(
        name="environment_of_others",
        tries="find a secret among the variables of other processes",
        code="""
import os
pids = [name for name in os.listdir("/proc") if name.isdigit()] if os.path.isdir("/proc") else []
for pid in {*pids, "self", "1", str(os.getppid()), str(HOST_PID)}:
    for what in ("environ", "cmdline", "task/%s/environ" % pid):
        try:
            text = open(f"/proc/{pid}/{what}", "rb").read()
        except OSError:
            continue
        print(pid, what, text)
        if what == "environ" and pid not in ("self", str(os.getpid())) and text:
            breach("read")
""",
    ),
    Attack(
        name="environment_in_memory",
        tries="find a secret variable in its own memory, where the parent's may still lie",
        code="""
import re
needle = SECRET_NAME.encode() + b"="
maps = open("/proc/self/maps").read()
memory = open("/proc/self/mem", "rb", 0)
for first, last in re.findall(r"^([0-9a-f]+)-([0-9a-f]+) rw", maps, re.M):
    first, last = int(first, 16), int(last, 16)
    try:
        memory.seek(first)
        block = memory.read(last - first)
    except (OSError, ValueError, OverflowError):
        continue
    for found in re.finditer(re.escape(needle) + rb"[0-9a-f]{16,}", block):
        print(found.group())
""",
    ),
    Attack(
        name="memory_of_others",
        tries="read and write the memory of the supervisor",
        code="""
import os
for pid in (1, os.getppid(), HOST_PID):
    for what in ("mem", "maps", "syscall", "stack", "fd/0", "fd/1", "map_files", "auxv"):
        try:
            open(f"/proc/{pid}/{what}", "rb").read(1)
        except OSError:
            continue
        breach(f"{pid} {what}")
    try:
        os.listdir(f"/proc/{pid}/fd")
        breach(f"{pid} fd")
    except OSError:
        pass
""",
    ),
    Attack(
        name="process_vm",
        tries="read the memory of others with one call",
        code="""
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
buffer = ctypes.create_string_buffer(64)
piece = (ctypes.c_void_p * 2)(ctypes.addressof(buffer), 64)
for pid in (1, os.getppid(), HOST_PID, os.getpid()):
    if libc.syscall(310, pid, piece, 1, piece, 1, 0) >= 0:
        breach(pid)
""",
    ),
    Attack(
        name="ptrace",
        tries="trace the supervisor",
        code="""
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
for pid in (1, os.getppid(), HOST_PID):
    for request in (16, 0x4206):
        if libc.ptrace(request, pid, 0, 0) >= 0:
            breach(pid)
""",
    ),
    Attack(
        name="take_descriptor",
        tries="take a descriptor out of the supervisor",
        code="""
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
for pid in (1, os.getppid(), HOST_PID):
    held = libc.syscall(434, pid, 0)
    if held >= 0 and libc.syscall(438, held, 0, 0) >= 0:
        breach(pid)
""",
    ),
    Attack(
        name="kill_all",
        tries="kill the supervisor, its parent and everybody",
        code="""
import os, signal
for pid in (HOST_PID, os.getppid(), 1, -os.getppid(), -HOST_PID, 0, -1):
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        try:
            os.kill(pid, number)
        except OSError:
            pass
""",
    ),
    Attack(
        name="stop_all",
        tries="stop the supervisor, so that nobody measures time",
        code="""
import os, signal, time
for pid in (HOST_PID, os.getppid(), 1, -HOST_PID, -os.getppid()):
    for number in (signal.SIGSTOP, signal.SIGTSTP, signal.SIGTTIN):
        try:
            os.kill(pid, number)
        except OSError:
            pass
time.sleep(60)
""",
        ends=("timeout", "raised", "finished", "killed"),
    ),
    Attack(
        name="signal_storm",
        tries="drown the supervisor in signals",
        code="""
import os, signal
while True:
    for pid in (os.getppid(), 1, HOST_PID):
        for number in (signal.SIGCHLD, signal.SIGINT, signal.SIGALRM, signal.SIGUSR1, signal.SIGPIPE):
            try:
                os.kill(pid, number)
            except OSError:
                pass
""",
        ends=("timeout", "raised", "killed"),
    ),
    Attack(
        name="signal_by_file",
        tries="have the kernel send a signal to the supervisor for it",
        code="""
import fcntl, os, signal
reading, writing = os.pipe()
for pid in (os.getppid(), HOST_PID):
    try:
        fcntl.fcntl(reading, fcntl.F_SETOWN, pid)
        fcntl.fcntl(reading, 10, signal.SIGKILL)
        fcntl.fcntl(reading, fcntl.F_SETFL, fcntl.fcntl(reading, fcntl.F_GETFL) | os.O_ASYNC)
        os.write(writing, b"x")
    except OSError:
        pass
""",
    ),
    Attack(
        name="limits_of_others",
        tries="lower the limits of the supervisor, and raise its own",
        code="""
import os, resource
for pid in (os.getppid(), HOST_PID, 1):
    try:
        resource.prlimit(pid, resource.RLIMIT_CPU, (1, 1))
    except OSError:
        continue
    breach(f"limited {pid}")
for which in (resource.RLIMIT_CPU, resource.RLIMIT_AS, resource.RLIMIT_NPROC, resource.RLIMIT_FSIZE):
    try:
        resource.setrlimit(which, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    except (OSError, ValueError):
        continue
    breach("raised its own")
""",
    ),
    Attack(
        name="priority_of_others",
        tries="slow the host or the supervisor down, and all runs to come",
        code="""
import os
if not hasattr(os, "sched_setaffinity"):
    raise SystemExit
for pid in (HOST_PID, os.getppid(), 1):
    for action in (
        lambda: os.setpriority(os.PRIO_PROCESS, pid, 19),
        lambda: os.setpriority(os.PRIO_USER, os.getuid(), 19),
        lambda: os.sched_setaffinity(pid, {0}),
        lambda: os.sched_setscheduler(pid, os.SCHED_IDLE, os.sched_param(0)),
        lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50)),
    ):
        try:
            action()
        except OSError:
            continue
        breach(pid)
""",
    ),
    Attack(
        name="fork_bomb",
        tries="become more processes than the machine bears",
        code="""
import os
while True:
    try:
        os.fork()
    except OSError:
        pass
""",
        ends=("timeout", "raised", "killed", "memory"),
    ),
    Attack(
        name="fork_chain",
        tries="run away: each process forks the next and ends before anybody looks",
        code="""
import os
while os.fork() == 0:
    pass
os._exit(0)
""",
    ),
    Attack(
        name="thread_bomb",
        tries="become more threads than the machine bears",
        code="""
import threading, time
n = 0
while True:
    try:
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    except RuntimeError:
        break
    n += 1
    if n > 200:
        breach(n)
        break
""",
    ),
    Attack(
        name="daemon",
        tries="outlive the run as a process in a session of its own",
        code="""
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for number in range(256):
            try:
                os.close(number)
            except OSError:
                pass
        while True:
            time.sleep(0.01)
            try:
                open(MARKER, "w").write("still here")
                open("/tmp/still-here", "w").write("still here")
            except OSError:
                pass
    os._exit(0)
""",
    ),
    Attack(
        name="subprocess",
        tries="run a program of the system that reports what it sees",
        code="""
import subprocess
for command in (["cat", SECRET_FILE], ["env"], ["sh", "-c", "cat /etc/passwd"], ["sudo", "-n", "id"], ["su",
    "-c", "id"]):
    try:
        done = subprocess.run(command, capture_output=True, text=True)
    except (OSError, ValueError):
        continue
    print(done.stdout, done.stderr)
    if "uid=0" in done.stdout or "root:" in done.stdout:
        breach(command)
""",
    ),
    Attack(
        name="zombies",
        tries="fill the table of processes with dead ones",
        code="""
import os, time
n = 0
while n < 5000:
    try:
        if os.fork() == 0:
            os._exit(0)
    except OSError:
        break
    n += 1
if n > 200:
    breach(n)
""",
    ),
    Attack(
        name="orphans",
        tries="bury the supervisor in dead orphans",
        code="""
import os
for _ in range(300):
    try:
        if os.fork() == 0:
            if os.fork() == 0:
                os._exit(0)
            os._exit(0)
        os.wait()
    except OSError:
        pass
""",
    ),
    Attack(
        name="stop_itself",
        tries="stop itself, so that it never ends",
        code="""
import os, signal
os.kill(os.getpid(), signal.SIGSTOP)
""",
        ends=("timeout", "raised"),
    ),
    Attack(
        name="huge_arguments",
        tries="break whoever starts programs with too many words",
        code="""
import os
try:
    os.execv("/bin/true", ["true"] + ["x" * 100_000] * 500)
except (OSError, AttributeError):
    pass
""",
    ),
)
