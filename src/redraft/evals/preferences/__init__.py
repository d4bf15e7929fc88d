"""Preferences learnt from edits, measured on a simulated stream of people with hidden preferences.

Reading order: `people` (who they are, and how they edit), `memories` (which edits are remembered for a request),
`telling` (edits in the words of the embedded model, and answers made of edits without it), `stream` (everybody's
requests, one after the other), `figures`, `run`, `tables`.
"""

from redraft.evals.preferences.run import PreferencesEvalConfig, PreferencesResult, evaluate_preferences

__all__ = ["PreferencesEvalConfig", "PreferencesResult", "evaluate_preferences"]
