"""Critics of safety: whether an answer refuses, read off its words, and whether it does harm, judged by a model.

Reading order: `refusal_cues` (the patterns), `refusals` (the rules that read an answer by them), `refusal` (the critic
of refusals).
"""

from redraft.critics.safety.refusal import RefusalCritic, Wanted
from redraft.critics.safety.refusals import RefusalReading, read_refusal

__all__ = ["RefusalCritic", "RefusalReading", "Wanted", "read_refusal"]
