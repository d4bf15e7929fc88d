"""Which files of a project its test command runs, and which it names: what judges a patch must not be changed by it.

What a command *runs* (a script, the modules of unittest) never changes. What it merely *names*, itself or in a makefile
and the like that it reads, changes only when the user names it as well: ``mypy prices.py`` names what is to be mended.
"""

import ast
import json
import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from itertools import accumulate, pairwise
from pathlib import PurePosixPath

from redraft.critics.patch.command import SuiteCommand

_WORD = re.compile(r"[^\s\"'`;&|<>()=,:${}]+")
# ``run``: as in ``coverage run check.py``.
_INTERPRETER = re.compile(r"(?:python|node|deno|bun|ruby|perl|php|lua|julia|Rscript|(?:ba|da|z|k)?sh|run)[\d.]*")
_RECIPES = (
    *("makefile", "gnumakefile", "*.mk", "justfile", ".justfile", "tox.ini", "tox.toml", "noxfile.py"),
    *("tasks.py", "dodo.py", "fabfile.py", "gulpfile.*", "gruntfile.*"),
)
_SCRIPTS = "package.json"
# Beside what Python finds in the working folder; see `SuiteCommand.job`.
_ROOTS = ("", "src/")
_LARGEST_READ = 200_000


def files_run(command: SuiteCommand, files: Mapping[str, bytes]) -> frozenset[str]:
    """The files that the command itself runs or, for pytest, reads its settings from."""
    words, known = list(_words(*command.argv)), _by_name(files)
    found = set(_at(words[0], known)) if words else set()
    for at, word in enumerate(words):
        if _INTERPRETER.fullmatch(PurePosixPath(word).name):
            found |= _script(words[at + 1 :], files, known)
        if word == "unittest" and words[at - 1] == "-m":
            found |= {path for told in words[at + 1 :] for path in (*_at(told, known), *_modules(told, files))}
            found |= _discovered(words[at + 1 :], files)
    if command.is_pytest:
        settings = {value for option, value in pairwise(words) if option in ("-c", "--config-file")}
        found |= {path for value in settings for path in _at(value, known)}
    return frozenset(found)


def files_named(command: SuiteCommand, files: Mapping[str, bytes]) -> frozenset[str]:
    """The files and folders that the command runs or names, or that are named by what it reads.

    What a makefile, a script and their like name is found where the path of the file, or ``-m`` and the module, is
    written in them. What Python files name is not followed, as they name what they test.
    """
    found, known = set(files_run(command, files)), _by_name(files)
    for word in _words(*command.argv, *command.environment.values()):
        found |= {*_at(word, known), *_matching(word, files)}
    if command.is_pytest:
        found |= {path for name in _plugins(command, files) for path in _modules(name, files)}
        return frozenset(found)
    folders = set(_folders(files))
    for word in command.argv:
        found |= {*_modules(word, files), *({posixpath.normpath(word)} & folders)}
    if not command.is_unittest:
        found |= {path for path in files if _is_recipe(path)}
    return frozenset(_followed(found, files, known))


def _words(*texts: str) -> Iterator[str]:
    return (word for text in texts for word in _WORD.findall(text))


def _by_name(files: Iterable[str]) -> Mapping[str, list[str]]:
    """The paths by their last names."""
    known: dict[str, list[str]] = {}
    for path in files:
        known.setdefault(posixpath.basename(path), []).append(path)
    return known


def _at(word: str, known: Mapping[str, list[str]]) -> list[str]:
    """The file that a word means, in whatever folder it is read.

    ``$PWD/check.sh`` is ``check.sh``; where there is none, ``./check.sh`` is any ``ci/check.sh``, too.
    """
    path = posixpath.normpath(word)
    found = known.get(posixpath.basename(path), [])
    if path in found:
        return [path]
    if ended := [one for one in found if path.endswith(f"/{one}")]:
        return [max(ended, key=len)]
    # A bare word without a dot, such as a target's name, means a file only in the folder itself.
    return [one for one in found if one.endswith(f"/{path.removeprefix('/')}") and ("/" in word or "." in word)]


