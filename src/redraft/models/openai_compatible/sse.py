"""Server-sent events, as far as chat completions use them."""

END = b"[DONE]"
"""The data that closes a stream."""


class Events:
    """Takes the bytes of a stream as they arrive and gives back the data of each event.

    Every ``data:`` line is an event of its own: the JSON in it never holds a line break, and servers that forget the
    blank line between events are understood too. Comments (which keep a connection alive) and other fields are skipped.
    """

    __slots__ = ("_rest",)

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, chunk: bytes) -> list[bytes]:
        """The data of the events that `chunk` completes, in order."""
        lines = (self._rest + chunk).split(b"\n") if self._rest else chunk.split(b"\n")
        self._rest = lines.pop()
        return [line[5:].strip() for line in lines if line.startswith(b"data:")]

    def end(self) -> list[bytes]:
        """The data of a last line that no line break closed."""
        return self.feed(b"\n")
