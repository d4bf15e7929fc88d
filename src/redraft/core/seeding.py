"""Random draws that have an address: the same run seed, prompt and step give the same draw, whatever else runs."""

import hashlib
import random


def seed_for(run_seed: int, *address: str) -> int:
    """A seed in [0, 2**31) for one step of one prompt; adding a prompt changes no other prompt's seeds."""
    key = "\x1f".join([str(run_seed), *address]).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.sha256(key).digest()[:4], "big") >> 1


def rng_for(run_seed: int, *address: str) -> random.Random:
    """A generator of its own for one step of one prompt."""
    return random.Random(seed_for(run_seed, *address))  # noqa: S311 - reproducible draws, nothing secret
