"""The critic that proves: a program of premises and a conclusion, or of constraints and options, decided by a solver.

A small compiler and what is made of its results. Reading order: `outcome` and `issues` (what comes out), `sections`
(text to statements), `settings`, `citing`; first-order logic: `formulas`, `fol_tokens`, `fol_parser`, `signature`,
`z3_solving`, `fol_deciding`, `fol_program`; facts and rules: `rules_reading`, `clingo_solving`, `rules_program`;
puzzles: `expressions`, `arrangements`, `arrangement_reading`, `json_reading`, `mixed`, `unknowns`, `grounding`,
`arrangement_deciding`, `puzzle_program`; `instances` test any of them; `deciding` (text to outcome), `serving` and
`workers` (in a process that can be killed); `drafts`, `matching`, `wording`, `judging`, `votes`, `formalising`,
`given` (programs that cannot be read are refused), `critic`.
"""

from redraft.critics.logic.critic import LogicCritic
from redraft.critics.logic.instances import Instance
from redraft.critics.logic.outcome import Choice, Cited, Outcome
from redraft.critics.logic.settings import Settings
from redraft.critics.logic.votes import Vote, vote
from redraft.critics.logic.workers import decide_apart

__all__ = ["Choice", "Cited", "Instance", "LogicCritic", "Outcome", "Settings", "Vote", "decide_apart", "vote"]
