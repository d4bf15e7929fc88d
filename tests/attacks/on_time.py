"""Never ending."""

from attacks.attack import Attack
from redraft.sandbox.jobs import Status

ENDED: tuple[Status, ...] = ("timeout", "killed", "memory", "raised")

ATTACKS = (
    Attack(name="endless_loop", tries="compute for ever", code="while True:\n    pass\n", ends=("timeout",)),
    Attack(name="sleep", tries="wait for ever", code="import time\ntime.sleep(10_000)\n", ends=("timeout", "raised")),
    Attack(
        name="endless_in_c",
        tries="compute for ever where Python cannot be interrupted",
        code="x = 10 ** (10 ** 8)\nprint(len(str(x)))\n",
        ends=ENDED,
    ),
    Attack(
        name="endless_pattern",
        tries="match for ever",
        code='import re\nre.match(r"(a+)+$", "a" * 40 + "b")\n',
        ends=("timeout",),
    ),
    Attack(
        name="endless_in_finaliser",
        tries="compute for ever when it is cleared away",
        code="""
class Sticky:
    def __del__(self):
        while True:
            pass
sticky = Sticky()
del sticky
""",
        ends=("timeout",),
    ),
    Attack(
        name="endless_at_exit",
        tries="compute for ever when the interpreter ends",
        code="""
import atexit, threading
def stay():
    while True:
        pass
atexit.register(stay)
try:
    threading.Thread(target=stay).start()
except RuntimeError:
    pass
class Late:
    def __del__(self):
        stay()
late = Late()
late.itself = late
""",
        ends=("finished", "timeout", "raised"),
    ),
    Attack(
        name="endless_in_handler",
        tries="ignore every request to end, and answer with a loop",
        code="""
import signal
def stay(*_):
    while True:
        pass
for number in range(1, 64):
    try:
        signal.signal(number, stay if number % 2 else signal.SIG_IGN)
    except (OSError, ValueError, AttributeError):
        pass
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 64))
stay()
""",
        ends=("timeout", "raised", "killed"),
    ),
    Attack(
        name="endless_except",
        tries="catch whatever is to end it",
        code="""
while True:
    try:
        while True:
            pass
    except BaseException:
        continue
""",
        ends=("timeout",),
    ),
    Attack(
        name="endless_thread",
        tries="leave a thread that never ends",
        code="""
import threading
def stay():
    while True:
        pass
threading.Thread(target=stay).start()
print("the program itself ends")
""",
        ends=("finished", "timeout", "raised"),
    ),
    Attack(
        name="deep_recursion",
        tries="overflow the stack",
        code="""
import sys
sys.setrecursionlimit(10**9)
def down(n):
    return down(n + 1)
down(0)
""",
        ends=("killed", "raised", "memory", "timeout"),
    ),
    Attack(
        name="deep_source",
        tries="overflow the compiler",
        code='eval("(" * 100_000 + ")" * 100_000)\n',
        ends=("raised", "killed", "memory"),
    ),
    Attack(
        name="deep_repr",
        tries="overflow whoever shows its values",
        code="""
value = []
for _ in range(100_000):
    value = [value]
raise ValueError(value)
""",
        ends=("raised", "killed"),
    ),
    Attack(
        name="input_that_never_comes",
        tries="wait for somebody to type",
        code="import sys\nsys.stdin.read()\ninput()\n",
        ends=("raised", "finished"),
    ),
    Attack(
        name="blocked_output",
        tries="keep its output from being read to the end",
        code="""
import fcntl, os
for number in (1, 2, 3):
    try:
        fcntl.fcntl(number, fcntl.F_SETFL, os.O_NONBLOCK)
        os.set_inheritable(number, True)
        while True:
            os.write(number, b"x" * 65536)
    except OSError:
        pass
""",
        ends=("output", "killed", "raised", "timeout", "finished"),
    ),
)
