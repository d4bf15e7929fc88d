"""Server-sent events, as far as chat completions use them."""

from collections.abc import AsyncIterable, AsyncIterator

END = b"[DONE]"
"""The data that closes a stream."""


async def events_in(chunks: AsyncIterable[bytes]) -> AsyncIterator[bytes]:
    """The data of each event in a stream, as its bytes arrive.

    Every ``data:`` line is an event of its own: the JSON in it never holds a line break, and servers that forget the
    blank line between events are understood too. Comments (which keep a connection alive) and other fields are skipped.
    """
    rest = b""
    async for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            if line.startswith(b"data:"):
                yield line[5:].strip()
    # A last line that no line break closed.
    if rest.startswith(b"data:"):
        yield rest[5:].strip()
