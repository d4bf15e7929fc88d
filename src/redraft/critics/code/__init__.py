"""Code: read, checked and run.

Reading order: `critic`; `source`, `extraction` and `given` find the program; `checks` says what a check is; `syntax`,
`linting` and `typechecking` (with `tools`) read it; `testing` runs it; `written` lets a model write tests; `properties`
tries inputs of its own; `words`, `names` and `parsing` are what they share.
"""

from redraft.critics.code.critic import ALL, CodeCritic

__all__ = ["ALL", "CodeCritic"]
