"""Asking the kernel for what it should not give."""

from attacks.attack import Attack

# Calls a system call by number on x86-64; elsewhere the numbers mean other calls, and none of them may work either.
CALL = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
def call(number, *arguments):
    return libc.syscall(ctypes.c_long(number), *[ctypes.c_long(a) if isinstance(a, int) else a for a in arguments])
"""

ATTACKS = (
    Attack(
        name="nested_namespaces",
        tries="become root in a namespace of its own",
        code=CALL
        + """
for flag in (0x10000000, 0x20000, 0x4000000, 0x8000000, 0x20000000, 0x40000000, 0x2000000, 0x80):
    if call(272, flag) == 0:
        breach(f"unshare {flag:#x}")
    if flag == 0x80:
        continue  # in the older call, these bits say which signal the child sends
    pid = call(56, flag | 17, 0, 0, 0, 0)
    if pid == 0:
        libc._exit(0)
    if pid > 0:
        breach(f"clone {flag:#x}")
""",
    ),
    Attack(
        name="clone3",
        tries="make a namespace with the newer call",
        code=CALL
        + """
import struct
arguments = ctypes.create_string_buffer(struct.pack("=QQQQQQQQ", 0x10000000, 0, 0, 0, 17, 0, 0, 0), 64)
pid = call(435, arguments, 64)
if pid == 0:
    libc._exit(0)
if pid > 0:
    breach("clone3")
""",
    ),
    Attack(
        name="mount",
        tries="mount something, or take a mount away",
        code=CALL
        + """
for action in (
    lambda: libc.mount(b"none", b"/tmp", b"tmpfs", 0, None), lambda: libc.mount(b"/", b"/tmp", None, 4096, None),
    lambda: libc.mount(None, b"/", None, 32 | 0, None), lambda: libc.umount2(b"/tmp", 2),
        lambda: libc.umount2(b"/proc", 2),
    lambda: call(428, -100, b"/", 1), lambda: call(430, b"tmpfs", 0), lambda: call(442, -100, b"/", 0, None, 0),
):
    if action() >= 0:
        breach("mounted")
""",
    ),
    Attack(
        name="roots",
        tries="change its root folder and climb out",
        code=CALL
        + """
import os
os.makedirs("hole", exist_ok=True)
if libc.chroot(b"hole") == 0:
    breach("chroot")
if call(155, b".", b"hole") == 0:
    breach("pivot_root")
""",
    ),
    Attack(
        name="join_namespace",
        tries="join the namespaces of somebody else",
        code=CALL
        + """
import os
for pid in (1, os.getppid(), HOST_PID):
    for kind in ("user", "mnt", "net", "pid", "ipc"):
        try:
            held = os.open(f"/proc/{pid}/ns/{kind}", os.O_RDONLY)
        except OSError:
            continue
        if libc.setns(held, 0) == 0:
            breach(kind)
""",
    ),
    Attack(
        name="become_root",
        tries="become root or another user",
        code="""
import os
for uid in (0, 1, 65534, 1000):
    for action in (lambda: os.setuid(uid), lambda: os.setresuid(uid, uid, uid), lambda: os.setgid(uid),
        lambda: os.setgroups([uid])):
        try:
            action()
        except OSError:
            continue
        if uid not in (os.getuid(), os.getgid()) or uid == 0:
            breach(uid)
if os.geteuid() == 0:
    breach("is root")
""",
    ),
    Attack(
        name="capabilities",
        tries="have or gain capabilities",
        code=CALL
        + """
import struct
head = ctypes.create_string_buffer(struct.pack("=Ii", 0x20080522, 0), 8)
data = ctypes.create_string_buffer(24)
if call(125, head, data) == 0 and any(data.raw):
    breach(data.raw)
data = ctypes.create_string_buffer(b"\\xff" * 24, 24)
if call(126, head, data) == 0:
    breach("capset")
for line in open("/proc/self/status"):
    if line.startswith(("CapPrm", "CapEff", "CapBnd", "CapAmb")) and int(line.split()[1],
        16) and not line.startswith("CapBnd"):
        breach(line)
    if line.startswith("NoNewPrivs") and line.split()[1] != "1":
        breach(line)
""",
    ),
    Attack(
        name="set_user_programs",
        tries="become root with a program that is allowed to",
        code="""
import os, subprocess
for program in ("/usr/bin/su", "/usr/bin/passwd", "/usr/bin/mount", "/usr/bin/newgrp", "/usr/bin/sudo",
    "/usr/bin/pkexec"):
    try:
        done = subprocess.run([program, "--help"], capture_output=True, text=True)
        done = subprocess.run(["/bin/sh", "-c", f"{program} -c id </dev/null"], capture_output=True, text=True)
    except (OSError, ValueError):
        continue
    if "uid=0" in done.stdout:
        breach(program)
""",
    ),
    Attack(
        name="keyrings",
        tries="leave something in a keyring, or read one",
        code=CALL
        + """
for ring in (-1, -2, -3, -4, -5):
    if call(248, b"user", b"left", b"behind", 6, ring) > 0:
        breach("add_key")
    if call(250, 0, ring, 1) > 0:
        breach("keyctl")
""",
    ),
    Attack(
        name="old_shared_memory",
        tries="leave something in System V memory, queues or semaphores",
        code=CALL
        + """
