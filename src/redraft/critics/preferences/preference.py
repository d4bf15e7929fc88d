"""What a person prefers, and the edit that it was learnt from."""

import hashlib
from dataclasses import dataclass

from redraft.critics.preferences.checks import Check


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written for somebody and what they made of it.

    Attributes:
        context: what it was written for, usually the request; empty for a preference that holds everywhere.
        before: the answer as it was.
        after: the answer as the person wanted it.
        record: id of the record that holds the answer; empty when there is none.
    """

    context: str
    before: str
    after: str
    record: str = ""

    @property
    def id(self) -> str:
        """Eight hexadecimal digits, the same for the same texts: an edit that is learnt twice is kept once."""
        joined = f"{self.context}\x1f{self.before}\x1f{self.after}"
        return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """One entry of a profile.

    Attributes:
        id: names it within its profile.
        date: ISO date of the edit; the newer of two that contradict each other wins, and of one day the later entry.
        says: the preference in one sentence.
        checks: what of it code can decide; empty when nothing.
        on: whether it is used.
        written: the edit; None for a preference that somebody wrote down without one.
        by: who put it into words: ``code``, ``person`` or a model's name.
        context: where it holds; texts that a similar request is recognised by. Empty: everywhere.
    """

    id: str
    date: str
    says: str
    checks: tuple[Check, ...] = ()
    on: bool = True
    written: Written | None = None
    by: str = "person"
    context: str = ""
