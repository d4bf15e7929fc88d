"""Who judges drafts: one file or folder for each critic, and the panel that takes their critiques together.

Reading order: `panel`, `function`, `rules`, `self_check`, `judge`; `asking` and `verdicts` are what the last two share.
"""

from redraft.critics.panel import combine
from redraft.critics.self_check import SelfCheck

__all__ = ["SelfCheck", "combine"]
