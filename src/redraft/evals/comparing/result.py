"""What an evaluation found, as values that a file holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from redraft.errors import Misuse
from redraft.evals.comparing.ways import Role
from redraft.store.codec import decode, decode_as
from redraft.trust.intervals import Estimate

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class WayResult:
    """What one way of answering reached. A case is a sample in one seed; problems are what intervals count.

    Attributes:
        role: what it is there for.
        name: how tables call it.
        is_upper_bound: whether it knows more than it may.
        n: cases.
        n_unscored: cases whose answer could not be scored, or that got none.
        reasons: why, with how often.
        accuracy: rate of right answers among those that were scored; None when none was.
        accuracy_of_all: the same with what is unscored counted as wrong.
        by_attempt: the rate of `accuracy`, had it ended after one attempt, two, ...
        repaired: of the cases whose draft was wrong, the rate that came out right; None when no draft was wrong.
        broken: of the cases whose draft was right, the rate that came out wrong; None when no draft was right.
        gain: net gain over its own draft, paired; None when no case has both scored.
        ahead: how far the profile's own way is ahead of this one, paired; None for the own way itself.
        ahead_of_all: the same with what is unscored counted as wrong.
        p: of `ahead`, by a test that exchanges the two ways problem by problem; None where there is none.
        calls: answers and critics' calls for a case, mean.
        n_answers: answers for a case, mean.
        prompt_tokens: tokens sent for a case, mean.
        completion_tokens: tokens written for a case, mean.
        seconds: wall time of a case, mean; cases that run side by side wait for each other.
        usd: US dollars for a case, mean; None when a price is not known.
        by_seed: `accuracy` in each seed.
        spread: standard deviation of `accuracy` between seeds; None with fewer than two.
    """

    role: Role
    name: str
    is_upper_bound: bool
    n: int
    n_unscored: int
    reasons: Mapping[str, int]
    accuracy: Estimate | None
    accuracy_of_all: Estimate
    by_attempt: tuple[Estimate | None, ...]
    repaired: Estimate | None
    broken: Estimate | None
    gain: Estimate | None
    ahead: Estimate | None
    ahead_of_all: Estimate | None
    p: float | None
    calls: float
    n_answers: float
    prompt_tokens: float
    completion_tokens: float
    seconds: float
    usd: float | None
    by_seed: Mapping[str, float | None]
    spread: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SliceResult:
    """A part of the cases: the profile's own way beside no correction.

    Attributes:
        key: name of the group.
        value: which of its values.
        n: cases with both ways scored.
        first: rate of right answers of the way that is held against.
        second: rate of right answers of the way that the slice is about.
        difference: second minus first, paired, with an interval that holds for all slices together.
        p: by a test that exchanges the two ways problem by problem.
        p_of_many: the same, corrected for the number of slices (Holm).
    """

    key: str
    value: str
    n: int
    first: float
    second: float
    difference: Estimate
    p: float
    p_of_many: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is known of a sample when two evaluations are paired.

    Attributes:
        id: of its prompt.
        asked: hash of what is asked.
        problem: cases of one problem are not independent.
        groups: what it is reported under.
    """

    id: str
    asked: str
    problem: str
    groups: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """Whether one case was right in one way; None if unscored."""

    id: str
    seed: int
    draft: bool | None
    right: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """A whole evaluation.

    Attributes:
        data: name of the file or world.
        form: of the data.
        sha256: names the data.
        n_samples: how many.
        n_repeated: rows of the file that asked what an earlier row asked, and were left out.
        model: who wrote.
        critics: names of those that judge in the profile.
        settings: the profile's plan in plain values.
        scorers: name and version of every scorer.
        seeds: of the runs.
        ways: the profile's own first.
        slices: parts of the cases, each group's together.
        n_slices_left_out: parts with too few problems to say anything.
        command: how to get it again.
        redraft_version: of this package.
        cases: every sample, for comparing.
        scored: every case of every way, by role.
        schema_version: of this form.
    """

    data: str
    form: str
    sha256: str
    n_samples: int
    n_repeated: int
    model: str
    critics: tuple[str, ...]
    settings: Mapping[str, Any]
    scorers: Mapping[str, str]
    seeds: tuple[int, ...]
    ways: tuple[WayResult, ...]
    slices: tuple[SliceResult, ...]
    n_slices_left_out: int
    command: str
    redraft_version: str
    cases: tuple[Case, ...] = field(repr=False)
    scored: Mapping[str, tuple[Scored, ...]] = field(repr=False)
    schema_version: int = SCHEMA_VERSION

    @property
    def own(self) -> WayResult:
        """The profile's own way."""
        return self.ways[0]

    def way(self, role: Role) -> WayResult | None:
        """The way of that role; None where there is none."""
        return next((way for way in self.ways if way.role == role), None)


def read_evaluation(path: str | Path) -> Evaluation:
    """The evaluation in a ``result.json``, or in a folder with one.

    Raises:
        Misuse: when it cannot be read, is none, or one of a later version.
    """
    path = Path(path)
    path = path / "result.json" if path.is_dir() else path
    try:
        text = path.read_bytes()
    except OSError as error:
        raise Misuse(
            f"cannot read the evaluation {str(path)!r}: {error.strerror}; give the --out folder of `redraft eval`"
        ) from error
    try:
        row = decode(text)
        version = row.get("schema_version") if isinstance(row, dict) else None
        if isinstance(version, int) and version > SCHEMA_VERSION:
            raise Misuse(f"{str(path)!r} is of version {version}, this Redraft reads {SCHEMA_VERSION}; update it")
        return decode_as(text, Evaluation)
    except Misuse:
        raise
    except ValueError as error:
        raise Misuse(f"{str(path)!r} is no evaluation: {error}; make one with `redraft eval`") from error
