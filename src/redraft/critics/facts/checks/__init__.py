"""What code alone can say of a claim beside a passage: numbers, dates, units, names and negations that differ.

Reading order: `checking` (the door: `check`), `result`; then `differing`, `opposing` and `covering`, which compare,
`roles` (what stands in the same role as what) with `qualifying`, `lives` (births and deaths), `reading` (a text read
once). Below them the readers: `words`, `dates`, `quantities` with `numerals` and `measured`, `names`, `polarity`.
"""

from redraft.critics.facts.checks.checking import check
from redraft.critics.facts.checks.result import Checked, Discrepancy, Kind, Verdict

__all__ = ["Checked", "Discrepancy", "Kind", "Verdict", "check"]
