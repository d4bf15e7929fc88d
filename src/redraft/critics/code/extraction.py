"""Finding the program in an answer: fenced blocks, a bare program, or the body of a function that the prompt began."""

import ast
import re
from dataclasses import dataclass, replace
from typing import Literal

from redraft.critics.code.given import GivenCode
from redraft.critics.code.source import Source, after, dedented, from_text, indented, joined, lines_of, parsed

MAX_CHARACTERS = 200_000
"""Code longer than this is not judged: parsing takes time in proportion, and no answer to a person is that long."""

Problem = Literal["no_code", "other_language", "too_long"]

_FENCE = re.compile(r"(?P<indent>[ \t]*)(?P<mark>`{3,}|~{3,})[ \t]*(?P<tag>[^\s`{]*)[^\r\n`]*[\r\n]*")
_IS_PYTHON = re.compile(r"i?py(?:thon)?[\d.]*i?")
# Blocks that show something beside the program: what it prints, how it is started.
_TALK = frozenset(
    "text txt plaintext console shell bash sh zsh pycon output json yaml toml ini diff markdown md".split()
)
_CODE_LINE = re.compile(r"\s*(?:def |class |import |from \w+(?:\.\w+)* import |async def |@\w|if __name__)")
_CODE_LIKE = re.compile(r"\s*(?:def|class|import|from|return|for|while|if|elif|else|try|with|print|async|@\w+)\b.*")
# More ends than this are not tried when code stands bare between sentences.
_MAX_ENDS = 200
# Nor are more characters than this parsed over and over for it: about a second's work.
_MAX_PARSED = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """What was found.

    Attributes:
        source: the program; None when there is none to judge.
        problem: why not; None when there is one.
        language: the other language, as the block names it.
        rival: a function that the answer defines once more, and differently, outside the program; empty when none.
    """

    source: Source | None = None
    problem: Problem | None = None
    language: str = ""
    rival: str = ""


@dataclass(frozen=True, slots=True)
class _Block:
    tag: str
    source: Source
    start: int
    end: int


def extract(text: str, given: GivenCode) -> Extracted:
    """The program that an answer holds.

    Args:
        text: the words of the draft, anything at all.
        given: what the prompt gave: a header to complete, imports, helpers.
    """
    if len(text) > MAX_CHARACTERS:
        return Extracted(problem="too_long")
    blocks = _blocks(text)
    if blocks:
        found = _from_blocks(blocks, given)
        return replace(found, rival=_rival(text, blocks, found.source)) if found.source is not None else found
    bare = _bare(text, given)
    return Extracted(problem="no_code") if bare is None else Extracted(source=bare)


def _rival(text: str, blocks: list[_Block], judged: Source) -> str:
    """A function of the program that a reader finds defined otherwise in another block or between the blocks."""
    known = _definitions(judged.code)
    edges = [0, *(place for block in blocks for place in (block.start, block.end)), len(text)]
    between = [text[edges[n] : edges[n + 1]] for n in range(0, len(edges), 2)]
    # A fence's own lines stay at the edges of what lies between.
    bare = [_among_sentences(re.sub(r"^[ \t]*[`~]{3,}.*$", "", part, flags=re.M)) for part in between]
    others = [block.source for block in blocks if not _IS_PYTHON.fullmatch(block.tag)]
    for source in (*others, *(one for one in bare if one is not None)):
        for name, looks in _definitions(source.code).items():
            if name in known and not looks <= known[name]:
                return name
    return ""


def _definitions(code: str) -> dict[str, set[str]]:
    """What each function or class of the module may be, as it is written, by its name."""
    tree = parsed(code)
    found: dict[str, set[str]] = {}
    try:
        for node in tree.body if tree is not None else ():
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                found.setdefault(node.name, set()).add(ast.unparse(node))
    except RecursionError:
        return {}
    return found


def _blocks(text: str) -> list[_Block]:
    """The fenced blocks; one that is not closed ends with the text, as an answer that was cut off does."""
    blocks: list[_Block] = []
    at, opened = 0, None
    begin = 0
    for line in lines_of(text):
        fence = _FENCE.fullmatch(line)
        if opened is None:
            if fence is not None:
                opened, begin = fence, at + len(line)
        elif fence is not None and _closes(fence, opened):
            blocks.append(_block(text, begin, at, opened))
            opened = None
        at += len(line)
    if opened is not None and begin < len(text):
        blocks.append(_block(text, begin, len(text), opened))
    return [block for block in blocks if block.source.code.strip()]


