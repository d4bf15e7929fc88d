"""What the store says about records without reading them whole."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One line about a record, from the indexed columns.

    Attributes:
        id: the record's id.
        created_at: start in UTC, ISO 8601.
        prompt_id: id of its prompt.
        profile: name of the profile; None when the plan was put together by hand.
        model: ``provider/model`` of the writer; None when the settings do not say.
        strategy: name of the strategy; None when the settings do not say.
        reason: why the correction ended.
        accepted: whether the returned draft passed its critics.
        changed: whether the standing draft's text differs from the first draft's.
        n_attempts: drafts written.
        calls: model calls.
        tokens: tokens sent and written.
        seconds: wall time, in seconds.
        usd: money in US dollars; None when a price was not known.
        resumes: id of the record it went on from; None for a fresh start.
    """

    id: str
    created_at: str
    prompt_id: str
    profile: str | None
    model: str | None
    strategy: str | None
    reason: str
    accepted: bool
    changed: bool
    n_attempts: int
    calls: int
    tokens: int
    seconds: float
    usd: float | None
    resumes: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BadLine:
    """A line of an input that could not be read.

    Attributes:
        line: its number, the first line of the file being 1.
        problem: what is wrong with it, the value seen and what to do.
    """

    line: int
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did.

    Attributes:
        n_written: records that are new in the store.
        n_present: records that were there before, with the same content.
        bad: the lines that were left out.
    """

    n_written: int
    n_present: int
    bad: tuple[BadLine, ...]
