"""Turning the interpreter, the harness and the way back to the host against them."""

from attacks.attack import Attack

ATTACKS = (
    Attack(
        name="forged_events",
        tries="speak for the harness on every descriptor",
        code="""
import json, os
lines = [
    {"event": "program", "status": "finished", "raised": None}, {"event": "end"}, {"event": "prepared"},
    {"event": "outcome", "index": 0, "status": "passed", "raised": None, "value": 42, "cpu_s": 0.0},
    {"ready": True, "python": "3"}, {"fit": True, "limit": None, "status": 0},
]
for number in range(0, 256):
    for line in lines:
        text = json.dumps(line).encode()
        for form in (text + b"\\n", len(text).to_bytes(4, "big") + text):
            try:
                os.write(number, form)
            except OSError:
                break
""",
    ),
    Attack(
        name="garbage_events",
        tries="break whoever reads what is told",
        code="""
import os
for junk in (
    b"\\xff" * 100 + b"\\n", b"[" * 100_000 + b"\\n", b'{"event": "outcome", "index": 1e999}\\n',
    b'{"event": {"event": []}}\\n', b'{"event": "outcome", "index": 0, "value": {"d": [[{"l": []}, 1]]}}\\n',
    b"9" * 100_000 + b"\\n", b"\\n\\n\\n", b"\\0" * 1000,
):
    for number in range(3, 16):
        try:
            os.write(number, junk)
        except OSError:
            pass
""",
    ),
    Attack(
        name="endless_events",
        tries="fill the host's memory with events",
        code="""
import os
while True:
    os.write(3, b'{"event": "output", "stream": "stdout", "latin1": ""}\\n' * 1000)
""",
        ends=("output", "killed", "raised", "timeout"),
    ),
    Attack(
        name="close_everything",
        tries="leave nobody to hear it",
        code="""
import os
for number in range(256):
    try:
        os.close(number)
    except OSError:
        pass
os.closerange(0, 1024) if hasattr(os, "closerange") else None
""",
        ends=("killed", "finished", "raised"),
    ),
    Attack(
        name="point_elsewhere",
        tries="swap the descriptors of the harness",
        code="""
import os
for number in range(3, 16):
    try:
        os.dup2(1, number)
        os.dup2(number, 0)
    except OSError:
        pass
print("x")
""",
    ),
    Attack(
        name="patched_harness",
        tries="replace what the harness works with",
        code="""
import builtins, sys, json, os, io
for module in list(sys.modules.values()):
    for name in ("run", "report", "encode", "_tried", "_looks", "_telling", "dumps", "JSONEncoder"):
        try:
            setattr(module, name, lambda *a, **k: None)
        except (AttributeError, TypeError):
            pass
for name in ("exec", "eval", "compile", "isinstance", "issubclass", "str", "repr", "type", "print", "len"):
    setattr(builtins, name, lambda *a, **k: True)
os.write = os._exit = lambda *a: 0
""",
    ),
    Attack(
        name="frames",
        tries="find the expected values in the frames that called it",
        code="""
import sys
frame = sys._getframe()
while frame is not None:
    for name, value in list(frame.f_locals.items()) + list(frame.f_globals.items()):
        try:
            text = repr(value)
        except Exception:
            continue
        if "-".join(("EXPECTED", "7f3a")) in text and "frame" not in name:
            breach(name)
    frame = frame.f_back
""",
    ),
    Attack(
        name="all_objects",
        tries="find the expected values among all objects",
        code="""
import gc
needle = "-".join(("EXPECTED", "7f3a"))
mine = globals()
for found in gc.get_objects():
    if found is mine:
        continue
    if isinstance(found, (dict, list, tuple)):
        for value in list(found.values()) if isinstance(found, dict) else list(found):
            if type(value) is str and value.startswith(needle) and len(value) < 200:
                breach(value)
""",
    ),
    Attack(
        name="tracing",
        tries="watch and change the harness while it runs",
        code="""
import sys, threading
def watch(frame, event, argument):
    try:
        frame.f_locals.update(status="finished", value=1)
    except Exception:
        pass
    return watch
sys.settrace(watch)
threading.settrace(watch)
sys.setprofile(watch)
sys.addaudithook(lambda *a: None)
frame = sys._getframe().f_back
while frame:
    frame.f_trace = watch
    frame = frame.f_back
""",
    ),
    Attack(
        name="audit_hook",
        tries="stop everything that comes after it with an audit hook",
        code="""
import sys
def refuse(name, arguments):
    raise RuntimeError(name)
sys.addaudithook(refuse)
""",
    ),
    Attack(
        name="imports",
        tries="have its own code imported instead of a module",
        code="""
import builtins, sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        print("asked for", name)
sys.meta_path.insert(0, Finder())
sys.path.insert(0, ".")
sys.path_hooks.clear()
sys.path_importer_cache.clear()
for name in list(sys.modules):
    if name not in ("sys", "builtins", "__main__"):
        sys.modules[name] = None
builtins.__import__ = lambda *a, **k: None
""",
    ),
    Attack(
        name="no_builtins",
        tries="take away what everybody stands on",
        code="""
import builtins, sys
sys.stdout = sys.stderr = sys.stdin = None
for name in list(vars(builtins)):
    if not name.startswith("__"):
        delattr(builtins, name)
""",
    ),
    Attack(
        name="leave",
        tries="look as if it had ended well",
        code="import os\nos._exit(0)\n",
        ends=("killed",),
    ),
    Attack(name="abort", tries="crash", code="import os\nos.abort()\n", ends=("killed",)),
    Attack(
        name="segfault",
        tries="crash the interpreter",
        code="import ctypes\nctypes.string_at(0)\n",
        ends=("killed", "raised"),
    ),
    Attack(
        name="system_exit",
        tries="end the supervisor with an exit",
        code="raise SystemExit(lambda: 1)\n",
        ends=("raised",),
    ),
    Attack(
        name="odd_exceptions",
        tries="break whoever describes its exceptions",
        code="""
class Meta(type):
    @property
    def __name__(cls):
        raise KeyboardInterrupt
    def __instancecheck__(cls, other):
        raise SystemExit
class Odd(BaseException, metaclass=Meta):
    def __str__(self):
        raise Odd
    __repr__ = __str__
    __class__ = property(lambda self: 1 / 0)
    def __getattribute__(self, name):
        raise MemoryError
raise Odd
""",
        ends=("raised", "killed", "memory"),
    ),
    Attack(
        name="raw_code",
        tries="run broken byte code",
        code="""
def f():
    pass
f.__code__ = f.__code__.replace(co_code=bytes([100, 255] * 50), co_stacksize=1, co_consts=())
f()
""",
    ),
    Attack(
        name="write_code_memory",
        tries="overwrite the interpreter in memory",
        code="""
import ctypes
address = id(0) & ~0xFFF
ctypes.memset(address, 0xFF, 4096)
print(sum(range(100)))
""",
    ),
    Attack(
        name="swallow_the_next_fork",
        tries="register something that runs in later forks",
        code="""
import os, atexit, signal, sys, threading, gc, weakref
def poison(*_):
    os.write(1, b"POISON")
os.register_at_fork(before=poison, after_in_child=poison, after_in_parent=poison)
atexit.register(poison)
gc.callbacks.append(poison)
sys.excepthook = sys.unraisablehook = threading.excepthook = poison
signal.signal(signal.SIGALRM, poison)
signal.setitimer(signal.ITIMER_REAL, 0.2, 0.2)
""",
    ),
)