for action in (
    lambda: libc.shmget(4711, 4096, 0o1666), lambda: libc.msgget(4711, 0o1666), lambda: libc.semget(4711, 1, 0o1666),
    lambda: call(240, b"left", 0o102, 0o666, None),
):
    if action() >= 0:
        breach("made")
""",
    ),
    Attack(
        name="io_uring",
        tries="let the kernel work for it, past the filter",
        code=CALL
        + """
if call(425, 4, ctypes.create_string_buffer(120)) >= 0:
    breach("io_uring")
""",
    ),
    Attack(
        name="kernel_programs",
        tries="load programs into the kernel",
        code=CALL
        + """
for number in (321, 298, 323, 313, 175, 246, 320, 312, 169, 167, 300, 101):
    if call(number, 0, 0, 0, 0, 0) > 0:
        breach(number)
""",
    ),
    Attack(
        name="other_architecture",
        tries="call the kernel as a program of another architecture would",
        code="""
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
X32 = 0x40000000
for number in (X32 + 39, X32 + 272, X32 + 101):
    if libc.syscall(ctypes.c_long(number), 0x10000000, 0, 0, 0) >= 0:
        breach(hex(number))
""",
    ),
    Attack(
        name="interrupt_80",
        tries="call the 32-bit kernel from 64-bit code",
        code="""
import ctypes, mmap, platform
if platform.machine() != "x86_64":
    raise SystemExit
page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
# mov eax, 310 (unshare); mov ebx, CLONE_NEWUSER; int 0x80; ret
page.write(b"\\xb8\\x36\\x01\\0\\0\\xbb\\0\\0\\0\\x10\\xcd\\x80\\xc3")
address = ctypes.addressof(ctypes.c_char.from_buffer(page))
if ctypes.CFUNCTYPE(ctypes.c_int)(address)() == 0:
    breach("unshare")
""",
    ),
    Attack(
        name="new_filter",
        tries="answer system calls in the place of the kernel",
        code=CALL
        + """
import struct
step = ctypes.create_string_buffer(struct.pack("=HBBI", 6, 0, 0, 0x7FFF0000), 8)
head = ctypes.create_string_buffer(struct.pack("@HP", 1, ctypes.addressof(step)))
call(317, 1, 8, head)
if call(272, 0x10000000) == 0:
    breach("the filter is gone")
""",
    ),
    Attack(
        name="kernel_settings",
        tries="change settings of the kernel",
        code="""
import os
for path, text in (
    ("/proc/sys/kernel/core_pattern", "|/bin/sh"), ("/proc/sysrq-trigger", "h"), ("/proc/sys/kernel/modprobe",
        "/tmp/x"),
    ("/proc/self/oom_score_adj", "-1000"), ("/proc/self/uid_map", "0 0 1"), ("/proc/self/setgroups", "allow"),
    ("/sys/kernel/uevent_helper", "/tmp/x"), ("/sys/fs/cgroup/release_agent", "/tmp/x"),
        ("/proc/sys/vm/drop_caches", "3"),
    (f"/proc/{HOST_PID}/oom_score_adj", "1000"), (f"/proc/{os.getppid()}/oom_score_adj", "1000"),
):
    try:
        with open(path, "w") as file:
            file.write(text)
    except OSError:
        continue
    breach(path)
""",
    ),
    Attack(
        name="terminal",
        tries="type into the terminal of whoever started it",
        code="""
import fcntl, os
for path in ("/dev/tty", "/dev/console", "/dev/tty0", "/dev/pts/0", "/proc/self/fd/0"):
    try:
        held = os.open(path, os.O_RDWR)
        for letter in b"id\\n":
            fcntl.ioctl(held, 0x5412, bytes([letter]))
        breach(path)
    except OSError:
        pass
""",
    ),
    Attack(
        name="watch_files",
        tries="watch what others do with files",
        code=CALL
        + """
import os
held = call(294, 0)
if held >= 0 and libc.inotify_add_watch(held, os.path.dirname(SECRET_FILE).encode(), 0xFFF) >= 0:
    breach("inotify")
if call(300, 0, 0) >= 0:
    breach("fanotify")
""",
    ),
    Attack(
        name="faults_by_hand",
        tries="stop the kernel in the middle of a call",
        code=CALL
        + """
if call(323, 0o2000000 | 1) >= 0 or call(323, 0) >= 0:
    breach("userfaultfd")
""",
    ),
    Attack(
        name="run_from_memory",
        tries="run a program that lies in no file system",
        code=CALL
        + """
import os
held = call(319, b"x", 0)
if held >= 0:
    os.write(held, open("/bin/true", "rb").read())
    if call(322, held, b"", None, None, 0x1000) != 0:
        breach("memfd")
""",
    ),
    Attack(
        name="clock_and_name",
        tries="set the clock, the name of the machine, or restart it",
        code=CALL
        + """
import struct
now = ctypes.create_string_buffer(struct.pack("=qq", 1, 0), 16)
for action in (
    lambda: call(227, 0, now), lambda: call(164, now, None), lambda: libc.sethostname(b"mine", 4),
    lambda: call(169, 0xFEE1DEAD, 672274793, 0x89ABCDEF, None), lambda: libc.swapoff(b"/swap"), lambda: libc.acct(None),
):
    if action() == 0:
        breach("could")
""",
    ),
)
