"""What an aligner says and where it looks, without gradients and in parts that fit into memory."""

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

import torch
from torch import Tensor

from redraft.errors import Misuse
from redraft.theory.aligners.network import Aligner
from redraft.theory.aligners.tasks import Tasks
from redraft.theory.problems import Floats

Predictions: TypeAlias = Tensor
"""``(B, N, d)``; named here for modules that handle predictions and nothing else of torch."""

_AT_ONCE = 512  # tasks; a layer's attention of the published size is then some 20 MB


class Looked(NamedTuple):
    """Where an aligner looked, as numpy arrays.

    Attributes:
        predictions: ``(B, N, d)``.
        attention: for each layer ``(B, H, T, T)`` over tokens.
        responses: ``(B, N, d)``.
        rewards: ``(B, N)``.
    """

    predictions: Floats
    attention: tuple[Floats, ...]
    responses: Floats
    rewards: Floats


def use_one_thread() -> None:
    """Let torch work with one thread: quicker for small aligners, and the same curve whatever the machine."""
    torch.set_num_threads(1)


def check_device(device: str) -> None:
    """Refuse a device that torch cannot work on here, before anything is begun.

    Raises:
        Misuse: naming the device and what torch says of it.
    """
    try:
        torch.empty(1, device=device)
    except (RuntimeError, AssertionError) as error:  # the second where torch was built without it
        reason = str(error).splitlines()[0]
        raise Misuse(f"`device` cannot be used here, got {device!r}: {reason}; use cpu, or cuda with a GPU") from error


def predict(aligner: Aligner, tasks: Tasks, extra: Tensor | None = None) -> Tensor:
    """``(B, N, d)`` predictions.

    Args:
        aligner: left as it is.
        tasks: any number, on the aligner's device.
        extra: ``(B, n_extra_inputs)`` where the aligner is told something.
    """
    with torch.no_grad():
        parts = [aligner(part, None if extra is None else extra[rows]) for part, rows in _parts(tasks)]
    return torch.cat(parts)


def looks(aligner: Aligner, tasks: Tasks) -> Iterator[Looked]:
    """Predictions and attention, some hundred tasks at a time."""
    for part, _ in _parts(tasks):
        with torch.no_grad():
            seen = aligner.look(part)
        attention = tuple(weights.double().numpy() for weights in seen.attention)
        arrays = (part.responses.double().numpy(), part.rewards.double().numpy())
        yield Looked(seen.predictions.double().numpy(), attention, *arrays)


def _parts(tasks: Tasks) -> Iterator[tuple[Tasks, slice]]:
    for start in range(0, len(tasks), _AT_ONCE):
        rows = slice(start, start + _AT_ONCE)
        yield Tasks(**{name: getattr(tasks, name)[rows] for name in Tasks.__slots__}), rows
