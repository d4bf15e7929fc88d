"""What going on is worth: the arithmetic of expected gain, pure and on the standard library alone.

Reading order: `rates` (what was measured beforehand), `belief` (how likely each answer is right after what was seen),
`gains` (what each further call is expected to bring), `prospects` (all of it for one decision, and in words).
"""

from redraft.engine.outlook.belief import Belief, belief_in
from redraft.engine.outlook.gains import Ahead, Step, Verdict, Worth, verdicts_of
from redraft.engine.outlook.prospects import Prospects, prospects
from redraft.engine.outlook.rates import CriticRates, Outlook, WritingRates

__all__ = [
    "Ahead",
    "Belief",
    "CriticRates",
    "Outlook",
    "Prospects",
    "Step",
    "Verdict",
    "Worth",
    "WritingRates",
    "belief_in",
    "prospects",
    "verdicts_of",
]
