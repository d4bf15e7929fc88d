"""The prompt that asks for a patch: the instruction, the files and what the tests say of them."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from redraft.core import Prompt
from redraft.critics.patch import Bounds, SuiteCommand, SuiteRun, TextFile
from redraft.prompts import Language, boundary_for, load_phrases, quote


def prompt_for(
    *,
    command: SuiteCommand,
    bounds: Bounds,
    files: Mapping[str, bytes],
    before: SuiteRun,
    seed: int,
    language: Language,
    note: str = "",
) -> Prompt:
    """The prompt; files and output are quoted, and stated to be data.

    Args:
        command: the test command.
        bounds: the files that may change, and by how much.
        files: the project's files.
        before: what the command says of the files as they are.
        seed: fixes the boundary of the quotations.
        language: language of the words around them.
        note: what else the model should know, in the user's words; may be empty.
    """
    say = load_phrases("fix", language)
    sources = [TextFile.of(path, files[path]) for path in bounds.paths]
    shown = ["\n".join(source.lines) for source in sources]
    id = _id(command.text, note, bounds, before.output, *shown)
    boundary = boundary_for(seed, id, *shown, before.output, note)
    max_files = len(bounds.paths) if bounds.max_files is None else min(bounds.max_files, len(bounds.paths))
    rules = ("exactly", "against", "only", "budget", "skipping")
    values = {
        "only": {"paths": ", ".join(bounds.paths)},
        "budget": {"lines": str(bounds.max_lines), "files": str(max_files)},
    }
    blocks = [
        say["task"].fill(command=command.text),
        *([say["note"].fill(note=note)] if note else []),
        say["form"].fill(),
        _example(say["old"].text, say["new"].text),
        "\n".join(f"- {say[rule].fill(**values.get(rule, {}))}" for rule in rules),
        say["data"].fill(),
        *_quoted([source.path for source in sources], shown, boundary),
        say["said"].fill(outcome=before.summary),
        _fenced(quote(before.output, boundary, label="output")),
        say["now"].fill(),
    ]
    metadata = {"test": command.text, "files": ", ".join(bounds.paths)}
    return replace(Prompt.of("\n\n".join(blocks), id=id), metadata=metadata)


def _example(old: str, new: str) -> str:
    return f"path/of/file.py\n<<<<<<< SEARCH\n{old}\n=======\n{new}\n>>>>>>> REPLACE"


def _quoted(paths: Sequence[str], texts: Sequence[str], boundary: str) -> list[str]:
    pairs = zip(paths, texts, strict=True)
    return [f"{path}\n{_fenced(quote(text, boundary, label='file'))}" for path, text in pairs]


def _fenced(quotation: str) -> str:
    # The quotation alone keeps data apart. The fence tells that this is no prose, so that the words of the code do not
    # decide which language the critics and the engine speak with the model.
    return f"```\n{quotation}\n```"


def _id(*parts: object) -> str:
    hashed = hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass"))
    return f"fix-{hashed.hexdigest()[:16]}"
