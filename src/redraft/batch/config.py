"""What a batch is told, and what it tells."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from redraft.core import NOTHING, Usage
from redraft.profiles import Choices
from redraft.store import BadLine

FormName = Literal["jsonl", "csv", "parquet", "openai", "po", "xliff", "tmx", "segments"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchConfig:
    """One batch.

    Attributes:
        input: file of prompts, one for each line or row.
        output: file of answers in the same order; it appears when the batch is over, until then ``.part`` grows.
        choices: the plan, as for `redraft.correct`; its store also holds the ledger.
        input_form: how prompts are written; None goes by the file's name and, for JSONL, its first line.
        concurrency: corrections side by side, at least 1; None for what suits the model.
        retry_failed: whether to try again the prompts for which an earlier run got no answer; each then has a second
            record, and the first one stays.
        fresh: whether to forget what an earlier run into the same output did, and to replace a file that is there.
    """

    input: Path
    output: Path
    choices: Choices = field(default_factory=Choices)
    input_form: FormName | None = None
    concurrency: int | None = None
    retry_failed: bool = False
    fresh: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a batch is.

    Attributes:
        n_total: lines of the input; None when they cannot be counted beforehand.
        n_done: lines whose result is in the output.
        n_resumed: those of them that an earlier run had finished.
        n_accepted: prompts whose answer passed.
        n_changed: prompts whose answer differs from the first draft.
        n_failed: prompts without an answer.
        n_bad: lines that hold no prompt.
        n_elsewhere: prompts that workers on other machines had when the run began; it waits for their results, and
            takes over what nobody was heard of for the time of a lease.
        usage: what the prompts that this run finished cost together.
    """

    n_total: int | None = None
    n_done: int = 0
    n_resumed: int = 0
    n_accepted: int = 0
    n_changed: int = 0
    n_failed: int = 0
    n_bad: int = 0
    n_elsewhere: int = 0
    usage: Usage = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchReport:
    """How a batch ended.

    Attributes:
        progress: the final counts.
        output: the file of answers.
        bad_lines: the lines that hold no prompt, with what is wrong; they have a result that says so.
        seconds: wall time, in seconds.
    """

    progress: Progress
    output: Path
    bad_lines: tuple[BadLine, ...]
    seconds: float
