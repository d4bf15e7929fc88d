"""What `redraft eval bbq` found, as values."""

from collections.abc import Mapping
from dataclasses import dataclass

from redraft.evals.bbq.coverage import Coverage
from redraft.evals.bbq.figures import BbqFigures
from redraft.evals.bbq.gains import Correlation, Gain
from redraft.evals.bbq.rows import Fault
from redraft.trust.intervals import Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedResult:
    """A fixed answerer.

    Attributes:
        name: of it.
        figures: in every category and in all.
    """

    name: str
    figures: tuple[BbqFigures, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmResult:
    """One way of answering.

    Attributes:
        name: of it.
        figures: of the returned answers, in every category and in all.
        gains: what it did to its drafts, in every category, then in all by condition and together.
        correlation: of gain and accuracy of the check over the categories; None in an arm without a check of every
            draft.
        ahead: accuracy over all questions minus that of the drafts alone, paired by question; None for those.
        n_failed: questions in which the model gave no usable answer at some point.
        reasons: why drafts have no verdict, with how often.
        calls: answers and critics' calls for a question, mean.
        prompt_tokens: tokens sent for a question, mean.
        completion_tokens: tokens written for a question, mean.
        seconds: wall time of a question, mean.
        usd: US dollars for all questions; None when a price is not known.
    """

    name: str
    figures: tuple[BbqFigures, ...]
    gains: tuple[Gain, ...]
    correlation: Correlation | None
    ahead: Estimate | None
    n_failed: int
    reasons: Mapping[str, int]
    calls: float
    prompt_tokens: float
    completion_tokens: float
    seconds: float
    usd: float | None

    @property
    def overall(self) -> BbqFigures:
        """The figures of all questions together."""
        return self.figures[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class BbqResult:
    """The whole evaluation.

    Attributes:
        data: name of the file.
        sha256: of its bytes.
        n: questions.
        n_rows: rows that were read.
        n_repeated: rows that ask what an earlier one asks.
        faults: rows that were left out.
        categories: of the questions, with how many there are.
        model: who writes; None where no model was asked.
        judge: who reviews; None for the writer.
        seed: of the run.
        fixed: the answerers that need no model.
        coverage: of the counterfactual lexicon, in both halves; empty where a model was asked.
        arms: the ways of answering; empty where no model was asked.
        command: how to get it again.
        redraft_version: of this package.
    """

    data: str
    sha256: str
    n: int
    n_rows: int
    n_repeated: int
    faults: tuple[Fault, ...]
    categories: Mapping[str, int]
    model: str | None
    judge: str | None
    seed: int
    fixed: tuple[FixedResult, ...]
    coverage: tuple[Coverage, ...]
    arms: tuple[ArmResult, ...]
    command: str
    redraft_version: str

    def arm(self, name: str) -> ArmResult | None:
        """The arm of that name; None where it was not played."""
        return next((arm for arm in self.arms if arm.name == name), None)
