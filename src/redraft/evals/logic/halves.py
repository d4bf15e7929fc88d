"""Which problems the grammar and the repairs were developed on, and which were left for reporting."""

import hashlib

from redraft.evals.steps.halves import Half


def half_of(problem: str) -> Half:
    """The half that a problem belongs to; all programs for one problem share it.

    The split is the one that was used in development, so that it cannot be exchanged for another one afterwards.
    """
    digest = hashlib.sha256(problem.encode("utf-8", "surrogatepass")).digest()
    return "development" if digest[0] < 128 else "test"
