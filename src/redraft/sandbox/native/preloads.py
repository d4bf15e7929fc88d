"""What is imported before a program runs, so that it costs each run nothing."""

# What short programs import most often, all of it within a few milliseconds.
COMMON = tuple(
    """
    abc array base64 binascii bisect calendar cmath collections collections.abc contextlib copy csv ctypes dataclasses
    datetime decimal enum errno fractions functools gc glob hashlib heapq hmac inspect io itertools json keyword
    linecache logging math numbers operator os os.path pathlib pickle platform pprint queue random re secrets shutil
    signal socket statistics string struct subprocess sys tempfile textwrap threading time traceback types typing
    unicodedata uuid warnings weakref zlib
    """.split()
)

# Where the interpreter lies in a folder that confined code cannot read, there is nothing but what is imported before.
# Each run pays for it there, so what takes long to import is left out: asyncio, unittest, xml, networks.
REST = tuple(
    """
    argparse ast atexit bz2 cmd codecs colorsys configparser copyreg difflib dis encodings.ascii encodings.latin_1
    encodings.utf_16 fcntl fnmatch getopt graphlib gzip html ipaddress locale lzma mmap opcode pkgutil quopri reprlib
    resource sched select selectors shlex site stat stringprep symtable sysconfig token tokenize tomllib tracemalloc
    """.split()
)

# Packages whose import takes longer than most programs that use them.
PACKAGES = ("numpy",)
