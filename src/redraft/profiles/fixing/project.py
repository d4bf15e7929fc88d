"""The files of a project: what the test command needs, and which of them a patch may change."""

import os
import subprocess
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from redraft.critics.patch import Bounds, SuiteCommand, TextFile, files_named, files_run
from redraft.errors import Misuse

MAX_FILE_BYTES, MAX_SHOWN_BYTES = 200_000, 400_000
"""How large one file that may change, and all of them together, may be: they stand in the prompt."""

_MAX_FILES = 20_000
_SHOWN = 5
# What lies in a project's folder and no test needs, where git does not say what belongs to it.
_LEFT_OUT = frozenset({"__pycache__", "node_modules", "venv", "build", "dist", "target"})
# What a folder stands for is code: data, settings and words change only when they are named one by one.
_CODE = frozenset(
    ".py .pyi .pyx .pxd .c .h .cc .cpp .cxx .hh .hpp .cu .rs .go .zig .java .kt .scala .groovy .js .jsx .mjs .cjs .ts"
    " .tsx .vue .svelte .html .css .scss .sql .sh .rb .php .pl .pm .lua .cs .fs .vb .swift .m .mm .hs .ml .mli .elm .ex"
    " .exs .erl .clj .lisp .scm .r .jl .f .f90".split()
)
# Of code, what is likely to test, to build or to configure other code.
_NOT_MEANT = (".*", "test*", "spec", "specs", "*_spec.*", "*.config.*", "*.conf.*", "setup.py")


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A folder, read once.

    Attributes:
        folder: the project's folder; the test command runs in a copy of it.
        files: its files, path below the folder (with forward slashes) to content.
        paths: those that a patch may change.
        run: those that the test command itself runs.
        spared: those that lie in a folder which may change and stay as they are, since the test command names them.
    """

    folder: Path
    files: Mapping[str, bytes]
    paths: tuple[str, ...]
    run: tuple[str, ...] = ()
    spared: tuple[str, ...] = ()


def read_project(
    folder: Path, named: Sequence[Path], command: SuiteCommand, *, protected: Sequence[str], max_mb: int
) -> Project:
    """The project in `folder`, with the files that may change.

    What git tracks or does not ignore belongs to it; where there is no git, everything but hidden folders and the usual
    caches. Links that lead out of the folder are left out, and names that are no text.

    Args:
        folder: the project's folder.
        named: files that may change, and folders, of which all code may but for tests, what builds and configures,
            and what the test command names.
        command: the test command.
        protected: patterns of what must not change.
        max_mb: most mebibytes that all files may have together.

    Raises:
        Misuse: when a named file is missing, lies outside, is protected or run by the command, is a link, too large or
            no text in UTF-8, or when the project is too large.
    """
    folder = folder.resolve()
    files = _read(folder, sorted(_listed(folder)), max_mb)
    judging = files_named(command, files)
    paths: dict[str, None] = {}
    spared: dict[str, None] = {}
    for one in named:
        path = _below(folder, one)
        if (folder / path).is_dir():
            inside = list(_inside(path, folder, files, protected))
            kept = [name for name in inside if _is_named(name, path, judging)]
            if len(kept) == len(inside):
                why = (
                    f"the test command names {', '.join(kept[:_SHOWN])}" if kept else "it holds no code, or tests alone"
                )
                raise Misuse(f"no file in {str(one)!r} can be changed: {why}; name the files that hold the fault")
            paths.update(dict.fromkeys(name for name in inside if name not in kept))
            spared.update(dict.fromkeys(kept))
        else:
            files[path] = _read_named(folder, path)
            paths[path] = None
    run = tuple(sorted(files_run(command, files)))
    chosen = Bounds(paths=tuple(paths), protected=tuple(protected), run=run).paths
    _check_sizes(chosen, files)
    left = tuple(path for path in spared if path not in paths)
    return Project(folder=folder, files=files, paths=chosen, run=run, spared=left)


def _listed(folder: Path) -> Iterable[str]:
    command = ["git", "-c", "core.fsmonitor=false", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, check=True)  # noqa: S603 - fixed words
    except (OSError, subprocess.CalledProcessError):
        return _walked(folder)
    return {os.fsdecode(name) for name in done.stdout.split(b"\0") if name}


def _walked(folder: Path) -> Iterator[str]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in _LEFT_OUT and not name.startswith(".")]
        for name in names:
            yield (Path(place) / name).relative_to(folder).as_posix()


def _read(folder: Path, listed: Sequence[str], max_mb: int) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    left = max_mb * 2**20
    for path in listed:
        place = folder / path
        # A link could lead to what is none of the project's business, and from there into a prompt.
        if not _is_name(path) or not place.is_file() or not place.resolve().is_relative_to(folder):
            continue
        left -= place.stat().st_size
        if left < 0 or len(files) == _MAX_FILES:
            raise Misuse(_too_large(folder, listed, max_mb))
        try:
            files[path] = place.read_bytes()
        except OSError as error:
            raise Misuse(f"{path!r} cannot be read: {error.strerror}; mend that, or have git ignore it") from error
    return files


def _is_name(path: str) -> bool:
    """Whether a path can be written as UTF-8, which Linux does not ask of names and the sandbox does."""
    return not any("\ud800" <= character <= "\udfff" for character in path)


def _too_large(folder: Path, listed: Sequence[str], max_mb: int) -> str:
    sizes = {path: (folder / path).stat().st_size for path in listed if (folder / path).is_file()}
    largest = sorted(sizes, key=lambda path: -sizes[path])[:_SHOWN]
    shown = ", ".join(f"{path} ({sizes[path] / 2**20:.1f} MiB)" for path in largest)
    return (
        f"the project in {str(folder)!r} is too large to be copied into the sandbox: {len(sizes)} files, "
        f"{sum(sizes.values()) / 2**20:.1f} MiB, where {_MAX_FILES} files and {max_mb} MiB are allowed; the largest "
        f"are {shown}; run it in a smaller folder, have git ignore what no test needs, or raise --max-project-mb"
    )


def _below(folder: Path, named: Path) -> str:
    """The path of a named file below the folder."""
    place = named if named.is_absolute() else folder / named
    if not os.path.lexists(place):
        raise Misuse(f"there is no file {str(named)!r}; name files that exist, below {str(folder)!r}")
    if place.is_symlink():
        raise Misuse(f"{str(named)!r} is a link; name the file that it leads to")
    try:
        below = place.resolve().relative_to(folder)
    except ValueError:
        raise Misuse(f"{str(named)!r} lies outside of {str(folder)!r}; run this in the project's folder") from None
    path = below.as_posix()
    if not path.isprintable():
        raise Misuse(f"the name {path!r} cannot be shown to a model; rename the file")
    return path


def _inside(path: str, folder: Path, files: Mapping[str, bytes], protected: Sequence[str]) -> Iterator[str]:
    """The files below a folder that a patch may change, as far as the test command allows it."""
    bounds = Bounds(paths=(), protected=(*protected, *_NOT_MEANT))
    for name, data in files.items():
        place = PurePosixPath(name)
        meant = place.is_relative_to(path) and place.suffix.casefold() in _CODE and bounds.pattern_for(name) is None
        if meant and name.isprintable() and not (folder / name).is_symlink() and _is_text(name, data):
            yield name


def _is_named(name: str, path: str, judging: Collection[str]) -> bool:
    """Whether the test command names a file, or a folder around it that is smaller than the one that may change."""
    return any(
        str(place) in judging
        for place in (PurePosixPath(name), *PurePosixPath(name).parents)
        if str(place) != path and place.is_relative_to(path)
    )


def _is_text(path: str, data: bytes) -> bool:
    try:
        TextFile.of(path, data)
    except Misuse:
        return False
    return True


def _read_named(folder: Path, path: str) -> bytes:
    place = folder / path
    if not place.is_file():
        raise Misuse(f"{path!r} is no regular file; name text files")
    if place.stat().st_size > MAX_FILE_BYTES:  # before it is read: it could be anything
        raise Misuse(f"{path!r} is larger than {MAX_FILE_BYTES:,} bytes; a patch cannot show a model so much")
    try:
        data = place.read_bytes()
    except OSError as error:
        raise Misuse(f"{path!r} cannot be read: {error.strerror}") from error
    TextFile.of(path, data)
    return data


def _check_sizes(paths: Sequence[str], files: Mapping[str, bytes]) -> None:
    large = [path for path in paths if len(files[path]) > MAX_FILE_BYTES]
    if large:
        raise Misuse(f"{large[0]!r} is larger than {MAX_FILE_BYTES:,} bytes; name smaller files, or fewer")
    in_all = sum(len(files[path]) for path in paths)
    if in_all > MAX_SHOWN_BYTES:
        raise Misuse(
            f"the {len(paths)} files have {in_all:,} bytes together, and a model is shown at most {MAX_SHOWN_BYTES:,}; "
            "name fewer files"
        )
