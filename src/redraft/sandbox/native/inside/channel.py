"""Messages between the host and a keeper: a length in 4 bytes, then as many bytes."""

import os
import select
import time


def send(channel: int, message: bytes) -> None:
    """Write one message.

    Args:
        channel: a file descriptor.
        message: fewer than 2**32 bytes.

    Raises:
        OSError: when nobody reads on the other side.
    """
    rest = memoryview(len(message).to_bytes(4, "big") + message)
    while rest:
        rest = rest[os.write(channel, rest) :]


def receive(channel: int, *, at_most: int, until: float | None = None) -> bytes:
    """The next message.

    Args:
        channel: a file descriptor.
        at_most: bytes; who announces more is not listened to.
        until: time on the monotonic clock, in seconds; None waits for ever.

    Raises:
        EOFError: when the other side is gone.
        ValueError: when the message is longer than `at_most`.
        TimeoutError: when it is not there in time.
    """
    size = int.from_bytes(_exactly(channel, 4, until), "big")
    if size > at_most:
        raise ValueError(
            f"a message may have {at_most} bytes, one of {size!r} was announced; whoever sent it is broken"
        )
    return _exactly(channel, size, until)


def _exactly(channel: int, n_bytes: int, until: float | None) -> bytes:
    """The next `n_bytes` bytes."""
    got = bytearray()
    waiting = select.poll()
    waiting.register(channel, select.POLLIN)
    while len(got) < n_bytes:
        if until is not None and not waiting.poll(max(0.0, until - time.monotonic()) * 1000):
            raise TimeoutError(f"{len(got)} of {n_bytes} bytes came in time")
        part = os.read(channel, min(n_bytes - len(got), 1 << 20))
        if not part:
            raise EOFError(f"the other side left after {len(got)} of {n_bytes} bytes")
        got += part
    return bytes(got)
