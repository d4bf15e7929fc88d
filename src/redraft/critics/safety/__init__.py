"""Critics of safety: whether an answer refuses, read off its words, and whether it does harm, judged by a model.

Reading order: `refusal_cues` (the patterns), `refusals` (the rules that read an answer by them), `refusal` (the critic
of refusals); then `critic` (the one that asks a model), `forms` (in which it can be asked), `showing` (what the model
is shown), `rubrics` and `guards` (how replies are read), `judgement` (what they amount to).
"""

from redraft.critics.safety.critic import SafetyCritic
from redraft.critics.safety.forms import FORMS, FormName
from redraft.critics.safety.refusal import RefusalCritic, Wanted
from redraft.critics.safety.refusals import RefusalReading, read_refusal

__all__ = ["FORMS", "FormName", "RefusalCritic", "RefusalReading", "SafetyCritic", "Wanted", "read_refusal"]
