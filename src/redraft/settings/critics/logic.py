"""The table of the critic `logic`: what follows is proved."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from redraft.settings.kinds import AtLeast1, FilePath, Named, Positive


@dataclass(frozen=True, slots=True, kw_only=True)
class LogicTable:
    """``[critics.NAME]`` with ``type = "logic"``: what the answer states is proved from a formalisation, or refuted.

    Attributes:
        program: file of the formalisation; without it the answer brings its own, or a formaliser writes one.
        formaliser: who formalises the prompt for an answer without a program: a name from ``[models]``, or a model
            string. What follows from it is taken for an opinion.
        n_programs: formalisations that it writes and that vote.
        timeout_s: seconds that the solver may take for one program.
        max_findings: most findings in one critique.
        language: language of the findings; that of the prompt when left out.
    """

    type: ClassVar[str] = "logic"
    short: ClassVar[str | None] = "program"
    asks: ClassVar[tuple[str, ...]] = ("formaliser",)
    program: FilePath | None = None
    formaliser: Named | None = None
    n_programs: AtLeast1 = 1
    timeout_s: Positive = 5.0
    max_findings: AtLeast1 = 20
    language: Literal["en", "zh-Hant"] | None = None
