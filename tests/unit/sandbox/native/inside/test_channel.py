"""Messages arrive whole, or it is said why not."""

import os
import threading
import time
from collections.abc import Iterator

import pytest

from redraft.sandbox.native.inside import channel


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    """Both ends of a pipe."""
    reading, writing = os.pipe()
    yield reading, writing
    for descriptor in (reading, writing):
        try:
            os.close(descriptor)
        except OSError:
            continue


def test_messages_of_any_size_arrive_in_order(pipe: tuple[int, int]) -> None:
    sent = [b"", b"x", b"y" * 1_000_000]
    writer = threading.Thread(target=lambda: [channel.send(pipe[1], message) for message in sent])
    writer.start()
    assert [channel.receive(pipe[0], at_most=2_000_000) for _ in sent] == sent
    writer.join()


def test_a_message_that_is_too_long_is_not_read(pipe: tuple[int, int]) -> None:
    channel.send(pipe[1], b"12345")
    with pytest.raises(ValueError, match="may have 4 bytes, one of 5 was announced"):
        channel.receive(pipe[0], at_most=4)


def test_an_end_in_the_middle_is_told(pipe: tuple[int, int]) -> None:
    os.write(pipe[1], b"\0\0\0\x05ab")
    os.close(pipe[1])
    with pytest.raises(EOFError, match="left after 2 of 5 bytes"):
        channel.receive(pipe[0], at_most=10)


def test_half_a_message_does_not_hold_up_for_ever(pipe: tuple[int, int]) -> None:
    os.write(pipe[1], b"\0\0\0\x05ab")
    with pytest.raises(TimeoutError, match="2 of 5 bytes came in time"):
        channel.receive(pipe[0], at_most=10, until=time.monotonic())
