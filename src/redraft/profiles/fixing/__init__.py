"""Repairs of files against a test command: `redraft fix`.

Reading order: `door` (what happens, in order), `project` (which files), `asking` (the prompt), `writing` (to disk).
"""

from redraft.profiles.fixing.door import GREEN, Begun, Repair, Repaired, begin, chosen, repaired
from redraft.profiles.fixing.writing import write_patch

__all__ = ["GREEN", "Begun", "Repair", "Repaired", "begin", "chosen", "repaired", "write_patch"]
