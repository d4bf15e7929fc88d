"""Named recipes, one small file each; `STRATEGIES` finds them by the name that configuration uses."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from redraft.core import Strategy
from redraft.engine.strategies.adaptive import Adaptive
from redraft.engine.strategies.best_of_n import BestOfN
from redraft.engine.strategies.check_as_context import CheckAsContext
from redraft.engine.strategies.demonstrated import InContextDefence
from redraft.engine.strategies.in_context_alignment import InContextAlignment
from redraft.engine.strategies.none import NoCorrection
from redraft.engine.strategies.reminded import SelfReminder
from redraft.engine.strategies.rewrite_refuted import RewriteRefuted
from redraft.engine.strategies.self_consistency import SelfConsistency
from redraft.engine.strategies.self_refine import SelfRefine

DEFAULT = "in_context_alignment"

STRATEGIES: Mapping[str, Callable[..., Strategy]] = MappingProxyType(
    {
        "none": NoCorrection,
        "best_of_n": BestOfN,
        "self_consistency": SelfConsistency,
        "self_refine": SelfRefine,
        "check_as_context": CheckAsContext,
        "in_context_alignment": InContextAlignment,
        "adaptive": Adaptive,
        "self_reminder": SelfReminder,
        "in_context_defence": InContextDefence,
        "rewrite_refuted": RewriteRefuted,
    }
)

__all__ = [
    "DEFAULT",
    "STRATEGIES",
    "Adaptive",
    "BestOfN",
    "CheckAsContext",
    "InContextAlignment",
    "InContextDefence",
    "NoCorrection",
    "RewriteRefuted",
    "SelfConsistency",
    "SelfRefine",
    "SelfReminder",
]
