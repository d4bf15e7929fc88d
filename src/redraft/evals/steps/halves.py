"""Two halves of any data, by a hash of the problem: one to develop on, one to report."""

import hashlib
from typing import Literal

Half = Literal["development", "test"]


def half_of(problem: str) -> Half:
    """The half that a problem belongs to; all outputs with the same problem share it."""
    digest = hashlib.sha256(problem.encode("utf-8", "surrogatepass")).digest()
    return "test" if digest[-1] % 2 else "development"
