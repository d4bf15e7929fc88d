"""Native code, confined by the kernel: for what needs packages, a subprocess or the speed of the machine.

Reading order: `bubblewrap.py` and `landlock.py` are the two levels; `crew.py` has the workers of a level and hands
jobs to them, `worker.py` is one of them, `messages.py` is what is said. `filters.py` chooses the system calls that are
left, `identity.py` the user, `places.py` the folders; `preloads.py` lists what is imported before. `probing.py` tries a
level. What runs on the other side, next to untrusted code, lies in `inside/`.
"""

from redraft.sandbox.native.bubblewrap import Bubblewrap
from redraft.sandbox.native.landlock import Landlock

__all__ = ["Bubblewrap", "Landlock"]
