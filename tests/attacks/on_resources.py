"""Taking more memory, space and output than there is."""

from attacks.attack import Attack
from redraft.sandbox.jobs import Status

FULL: tuple[Status, ...] = ("memory", "raised", "killed", "timeout", "finished")

ATTACKS = (
    Attack(
        name="memory",
        tries="take all memory",
        code="""
held = []
while True:
    held.append(bytearray(10_000_000))
""",
        ends=("memory", "raised", "killed"),
    ),
    Attack(
        name="memory_at_once",
        tries="take all memory in one step",
        code="""
a = "x" * 20_000_000_000
breach(len(a))
""",
        ends=("memory", "raised", "killed"),
    ),
    Attack(
        name="mapped_memory",
        tries="take all memory past the allocator",
        code="""
import mmap
held = []
while True:
    one = mmap.mmap(-1, 16 << 20)
    for at in range(0, len(one), 4096):
        one[at] = 1
    held.append(one)
    if len(held) > 64:
        breach("a gigabyte")
        break
""",
        ends=FULL,
    ),
    Attack(
        name="memory_of_many",
        tries="take all memory with many processes, none of which takes much",
        code="""
import os, time
for _ in range(30):
    try:
        if os.fork() == 0:
            held = bytearray(os.urandom(1 << 20) * 30)
            time.sleep(60)
    except OSError:
        break
    time.sleep(0.01)
time.sleep(60)
""",
        ends=FULL,
    ),
    Attack(
        name="shared_memory",
        tries="take memory that belongs to no process",
        code="""
import os
n = 0
for number in range(100):
    try:
        with open(f"/dev/shm/{number}", "wb") as file:
            for _ in range(64):
                file.write(bytes(1 << 20))
                n += 1
    except OSError:
        break
if n > 100:
    breach(f"{n} MiB")
""",
        ends=FULL,
    ),
    Attack(
        name="memory_files",
        tries="take memory in files without a name",
        code="""
import os
held = []
while len(held) < 100:
    one = os.memfd_create("x")
    held.append(one)
    for _ in range(16):
        os.write(one, bytes(1 << 20))
breach("1600 MiB")
""",
        ends=FULL,
    ),
    Attack(
        name="temporary_files",
        tries="fill the disk",
        code="""
import os, tempfile
n = 0
for folder in (".", "/tmp", tempfile.gettempdir(), "/var/tmp", "/dev/shm", "/run", "/"):
    for number in range(200):
        try:
            with open(f"{folder}/{number}", "wb") as file:
                file.write(bytes(1 << 20))
            n += 1
        except OSError:
            break
if n > 100:
    breach(f"{n} MiB")
""",
        ends=FULL,
    ),
    Attack(
        name="giant_sparse_file",
        tries="make a file that a copy of would fill the disk",
        code="""
with open("giant", "wb") as file:
    file.truncate(1 << 40)
breach("made")
""",
        ends=("raised", "killed"),
    ),
    Attack(
        name="many_files",
        tries="use up what files cost the kernel",
        code="""
import os
n = 0
while True:
    try:
        os.close(os.open(f"f{n}", os.O_CREAT | os.O_WRONLY))
    except OSError:
        break
    n += 1
""",
        ends=("finished", "raised", "timeout", "killed"),
    ),
    Attack(
        name="deep_folders",
        tries="break whoever removes what it left: folders in folders in folders",
        code="""
import os
for _ in range(3000):
    try:
        os.mkdir("deep")
        os.chdir("deep")
    except OSError:
        break
""",
    ),
    Attack(
        name="locked_folders",
        tries="break whoever removes what it left: folders that nobody may enter",
        code="""
import os
for name in ("a", "b"):
    os.makedirs(f"{name}/{name}/{name}", exist_ok=True)
    open(f"{name}/{name}/file", "w").close()
    for path, mode in ((f"{name}/{name}", 0), (name, 0o300)):
        try:
            os.chmod(path, mode)
        except OSError:
            pass
os.mkdir("blind", 0o300)
open("blind/file", "wb").write(bytes(100_000))
""",
    ),
    Attack(
        name="odd_names",
        tries="break whoever removes what it left: names that are no text",
        code="""
import os
for name in (b"-rf", b"\\xff\\xfe", b"new\\nline", b"x" * 255, b".moved-1", b"*", b"$(id)"):
    os.mkdir(name)
    open(name + b"/" + name[:200], "wb").close()
    try:
        os.mkfifo(name + b"/fifo")
    except OSError:
        pass
os.symlink("/", "root")
os.symlink("loop", "loop")
""",
    ),
    Attack(
        name="flood",
        tries="fill the host's memory with output",
        code="""
while True:
    print("x" * 10_000)
""",
        ends=("output",),
    ),
    Attack(
        name="flood_of_complaints",
        tries="fill the host's memory with errors",
        code="""
import sys
while True:
    sys.stderr.write("x" * 10_000)
""",
        ends=("output",),
    ),
    Attack(
        name="flood_past_python",
        tries="fill the host's memory, past what Python counts",
        code="""
import os
while True:
    os.write(1, b"x" * 65536)
    os.write(2, b"y" * 65536)
""",
        ends=("output", "raised", "killed", "timeout"),
    ),
    Attack(
        name="flood_of_small_pieces",
        tries="wear the host out with output in single characters",
        code="""
import sys
while True:
    sys.stdout.write("x")
    sys.stdout.flush()
""",
        ends=("output", "timeout"),
    ),
    Attack(
        name="giant_exception",
        tries="fill the host's memory with a message",
        code="""
class Loud(Exception):
    def __str__(self):
        return "x" * 50_000_000
raise Loud
""",
        ends=("raised", "memory", "killed"),
    ),
    Attack(
        name="descriptors",
        tries="use up the files that the machine can open",
        code="""
import os
n = 0
while True:
    try:
        os.dup(0)
    except OSError:
        break
    n += 1
    if n > 5000:
        breach(n)
        break
""",
    ),
    Attack(
        name="pipes",
        tries="take memory in pipes that nobody reads",
        code="""
import fcntl, os
n = 0
while True:
    try:
        reading, writing = os.pipe()
        fcntl.fcntl(writing, 1031, 1 << 20)
        os.set_blocking(writing, False)
        n += os.write(writing, bytes(1 << 20))
    except OSError:
        break
if n > 300 << 20:
    breach(n)
""",
        ends=FULL,
    ),
    Attack(
        name="core_dump",
        tries="leave its memory on the disk",
        code="""
import os, resource, signal
try:
    resource.setrlimit(resource.RLIMIT_CORE, (1 << 30, 1 << 30))
    breach("may dump")
except (OSError, ValueError):
    pass
os.abort()
""",
        ends=("killed", "raised"),
    ),
)
