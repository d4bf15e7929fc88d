"""Translations, checked without a model: what can be read off the source and the target.

Reading order: `segment` (what is to be translated into what), `languages` (their tags, names and scripts).
"""

from redraft.critics.translation.segment import Segment, segment_of

__all__ = ["Segment", "segment_of"]
