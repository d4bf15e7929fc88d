"""Rules that a draft must keep: JSON schema, patterns, lengths, what it must and must not contain.

Reading order: `checks` (lengths and words), `patterns`, `json_schema`, `json_spans`.
"""

from redraft.critics.rules.critic import Rules

__all__ = ["Rules"]
