"""What an exact verifier says about one answer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A true judgement of one answer.

    Attributes:
        words: The critique in the trace language, as many words as the family's critiques have.
        passed: Whether the answer is right.
        score: Share of the problem that is solved, in [0, 1]; 1 exactly when ``passed``.
    """

    words: tuple[str, ...]
    passed: bool
    score: float
