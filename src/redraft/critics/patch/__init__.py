"""Patches to files, judged by a real test command in the sandbox.

Reading order: `critic` and `words` (what it says), then what it is made of: `text_file` (a file's lines and ends),
`blocks` (what a patch is written as), `reading` and `unified` (from a reply to blocks), `bounds` (what may change),
`applying` and `nearest` (from blocks to files), `syntax`, `command` (what runs the tests), `named` (which files that
names), `results` (what the tests say), `verdict` (what that says of the patch).
"""

from redraft.critics.patch.applying import Patch
from redraft.critics.patch.bounds import PROTECTED, Bounds
from redraft.critics.patch.command import SuiteCommand
from redraft.critics.patch.critic import SUITE_LIMITS, PatchCritic
from redraft.critics.patch.named import files_named, files_run
from redraft.critics.patch.results import SuiteRun, cut_in_the_middle, suite_run
from redraft.critics.patch.text_file import TextFile
from redraft.critics.patch.verdict import SuiteVerdict, judged

__all__ = [
    "PROTECTED",
    "SUITE_LIMITS",
    "Bounds",
    "Patch",
    "PatchCritic",
    "SuiteCommand",
    "SuiteRun",
    "SuiteVerdict",
    "TextFile",
    "cut_in_the_middle",
    "files_named",
    "files_run",
    "judged",
    "suite_run",
]
