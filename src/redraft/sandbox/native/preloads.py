"""What is imported before a program runs, so that it costs each run nothing."""

# What short programs import most often, all of it within a few milliseconds.
COMMON = tuple(
    """
    abc array base64 binascii bisect calendar cmath collections collections.abc contextlib copy csv ctypes dataclasses
    datetime decimal doctest enum errno fractions functools gc glob hashlib heapq hmac inspect io itertools json keyword
    linecache logging math numbers operator os os.path pathlib pickle platform pprint queue random re secrets shutil
    signal socket statistics string struct subprocess sys tempfile textwrap threading time traceback types typing
    unicodedata unittest uuid warnings weakref zlib
    """.split()
)

# Where the interpreter lies in a folder that confined code cannot read, there is nothing but what is imported before.
REST = tuple(
    """
    argparse ast asyncio atexit bz2 cmd code codecs colorsys concurrent.futures configparser copyreg difflib dis
    email.message fileinput filecmp fnmatch getopt gettext graphlib gzip html html.parser http importlib.metadata
    importlib.resources ipaddress locale lzma mimetypes multiprocessing opcode optparse pdb pkgutil plistlib quopri
    reprlib resource sched select selectors shelve shlex sqlite3 ssl stat stringprep symtable sysconfig tarfile token
    tokenize tomllib tracemalloc turtle unittest.mock urllib.parse urllib.request wave xml.dom.minidom
    xml.etree.ElementTree xml.sax zipfile zoneinfo encodings.idna encodings.latin_1 encodings.ascii encodings.utf_16
    """.split()
)

# Packages whose import takes longer than most programs that use them.
PACKAGES = ("numpy",)