def _matching(word: str, files: Iterable[str]) -> Iterable[str]:
    """The files whose name or path a pattern means."""
    if not any(sign in word for sign in "*?["):
        return []
    wanted = posixpath.normpath(word)
    return [path for path in files if fnmatchcase(path, wanted) or fnmatchcase(posixpath.basename(path), wanted)]


def _modules(name: str, files: Collection[str]) -> set[str]:
    """The files of a module; of the module that holds it, where it is a class or a function."""
    parts = name.split(".")
    for n in range(len(parts), 0, -1):
        stems = [f"{root}{'/'.join(parts[:n])}" for root in _ROOTS]
        ends = (".py", "/__init__.py", "/__main__.py")
        if found := {path for stem in stems for end in ends if (path := f"{stem}{end}") in files}:
            return found
    return set()


def _script(words: Iterable[str], files: Collection[str], known: Mapping[str, list[str]]) -> set[str]:
    """What an interpreter runs that is called with these words; nothing where the code stands among them."""
    words = iter(words)
    for word in words:
        if word == "-c":
            return set()
        if word == "-m":
            return _modules(next(words, ""), files)
        if not word.startswith("-") and (found := {*_at(word, known), *_at(f"{word}/__main__.py", known)}):
            return found
    return set()


def _discovered(words: list[str], files: Iterable[str]) -> set[str]:
    """The files that unittest looks for tests in."""
    options = dict(pairwise(words))
    start = posixpath.normpath(options.get("-s") or options.get("--start-directory") or ".")
    pattern = options.get("-p") or options.get("--pattern") or "test*.py"
    below = [path for path in files if start == "." or path.startswith(f"{start}/")]
    return {path for path in below if fnmatchcase(posixpath.basename(path), pattern)}


def _plugins(command: SuiteCommand, files: Mapping[str, bytes]) -> Iterator[str]:
    """The modules that pytest loads as plugins: by the command, by its settings, or by ``pytest_plugins``."""
    texts = [*command.argv, *command.environment.values()]
    yield from _words(command.environment.get("PYTEST_PLUGINS", ""))
    for path, data in files.items():
        if posixpath.basename(path).endswith((".ini", ".toml", ".cfg")) and b"-p" in data[:_LARGEST_READ]:
            texts.append(_text(data))
        elif path.endswith(".py") and b"pytest_plugins" in data:
            yield from _told_plugins(_text(data))
    words = [word.strip("[]") for word in _words(*texts)]
    yield from (value for option, value in pairwise(words) if option == "-p")
    yield from (word[2:] for word in words if word.startswith("-p"))


def _told_plugins(source: str) -> Iterator[str]:
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Name) and target.id == "pytest_plugins" for target in targets):
                strings = (part.value for part in ast.walk(node.value) if isinstance(part, ast.Constant))
                yield from (string for string in strings if isinstance(string, str))


def _followed(named: Iterable[str], files: Mapping[str, bytes], known: Mapping[str, list[str]]) -> set[str]:
    """What is named, with what the recipes and scripts among it name, and so on."""
    found, waiting = set(named), list(named)
    while waiting:
        path = waiting.pop()
        if path not in files or (path.endswith(".py") and not _is_recipe(path)):
            continue
        words = list(_words(_recipe(path, files[path])))
        new = {at for word in words for at in _at(word, known)}
        new |= {module for option, name in pairwise(words) if option == "-m" for module in _modules(name, files)}
        waiting += new - found
        found |= new
    return found


def _is_recipe(path: str) -> bool:
    name = posixpath.basename(path).casefold()
    return any(fnmatchcase(name, pattern) for pattern in (*_RECIPES, _SCRIPTS))


def _recipe(path: str, data: bytes) -> str:
    """The text in which commands stand."""
    text = _text(data)
    if posixpath.basename(path) != _SCRIPTS:
        return text
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return text
    scripts = told.get("scripts") if isinstance(told, dict) else None
    return "\n".join(map(str, scripts.values())) if isinstance(scripts, dict) else ""


def _text(data: bytes) -> str:
    return data[:_LARGEST_READ].decode("utf-8", "replace")


def _folders(files: Iterable[str]) -> Iterator[str]:
    for path in files:
        names = path.split("/")[:-1]
        yield from accumulate(names, lambda folder, name: f"{folder}/{name}")
