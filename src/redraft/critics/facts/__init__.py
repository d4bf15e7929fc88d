"""The critic of facts: what a draft claims is looked up, and only what a source contradicts is called false.

Reading order: `sentences` and `claims` (a draft as sentences, and those as claims, by code), `splitting` (claims by a
model), `queries` and `retrieving` (evidence from all sources), `quotes` (whether words stand in a passage), `reading`
(a model reads the evidence for one claim), `checks` (code holds a claim against a passage), `deciding` (both together),
`results` (the verdict on a claim), `keeping` (what earlier attempts were found to say), `outcome` (from verdicts to a
critique), `citations` (how an answer cites its sources), `critic`.

To measure it without a model: ``FactsCritic(sources=(source,))`` examines whole drafts by code alone, and its method
``await critic.look_up(claims)`` gives one `Result` for each of some claims.
"""

from redraft.critics.facts.critic import FactsCritic
from redraft.critics.facts.results import Result

__all__ = ["FactsCritic", "Result"]
