"""Reasoning step by step: what can be computed is computed, and the first wrong step is found.

Reading order: `critic`, which asks the checkers one after the other; `reasoning` (a draft as steps), `checker` (what
every checker is); then the checkers, `equations` with `calculation`, `brackets`, `sorting`, `swaps`, `deduction`,
`count`. Below them: `links` (the two sides of each equals sign), `expressions`, `values`, `tokens`, `measures`,
`rounding`, `numerals` and `quantities` for arithmetic, `arrangements` for orders of things, `options` for answers by
letter. The table of units is `redraft.critics.units`, which the checks of facts share.
"""

from redraft.critics.steps.critic import StepsCritic

__all__ = ["StepsCritic"]
