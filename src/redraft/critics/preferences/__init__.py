"""What a person prefers, learnt from how they edit answers: kept in one readable file, and held against drafts.

Reading order: `critic`; `preference` (one entry: an edit and what it says), `profile` and `entries` (the file and its
text), `keeping` (changing it), `learning` with `describing` (an edit in a sentence) and `observing` (what code sees in
it, with `meanings`); `checks` and `features` (what code decides), `retrieving` (which preferences hold for a request),
`judging` (what a model decides), `instructing` (telling the writer).
"""

from redraft.critics.preferences.checks import Check, read_check
from redraft.critics.preferences.critic import Preferences
from redraft.critics.preferences.instructing import instructed, with_instruction
from redraft.critics.preferences.learning import Learnt, learn, wished
from redraft.critics.preferences.preference import Preference, Written
from redraft.critics.preferences.profile import Profile, read_profile
from redraft.critics.preferences.retrieving import Retrieved, retrieve

__all__ = [
    "Check",
    "Learnt",
    "Preference",
    "Preferences",
    "Profile",
    "Retrieved",
    "Written",
    "instructed",
    "learn",
    "read_check",
    "read_profile",
    "retrieve",
    "wished",
    "with_instruction",
]
