"""Leaving something for the program that comes next; a run right after each attack looks for it."""

from attacks.attack import Attack

ATTACKS = (
    Attack(
        name="files_for_later",
        tries="leave files where the next program looks",
        code="""
import os, tempfile
for folder in (".", "/tmp", "/tmp/work", "/dev/shm", tempfile.gettempdir(), os.path.expanduser("~"),
    "/var/tmp", "/run"):
    for name in ("left", ".pythonrc", "json.py", "sitecustomize.py", "usercustomize.py", ".hidden"):
        try:
            open(os.path.join(folder, name), "w").write("raise SystemExit('POISON')")
        except OSError:
            pass
""",
    ),
    Attack(
        name="packages",
        tries="change an installed package or the standard library",
        code="""
import json, os, site, sys, sysconfig
for path in [json.__file__ or "", os.__file__ or "", *sysconfig.get_paths().values(), *sys.path, sys.executable or ""]:
    for target in (path, os.path.join(path, "poison.pth"), os.path.join(path, "__pycache__", "poison.pyc")):
        try:
            open(target, "a").write("import os; print('POISON')\\n")
        except OSError:
            continue
        if not os.path.abspath(target).startswith(("/tmp", os.getcwd())):
            breach(target)
""",
    ),
    Attack(
        name="patched_modules",
        tries="change modules that the next program is born with",
        code="""
import builtins, json, math, os, sys, random
math.pi = 3
json.dumps = json.loads = lambda *a, **k: "POISON"
builtins.POISON = True
builtins.sum = lambda *a: "POISON"
os.environ["POISON"] = "1"
sys.path.insert(0, "/tmp")
sys.setrecursionlimit(50)
random.seed(7)
sys.modules["statistics"] = None
""",
    ),
    Attack(
        name="closed_folders",
        tries="close the folders that the next program writes to",
        code="""
import os
for folder in ("/tmp", "/dev/shm", "/tmp/work", "."):
    for mode in (0, 0o555):
        try:
            os.chmod(folder, mode)
        except OSError:
            pass
try:
    os.rename("/tmp/work", "/tmp/other")
    os.symlink("/proc", "/tmp/work")
except OSError:
    pass
""",
    ),
    Attack(
        name="filled_folders",
        tries="leave no room for the next program",
        code="""
import os
for folder in ("/tmp", "/dev/shm", "."):
    try:
        with open(f"{folder}/full", "wb") as file:
            while True:
                file.write(bytes(1 << 20))
    except OSError:
        pass
""",
    ),
    Attack(
        name="socket_for_later",
        tries="leave a socket and a named pipe for the next program",
        code="""
import os, socket
for action in (
    lambda: os.mkfifo("/tmp/fifo"), lambda: os.mkfifo("fifo"),
        lambda: socket.socket(socket.AF_UNIX).bind("/tmp/socket"),
    lambda: socket.socket(socket.AF_UNIX).bind("\\0later"),
):
    try:
        action()
    except OSError:
        pass
""",
    ),
    Attack(
        name="locks",
        tries="leave a lock that stops the next program",
        code="""
import fcntl, os, sys
for path in ("/usr/bin/env", os.__file__ or "", sys.executable or "", "/tmp/lock"):
    try:
        held = os.open(path, os.O_RDONLY | (os.O_CREAT if path == "/tmp/lock" else 0))
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        pass
""",
    ),
    Attack(
        name="process_for_later",
        tries="leave a process that attacks the next program",
        code="""
import os, signal, time
if os.fork() == 0:
    try:
        os.setsid()
    except OSError:
        pass
    while True:
        time.sleep(0.001)
        for name in os.listdir("/proc"):
            if name.isdigit() and int(name) not in (1, os.getpid()):
                try:
                    os.kill(int(name), signal.SIGKILL)
                except OSError:
                    pass
time.sleep(0.05)
""",
    ),
    Attack(
        name="warm_packages",
        tries="change a package that is kept warm",
        code="""
import numpy
numpy.sum = numpy.array = lambda *a, **k: "POISON"
numpy.random.seed(7)
""",
        packages=True,
    ),
)
