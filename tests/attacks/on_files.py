"""Reading what is not for them, and writing where they should not."""

from attacks.attack import Attack

ATTACKS = (
    Attack(
        name="secret_file",
        tries="read a file outside that everybody may read",
        code="print(open(SECRET_FILE).read())",
        ends=("raised",),
    ),
    Attack(
        name="passwd",
        tries="read who is who on the machine",
        code="""
import glob
for path in ["/etc/passwd", "/etc/shadow", "/etc/group", "/etc/hostname", "/etc/hosts", *glob.glob("/etc/ssh/*")]:
    try:
        print(open(path).read())
    except OSError:
        continue
    breach(path)
""",
    ),
    Attack(
        name="homes",
        tries="list home folders and what services keep",
        code="""
import os, sys
for folder in (HOME, "/home", "/root", "/var/log", "/var/lib", "/srv", "/run/user", "/mnt", "/media", "/boot"):
    try:
        found = os.listdir(folder)
    except OSError:
        continue
    # An interpreter that lies below a home folder is on show, with nothing beside the way to it.
    if [name for name in found if not sys.base_prefix.startswith(os.path.join(folder, name))]:
        breach(f"{folder}: {found}")
""",
    ),
    Attack(
        name="checkout",
        tries="read the program that checks it",
        code="""
import os, sys
for folder, _, names in os.walk(CHECKOUT):
    for name in names:
        # An environment that lies in the checkout is on show.
        if name.endswith((".py", ".md", ".toml")) and not folder.startswith(SHOWN):
            breach(os.path.join(folder, name))
            raise SystemExit
for name, module in list(sys.modules.items()):
    where = getattr(module, "__file__", None) or ""
    if where.startswith(CHECKOUT) and not where.startswith(SHOWN):
        breach(f"{name} says that it lies in {where}")
""",
    ),
    Attack(
        name="harness_source",
        tries="read the harness, or where it lies, out of a traceback",
        code="""
import sys, traceback
try:
    raise ValueError
except ValueError as error:
    frame = error.__traceback__.tb_frame
while frame:
    if CHECKOUT in frame.f_code.co_filename:
        breach(frame.f_code.co_filename)
    frame = frame.f_back
text = "".join(traceback.format_stack())
if CHECKOUT in text:
    breach(text)
""",
    ),
    Attack(
        name="marker",
        tries="leave a file outside where everybody may write",
        code="""
import os
for flags in (os.O_WRONLY | os.O_CREAT, os.O_RDWR | os.O_CREAT | os.O_TRUNC):
    try:
        os.write(os.open(MARKER, flags, 0o666), b"was here")
    except OSError:
        pass
""",
    ),
    Attack(
        name="change_outside",
        tries="change, move, link, cut or remove a file outside",
        code="""
import os
for action in (
    lambda: os.truncate(SECRET_FILE, 0), lambda: os.remove(SECRET_FILE), lambda: os.rename(SECRET_FILE, "mine"),
    lambda: os.link(SECRET_FILE, "mine"), lambda: os.chmod(SECRET_FILE, 0o777), lambda: os.utime(SECRET_FILE, (1, 1)),
    lambda: os.chown(SECRET_FILE, os.getuid(), os.getgid()), lambda: os.setxattr(SECRET_FILE, "user.mine", b"1"),
    lambda: os.open(SECRET_FILE, os.O_RDONLY | os.O_TRUNC),
):
    try:
        action()
    except (OSError, AttributeError):
        pass
""",
    ),
    Attack(
        name="symbolic_link",
        tries="read outside through a symbolic link in its folder",
        code="""
import os
os.symlink(SECRET_FILE, "link")
print(open("link").read())
""",
        ends=("raised",),
    ),
    Attack(
        name="linked_folder",
        tries="write outside through a folder that is a link",
        code="""
import os
os.symlink(os.path.dirname(MARKER), "folder")
open("folder/" + os.path.basename(MARKER), "w").write("was here")
""",
        ends=("raised",),
    ),
    Attack(
        name="dots",
        tries="climb out of its folder",
        code="""
import os
for n in range(1, 12):
    try:
        print(open("../" * n + SECRET_FILE.lstrip("/")).read())
    except OSError:
        continue
    breach("climbed")
os.chdir("/")
print(open(SECRET_FILE.lstrip("/")).read())
""",
        ends=("raised",),
    ),
    Attack(
        name="proc_root",
        tries="reach the file system of another process",
        code="""
import os
for pid in (1, HOST_PID, os.getppid(), "self", "thread-self"):
    for way in ("root", "cwd"):
        try:
            print(open(f"/proc/{pid}/{way}{SECRET_FILE}").read())
        except OSError:
            continue
        breach(way)
""",
    ),
    Attack(
        name="devices",
        tries="read disks and memory, or make devices for them",
        code="""
import os
for path in ("/dev/mem", "/dev/kmem", "/dev/kmsg", "/dev/vda", "/dev/sda", "/dev/nvme0n1", "/dev/fuse", "/dev/kvm"):
    try:
        breach(os.read(os.open(path, os.O_RDONLY), 16))
    except OSError:
        pass
try:
    os.mknod("disk", 0o660 | 0o60000, os.makedev(254, 0))
    breach("made a device")
except (OSError, AttributeError):
    pass
""",
    ),
    Attack(
        name="file_handle",
        tries="open a file by its number, past all folders",
        code="""
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
handle = ctypes.create_string_buffer(b"\\x08\\0\\0\\0\\x01\\0\\0\\0\\x02\\0\\0\\0\\0\\0\\0\\0", 64)
if libc.syscall(304, -100, handle, 0) >= 0:
    breach("opened by handle")
""",
    ),
    Attack(
        name="inherited_descriptors",
        tries="read or write through descriptors that somebody left open",
        code="""
import os, stat
for number in range(3, 256):
    try:
        looks = os.fstat(number)
    except OSError:
        continue
    if stat.S_ISSOCK(looks.st_mode) or stat.S_ISREG(looks.st_mode) or stat.S_ISDIR(looks.st_mode):
        breach(f"descriptor {number} is open: {looks}")
""",
    ),
)
