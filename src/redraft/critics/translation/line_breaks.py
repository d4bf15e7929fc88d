"""Line breaks: as many as in the source, real ones and those written as a backslash with an n."""

from collections.abc import Iterator

from redraft.critics.translation.check import Check, Flaw
from redraft.critics.translation.segment import Segment


def _find(segment: Segment, target: str) -> Iterator[Flaw]:
    source, ours = _plain(segment.source), _plain(target)
    for sign, says in (("\n", "line_breaks"), ("\\n", "written_line_breaks")):
        wanted, found = source.count(sign), ours.count(sign)
        if wanted != found:
            yield Flaw(
                says=says, severity="major", values={"n": str(found), "wanted": str(wanted)},
                evidence=(f"{wanted} in the source",),
            )  # fmt: skip


def _plain(text: str) -> str:
    """The text with one sort of line break and none at its ends: those are the check of spaces' matter."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


CHECK = Check(name="line_breaks", find=_find)
"""Line breaks."""
