"""Several critiques of one draft taken together.

Reading order: `outranking` (who is heard), `merging` (findings about the same), `verdict` (what comes out), and the
rules: `strictest` (the default), `voting` (majority, h of k), `weighted` (by what each critic is worth).
"""

from redraft.critics.panel.outranking import TRUST
from redraft.critics.panel.strictest import Strictest
from redraft.critics.panel.verdict import check_names
from redraft.critics.panel.voting import HOfK, Majority
from redraft.critics.panel.weighted import Weighted

__all__ = ["TRUST", "HOfK", "Majority", "Strictest", "Weighted", "check_names"]
