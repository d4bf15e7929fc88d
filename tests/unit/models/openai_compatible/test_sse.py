"""Events come out whole, however the bytes are cut."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from redraft.models.openai_compatible.sse import END, events_in

STREAM = ': comment\r\n\r\nevent: x\ndata: {"a":1}\n\ndata:{"b":"é見"}\r\n\r\nid: 3\ndata: [DONE]\n\n'.encode()
DATA = [b'{"a":1}', '{"b":"é見"}'.encode(), END]


def events(chunks: Iterable[bytes]) -> list[bytes]:
    async def stream() -> AsyncIterator[bytes]:
        for chunk in chunks:
            yield chunk

    async def collect() -> list[bytes]:
        return [data async for data in events_in(stream())]

    return asyncio.run(collect())


def test_data_comes_without_comments_fields_and_line_ends() -> None:
    assert events([STREAM]) == DATA


@given(st.lists(st.integers(0, len(STREAM)), max_size=12))
def test_the_cuts_between_chunks_do_not_show(cuts: list[int]) -> None:
    places = [0, *sorted(cuts), len(STREAM)]
    assert events(STREAM[i:j] for i, j in pairwise(places)) == DATA


def test_a_last_line_without_an_end_is_not_lost() -> None:
    assert events([b"data: one\n\nda", b"ta: two"]) == [b"one", b"two"]
