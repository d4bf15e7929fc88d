"""The file formats of a batch, one small file each: how prompts are read and results written.

Prompts stand in `jsonl`, `csv_file`, `parquet` and `openai_batch`; segments of text beside their translations in `po`,
`xliff`, `tmx` and `segments_jsonl`, for which `bilingual` has what they share.
"""

from pathlib import Path

from redraft.batch.config import FormName
from redraft.batch.forms.base import Reader, Writer
from redraft.batch.forms.csv_file import CsvReader, CsvWriter
from redraft.batch.forms.jsonl import JsonlReader, JsonlWriter, looks_like_openai
from redraft.batch.forms.openai_batch import OpenAIReader, OpenAIWriter
from redraft.errors import Misuse

__all__ = ["Reader", "Writer", "form_of", "reader_for", "writer_for"]

_BY_SUFFIX: dict[str, FormName] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".csv": "csv",
    ".parquet": "parquet",
    ".po": "po",
    ".xlf": "xliff",
    ".xliff": "xliff",
    ".tmx": "tmx",
}


def form_of(path: Path) -> FormName:
    """The form that a file's name stands for.

    Raises:
        Misuse: when its ending is not known.
    """
    form = _BY_SUFFIX.get(path.suffix.lower())
    if form is None:
        raise Misuse(f"cannot tell the format of {path.name!r}; end its name in {', '.join(_BY_SUFFIX)}")
    return form


def reader_for(path: Path, form: FormName | None) -> Reader:
    """Who reads prompts from `path`; without a `form` its name and first line decide.

    Raises:
        Misuse: when the format is not known, or the file cannot be read.
        MissingExtra: for Parquet, when pyarrow is not installed.
    """
    if not path.is_file():
        raise Misuse(f"cannot read {str(path)!r}: there is no such file; check the path")
    chosen = form_of(path) if form is None else form
    if chosen == "jsonl" and form is None and looks_like_openai(path):
        chosen = "openai"
    match chosen:
        case "jsonl":
            return JsonlReader(path)
        case "openai":
            return OpenAIReader(path)
        case "csv":
            return CsvReader(path)
        case "parquet":
            from redraft.batch.forms.parquet import ParquetReader

            return ParquetReader(path)
        case "po" | "xliff" | "tmx" | "segments":
            from redraft.batch.forms.bilingual.reading import BilingualReader
            from redraft.batch.forms.bilingual.slots import BilingualOptions

            return BilingualReader(path, chosen, BilingualOptions())


def writer_for(output: Path, target: Path, reader: Reader) -> Writer:
    """Who writes the results of `reader`'s prompts to `target`, in the format that the name of `output` stands for.

    Raises:
        Misuse: when the format is not known, or does not go with the input's.
        MissingExtra: for Parquet, when pyarrow is not installed.
    """
    if reader.form in ("po", "xliff", "tmx", "segments"):
        from redraft.batch.forms.bilingual.reading import BilingualReader
        from redraft.batch.forms.bilingual.writing import BilingualWriter

        assert isinstance(reader, BilingualReader), f"{reader.form} is read by a BilingualReader"
        return BilingualWriter(target, reader)
    form = form_of(output)
    if reader.form == "openai":
        if form != "jsonl":
            raise Misuse(f"the input is an OpenAI batch, so the output is too: end {output.name!r} in .jsonl")
        return OpenAIWriter(target)
    match form:
        case "csv":
            return CsvWriter(target, reader.columns)
        case "parquet":
            from redraft.batch.forms.parquet import ParquetWriter

            return ParquetWriter(target, reader)
        case "po" | "xliff" | "tmx":
            raise Misuse(f"{output.name!r} would hold segments, and the input holds prompts; end its name in .jsonl")
        case _:
            return JsonlWriter(target)
