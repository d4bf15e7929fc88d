"""The whole of what is compiled into the WebAssembly component: CPython, the harness, and the modules listed here.

Nobody imports this file: componentize-py reads it together with `redraft/sandbox/guest/harness.py`. Its imports happen
while the component is built, and the memory that they leave behind is what each run starts from. A module that is not
imported now cannot be imported later, for a run has no files.

The order matters. What every run works with comes first and is tried at once, so that it lies together in memory, and
the codecs, caches and specialised bytecode that a first run makes are made: a run copies the pages that it touches, and
that is most of its cost.
"""

import gc
import importlib
import json
import random
import time
from typing import Any

import harness  # type: ignore[import-not-found]  # lies beside this file when the component is built
import wit_world  # type: ignore[import-not-found]  # written by componentize-py

_decode, _report = json.JSONDecoder().decode, wit_world.report
_EXAMPLE = {
    "code": "def f(n):\n    return [n, {'a': 1.5}]\nprint(f(1))\nassert f(2)",
    "stdin": "",
    "argv": [],
    "output_bytes": 1_000,
    "tests": [{"code": None, "call": "f(3)", "setup": ""}, {"code": "assert f(4)", "call": None, "setup": ""}],
}
for _ in range(20):
    harness.run(_decode(harness.as_json(_EXAMPLE)), harness.as_json)

# componentize-py's runtime seeds `random` before the first call, from 2,500 bytes that cost a millisecond to hand over;
# the harness seeds it anyway, so that this one does nothing.
_seed, random.seed = random.seed, lambda *_: None

# Everything of the standard library that works without files, network, processes and threads. `threading` is here for
# its locks; a thread cannot be started.
MODULES = """
__future__ abc annotationlib argparse array ast asyncio base64 binascii bisect builtins calendar cmath code codecs
codeop collections collections.abc colorsys concurrent.futures configparser contextlib contextvars copy copyreg csv
dataclasses datetime decimal difflib dis doctest email email.message email.mime.text enum errno fnmatch fractions
functools gc getopt getpass gettext glob graphlib gzip hashlib heapq hmac html html.entities html.parser importlib
importlib.util inspect io ipaddress itertools json json.decoder keyword linecache locale logging marshal math mimetypes
numbers opcode operator optparse os os.path pathlib pickle pickletools pkgutil platform posixpath pprint pstats queue
quopri random re reprlib sched secrets selectors shelve shlex shutil signal sqlite3 stat statistics string stringprep
struct symtable sys sysconfig tarfile tempfile textwrap threading time timeit token tokenize tomllib traceback types
typing unicodedata unittest unittest.mock urllib.parse uuid warnings wave weakref xml.dom.minidom xml.etree.ElementTree
zipfile zlib zoneinfo
_strptime encodings.ascii encodings.cp1252 encodings.hex_codec encodings.idna encodings.latin_1 encodings.rot_13
encodings.utf_16 encodings.utf_32 encodings.utf_8_sig
""".split()
for _name in MODULES:
    importlib.import_module(_name)


class _Alarms:
    """What an event loop waits with where nothing but time can pass."""

    def select(self, timeout: float | None) -> list[object]:
        if timeout is None:
            raise RuntimeError("the event loop waits for something that cannot come")
        time.sleep(timeout)
        return []


def _loop_without_sockets() -> None:
    """Give coroutines an event loop, where there are no sockets to make the usual one of."""
    import asyncio

    class Loop(asyncio.BaseEventLoop):
        def __init__(self) -> None:
            super().__init__()
            self._selector = _Alarms()

        def _process_events(self, events: list[object]) -> None:
            pass

        def _write_to_self(self) -> None:
            pass

    policy: Any = type(asyncio.events._get_event_loop_policy())  # type: ignore[attr-defined]  # CPython's own
    policy._loop_factory = Loop


_loop_without_sockets()

# What is alive now lives as long as the run: the collector need not walk through it, and so leaves its pages shared.
gc.collect()
gc.freeze()


class WitWorld:
    """The exports of guest.wit."""

    def run(self, request: str) -> None:
        """Run one request in this interpreter, which is thrown away afterwards."""
        random.seed = _seed
        try:
            harness.run(_decode(request), lambda event: _report(harness.as_json(event)))
        except MemoryError:
            _report('{"event": "memory"}')
