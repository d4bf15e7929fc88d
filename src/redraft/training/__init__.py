"""Training the embedded model; needs ``redraft[train]``.

Reading order: `rows`, `pref_traces`, `count_traces`, `safe_traces`, `network`, `own_mistakes`, `recipe`, `embedded`,
`convert`.
"""
