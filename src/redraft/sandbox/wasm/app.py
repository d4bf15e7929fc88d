"""The whole of what is compiled into the WebAssembly component: CPython, the harness, and the modules listed here.

Nobody imports this file: componentize-py reads it together with `redraft/sandbox/guest/harness.py`. Its imports happen
while the component is built, and the memory that they leave behind is what each run starts from. A module that is not
imported now cannot be imported later, for a run has no files.
"""

import asyncio
import gc
import importlib
import json
import random
import time

import harness  # type: ignore[import-not-found]  # lies beside this file when the component is built
import wit_world  # type: ignore[import-not-found]  # written by componentize-py

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


class _Loop(asyncio.BaseEventLoop):
    """An event loop without sockets, so that coroutines run where there are none."""

    def __init__(self) -> None:
        super().__init__()
        self._selector = _Alarms()

    def _process_events(self, events: list[object]) -> None:
        pass

    def _write_to_self(self) -> None:
        pass


asyncio.events._get_event_loop_policy().__class__._loop_factory = _Loop  # type: ignore[attr-defined]  # CPython's own

_encode, _decode = json.JSONEncoder(check_circular=False).encode, json.JSONDecoder().decode
_report = wit_world.report

# componentize-py's runtime seeds `random` before the first call, from 2,500 bytes that cost a millisecond to hand over;
# the harness seeds it anew anyway, so that this one does nothing.
_seed, random.seed = random.seed, lambda *_: None

# A few runs now, so that what the first one makes and looks up (codecs, caches, specialised bytecode) is there before
# any: a third of what a short run would cost.
_EXAMPLE = {
    "code": "def f(n):\n    return [n, {'a': 1.5}]\nprint(f(1))\nassert f(2)",
    "stdin": "",
    "argv": [],
    "output_bytes": 1_000,
    "tests": [{"code": None, "call": "f(3)", "setup": ""}, {"code": "assert f(4)", "call": None, "setup": ""}],
}
for _ in range(20):
    harness.run(_decode(_encode(_EXAMPLE)), _encode)

# What is alive now lives as long as the run: the collector need not walk through it, and so leaves its pages shared.
gc.collect()
gc.freeze()


class WitWorld:
    """The exports of guest.wit."""

    def run(self, request: str) -> None:
        """Run one request in this interpreter, which is thrown away afterwards."""
        random.seed = _seed
        try:
            harness.run(_decode(request), lambda event: _report(_encode(event)))
        except MemoryError:
            _report('{"event": "memory"}')
