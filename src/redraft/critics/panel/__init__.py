"""Several critiques of one draft taken together.

Reading order: `strictest` (the default, and which kind of critic outranks which).
"""

from redraft.critics.panel.strictest import TRUST, Strictest

__all__ = ["TRUST", "Strictest"]