def _closes(fence: re.Match[str], opened: re.Match[str]) -> bool:
    mark = fence["mark"]
    return mark[0] == opened["mark"][0] and len(mark) >= len(opened["mark"]) and not fence["tag"]


def _block(text: str, start: int, end: int, opened: re.Match[str]) -> _Block:
    source = dedented(from_text(text, start, end), len(opened["indent"]))
    return _Block(opened["tag"].lower().strip("{}."), source, start, end)


def _from_blocks(blocks: list[_Block], given: GivenCode) -> Extracted:
    python = [block.source for block in blocks if _IS_PYTHON.fullmatch(block.tag)]
    if not python:
        # Without a tag a block is Python when it reads as such; what looks like a session or an output is neither.
        untagged = [block.source for block in blocks if not block.tag]
        python = [source for source in untagged if _is_program(source.code) or _completed(source, given) is not None]
        other = next((block.tag for block in blocks if block.tag and block.tag not in _TALK), None)
        if not python and other is not None:
            return Extracted(problem="other_language", language=other)
        python = python or [source for source in untagged if _looks_like_code(source.code)]
    programs = [source for source in python if not source.code.lstrip().startswith(">>>")]
    if not programs:
        return Extracted(problem="no_code")
    if len(programs) == 1:
        return Extracted(source=_completed(programs[0], given) or given.before(programs[0]))
    return Extracted(source=given.before(joined(programs)))


def _bare(text: str, given: GivenCode) -> Source | None:
    whole = from_text(text, 0, len(text))
    if not text.strip():
        return None
    if _is_program(text) and not _returns_outside(text):
        return given.before(whole)
    completed = _completed(whole, given)
    if completed is not None:
        return completed
    among = _among_sentences(text)
    if among is not None:
        return given.before(among)
    return given.before(whole) if _looks_like_code(text) else None


def _completed(source: Source, given: GivenCode) -> Source | None:
    """The prompt's function with `source` as its body; None unless that is a program and the body alone is none."""
    if not given.header or (_is_program(source.code) and not _returns_outside(source.code)):
        return None
    for body in (source, indented(source, given.body_indent)):
        whole = after(given.header, body)
        tree = parsed(whole.code)
        if tree is not None and _adds_to_last_function(given.header, tree):
            return whole
    return None


def _adds_to_last_function(header: str, tree: ast.Module) -> bool:
    """Whether what follows the header belongs to its function; a sentence after a docstring would parse, too."""
    n_header = len(lines_of(header))
    last = next(
        (node for node in reversed(tree.body) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)), None
    )
    if last is None:
        return False
    inside = [node for node in last.body if node.lineno > n_header]
    return any(not _says_nothing(node) for node in inside)


def _is_program(code: str) -> bool:
    """Whether `code` parses and does something: a lone word parses as well, as a name."""
    tree = parsed(code)
    return tree is not None and any(not _says_nothing(node) for node in tree.body)


def _says_nothing(node: ast.stmt) -> bool:
    if isinstance(node, ast.AnnAssign):
        return node.value is None  # "Note: nothing" reads as an annotation
    if not isinstance(node, ast.Expr):
        return False
    return not any(isinstance(inner, ast.Call | ast.Await | ast.Yield) for inner in ast.walk(node))


def _returns_outside(code: str) -> bool:
    """Whether a program returns outside any function: then it is the body of one."""
    tree = parsed(code)
    # A list instead of recursion: an expression of a thousand terms is as deep as it is long.
    left: list[ast.AST] = list(tree.body) if tree is not None else []
    while left:
        node = left.pop()
        if isinstance(node, ast.Return):
            return True
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.expr):
            left.extend(ast.iter_child_nodes(node))
    return False


def _among_sentences(text: str) -> Source | None:
    """The longest program that begins with the first line of code."""
    lines = lines_of(text)
    first = next((i for i, line in enumerate(lines) if _CODE_LINE.match(line)), None)
    if first is None:
        return None
    start = sum(map(len, lines[:first]))
    n_ends = min(_MAX_ENDS, 1 + _MAX_PARSED // (len(text) - start + 1))
    for last in range(len(lines), max(first, len(lines) - n_ends), -1):
        code = "".join(lines[first:last])
        if _is_program(code):
            return from_text(text, start, start + len(code.rstrip()))
    return None


def _looks_like_code(text: str) -> bool:
    """Whether most lines begin as lines of Python do."""
    lines = [line for line in text.splitlines() if line.strip()]
    like = [line for line in lines if _CODE_LIKE.fullmatch(line) or line.startswith((" ", "\t"))]
    return bool(_CODE_LINE.match(text)) or (len(like) >= 2 and 2 * len(like) > len(lines))
