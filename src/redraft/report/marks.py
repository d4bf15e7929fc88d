"""What a redraft changed, as pieces that a terminal or a page can mark."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from redraft.core import Edit


class Segment(NamedTuple):
    """A piece of text: the ``same`` in both drafts, ``old`` (went) or ``new`` (came)."""

    kind: Literal["same", "old", "new"]
    text: str


def marked(old: str, edits: Sequence[Edit]) -> tuple[Segment, ...]:
    """The earlier text with its edits shown in place.

    Leaving out the ``new`` segments gives `old` again, leaving out the ``old`` ones gives the later text.

    Args:
        old: the earlier draft's text.
        edits: located in `old`, not overlapping; in any order.
    """
    segments: list[Segment] = []
    done = 0
    for edit in sorted(edits, key=lambda edit: (edit.location.start, edit.location.end)):
        start = int(edit.location.start)
        segments += [Segment("same", old[done:start]), Segment("old", edit.old), Segment("new", edit.new)]
        done = int(edit.location.end)
    segments.append(Segment("same", old[done:]))
    return tuple(segment for segment in segments if segment.text)


def marked_in_words(segments: Sequence[Segment]) -> str:
    """The segments in plain characters, as ``wdiff`` writes them: ``[-old-]{+new+}``."""
    wrap = {"same": ("", ""), "old": ("[-", "-]"), "new": ("{+", "+}")}
    return "".join(f"{wrap[kind][0]}{text}{wrap[kind][1]}" for kind, text in segments)
