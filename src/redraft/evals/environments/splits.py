"""Where a problem belongs (training, validation or test), decided by a stable hash of what it asks."""

import hashlib
from enum import StrEnum


class Split(StrEnum):
    """Three disjoint sets of problems: weights see the first, choices the second, reported figures the third."""

    TRAIN = "train"
    VALIDATION = "validation"
    TEST = "test"


def hash_rate(*address: str) -> float:
    """A number in [0, 1) that depends on ``address`` only, the same in every process and version."""
    digest = hashlib.sha256("\x1f".join(address).encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64
