"""From blocks to files: each block is matched against the files as they are, and nothing is guessed."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from redraft.critics.patch.blocks import Block, Problem, Reply
from redraft.critics.patch.bounds import Bounds
from redraft.critics.patch.nearest import nearest
from redraft.critics.patch.text_file import TextFile
from redraft.critics.patch.unified import change_of, diff_of

_NO_TEXT = re.compile("[\0\n\ud800-\udfff]")
_MAX_BLOCKS = 100


class Place(NamedTuple):
    """Where a block fits: lines from `start` up to, not including, `stop`, counted from 0."""

    start: int
    stop: int
    block: Block


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """Files before and after, or why there is no after.

    Attributes:
        before: the files that change, as they are.
        after: the same files as they would be; empty when there are problems.
        problems: why it cannot be applied or must not be.
        places: where each block went, in the lines of `before`, by the file's path.
    """

    before: tuple[TextFile, ...] = ()
    after: tuple[TextFile, ...] = ()
    problems: tuple[Problem, ...] = ()
    places: Mapping[str, tuple[Place, ...]]

    @property
    def diff(self) -> str:
        """The patch as a unified diff."""
        return diff_of(self.before, self.after) if self.after else ""

    def block_at(self, path: str, line: int) -> Block | None:
        """The block that wrote this line (from 1) of a file as it would be; None when it was there before."""
        shift = 0
        for place in self.places.get(path, ()):
            start = place.start + shift
            if start < line <= start + len(place.block.new):
                return place.block
            shift += len(place.block.new) - (place.stop - place.start)
        return None


def applied(reply: Reply, sources: Mapping[str, TextFile], bounds: Bounds) -> Patch:
    """The patch that a reply means.

    Args:
        reply: blocks; with problems it is no patch.
        sources: the files that may change, by their paths.
        bounds: which files may change and by how much.
    """
    if reply.problems:
        return Patch(problems=reply.problems, places={})
    if len(reply.blocks) > _MAX_BLOCKS:
        values = {"n": str(len(reply.blocks)), "limit": str(_MAX_BLOCKS)}
        return Patch(problems=(Problem(kind="too_many_blocks", values=values),), places={})
    problems: list[Problem] = []
    by_path: dict[str, list[Block]] = {}
    for block in reply.blocks:
        path, problem = _path_of(block, bounds)
        if problem is None:
            by_path.setdefault(path, []).append(block)
        else:
            problems.append(problem)
    places = {path: _placed(sources[path], blocks, problems) for path, blocks in by_path.items()}
    if problems:
        return Patch(problems=tuple(problems), places={})
    after = {path: _replaced(sources[path], places[path]) for path in by_path}
    changed = [path for path, source in after.items() if source != sources[path]]
    patch = Patch(
        before=tuple(sources[path] for path in changed), after=tuple(after[path] for path in changed), places=places
    )
    return replace(patch, problems=tuple(_over(patch, bounds)))


def _path_of(block: Block, bounds: Bounds) -> tuple[str, Problem | None]:
    if block.path is None:
        if len(bounds.paths) == 1:
            return bounds.paths[0], None
        problem = Problem(kind="no_path", advice={"paths": ", ".join(bounds.paths)})
        return "", replace(problem, start=block.start, end=block.end)
    refused = bounds.problem_with(block.path)
    if refused is not None:
        return "", replace(refused, start=block.start, end=block.end)
    return block.path.removeprefix("./"), None


def _placed(source: TextFile, blocks: Sequence[Block], problems: list[Problem]) -> tuple[Place, ...]:
    """Where the blocks fit, in the order of the file; what is wrong with them is added to `problems`."""
    found: list[Place] = []
    for block in blocks:
        place = _place(source, block)
        if isinstance(place, Place):
            found.append(place)
        else:
            problems.append(replace(place, start=block.start, end=block.end))
    found.sort(key=lambda place: (place.start, place.stop))
    for first, second in pairwise(found):
        if first.stop > second.start:
            values = {"path": repr(source.path), "first": str(first.start + 1), "last": str(first.stop)}
            problems.append(Problem(kind="overlap", values=values, start=second.block.start, end=second.block.end))
    return tuple(found)


def _place(source: TextFile, block: Block) -> Place | Problem:
    path = {"path": repr(source.path)}
    if not _is_text(block.new):
        return Problem(kind="not_text", values=path)
    if block.old is None:
        return Place(0, len(source.lines), block)
    if not any(line.strip() for line in block.old):
        if not any(line.strip() for line in source.lines):
            return Place(0, len(source.lines), block)
        return Problem(kind="empty_search", values=path)
    starts = _occurrences(source.lines, block.old) or _occurrences(_cut(source.lines), _cut(block.old))
    if block.line is not None and block.line - 1 in starts:
        starts = [block.line - 1]
    if len(starts) == 1:
        return Place(starts[0], starts[0] + len(block.old), block)
    if starts:
        lines = ", ".join(str(start + 1) for start in starts[:5])
        return Problem(kind="not_unique", values={**path, "n": str(len(starts)), "lines": lines})
    return nearest(source, block.old)


def _cut(lines: Iterable[str]) -> list[str]:
    """Lines without the white space at their ends, which nobody sees and models lose."""
    return [line.rstrip() for line in lines]


def _occurrences(lines: Sequence[str], wanted: Sequence[str]) -> list[int]:
    n, whole = len(wanted), list(wanted)
    return [at for at in range(len(lines) - n + 1) if lines[at] == wanted[0] and list(lines[at : at + n]) == whole]


def _is_text(lines: Iterable[str]) -> bool:
    """Whether these can be lines of a file: no NUL, no half of a character, no line break."""
    return not any(_NO_TEXT.search(line) for line in lines)


def _replaced(source: TextFile, places: Sequence[Place]) -> TextFile:
    for place in reversed(places):
        source = source.with_lines(place.start, place.stop, place.block.new)
    return source


def _over(patch: Patch, bounds: Bounds) -> Iterable[Problem]:
    """What a patch does that its bounds do not allow."""
    if not patch.after:
        yield Problem(kind="no_change")
        return
    if bounds.max_files is not None and len(patch.after) > bounds.max_files:
        values = {"n": str(len(patch.after)), "limit": str(bounds.max_files)}
        yield Problem(kind="too_many_files", values=values)
    changes = [change_of(old, new) for old, new in zip(patch.before, patch.after, strict=True)]
    n_lines, n_characters = (sum(numbers) for numbers in zip(*changes, strict=True))
    if n_lines > bounds.max_lines:
        yield Problem(kind="too_many_lines", values={"n": str(n_lines), "limit": str(bounds.max_lines)})
    elif n_characters > bounds.max_characters:
        values = {"n": str(n_characters), "limit": str(bounds.max_characters)}
        yield Problem(kind="too_many_characters", values=values)
