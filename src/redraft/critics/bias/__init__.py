"""Social bias: does an answer decide by a group what the request leaves open?

Reading order: `critic` (a model reviews the answer, along categories or aspects); then the critic that needs no judge:
`lexicon` (words for groups, `groups.en.toml`), `exchange` (two groups change places in a text), `choices` (options of a
prompt, and the one an answer takes), `persons` (two persons in all the ways in which a request names them), `grouping`
(which two groups of a request can change places), `answers` (the model's, to a request and its counterfactuals),
`deciding` and `wording` (what they show, by letter and in free words), `case` (one draft beside them),
`counterfactual` (the critic).
"""

from redraft.critics.bias.counterfactual import CounterfactualCritic
from redraft.critics.bias.critic import BiasCritic, BiasVariant

__all__ = ["BiasCritic", "BiasVariant", "CounterfactualCritic"]
