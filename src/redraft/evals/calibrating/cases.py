"""From a sample that was played to the case that a certificate counts."""

from redraft.evals.calibrating.rows import row_of
from redraft.evals.playing import Played
from redraft.trust.certificate.outcomes import Case


def case_of(played: Played) -> Case:
    """What a certificate counts of one sample: the score of the redraft that would be returned, and what it did.

    The profile must have run without a certificate: what it would return is then known at every threshold.
    """
    return row_of(played, key="").case()
