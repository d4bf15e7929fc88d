"""What confined code sees of the file system: the interpreter, its libraries, packages; nothing that is people's."""

import os
import site
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

# Where a system keeps programs and libraries that everybody may read. In newer systems /bin, /lib, ... lead into /usr.
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64")
# What the loader and a few commands look up; nothing that names people or machines.
LOOKED_UP = ("/etc/ld.so.cache", "/etc/alternatives")
# The numeric libraries would take as many threads as the machine has, and an arena of memory for each.
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class Places(NamedTuple):
    """Paths outside of `SYSTEM` that Python needs, and how to find packages.

    Attributes:
        python: the interpreter that runs Redraft, as it is called.
        base: folders and files of the Python that it is made of.
        environment: files of the virtual environment beside its packages; empty when there is none.
        packages: folders of installed packages.
        told: those of them that another Python of the same kind would not find by itself.
    """

    python: str
    base: tuple[str, ...]
    environment: tuple[str, ...]
    packages: tuple[str, ...]
    told: tuple[str, ...]

    def all(self) -> tuple[str, ...]:
        """All of them, once each."""
        return tuple(dict.fromkeys((*self.base, *self.environment, *self.packages)))


def places() -> Places:
    """The places of the Python that runs this."""
    paths = sysconfig.get_paths()
    base = _outside_system([os.path.realpath(sys.executable), *_of_base()])
    environment: list[str] = []
    if sys.prefix != sys.base_prefix:
        environment = [f"{sys.prefix}/bin", f"{sys.prefix}/pyvenv.cfg"]
    on_path = [p for p in sys.path if Path(p).name in ("site-packages", "dist-packages")]
    packages = [p for p in dict.fromkeys((paths["purelib"], paths["platlib"], *on_path)) if Path(p).is_dir()]
    told = [path for path in packages if path not in site.getsitepackages()]
    return Places(sys.executable, base, _outside_system(environment), tuple(packages), tuple(told))


def _of_base() -> Iterable[str]:
    """Folders of the Python below a virtual environment."""
    if sys.base_prefix not in ("/", "/usr"):
        yield from (f"{sys.base_prefix}/bin", f"{sys.base_prefix}/lib", f"{sys.base_prefix}/lib64")
    yield sysconfig.get_path("stdlib", vars={"installed_base": sys.base_prefix})


def _outside_system(paths: Iterable[str]) -> tuple[str, ...]:
    """Those paths that exist and lie in none of the others or of `SYSTEM`."""
    kept: list[str] = []
    for path in sorted({p for p in paths if os.path.exists(p)}, key=len):
        if not any(Path(path).is_relative_to(parent) for parent in (*SYSTEM, *kept)):
            kept.append(path)
    return tuple(kept)


def surroundings(shown: Places, home: str) -> dict[str, str]:
    """The variables that every job sees.

    Args:
        shown: what there is; the interpreter that runs Redraft comes first in PATH.
        home: a folder that the job may write to, also for temporary files.
    """
    path = os.pathsep.join(dict.fromkeys((str(Path(shown.python).parent), "/usr/local/bin", "/usr/bin", "/bin")))
    found = {"PATH": path, "HOME": home, "TMPDIR": home, "LANG": "C.UTF-8", **_ONE_THREAD}
    return found | ({"PYTHONPATH": os.pathsep.join(shown.told)} if shown.told else {})
