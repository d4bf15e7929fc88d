"""Measuring a critic on labelled outputs.

Reading order: `run` (a card from a critic and a file), `judging` (every output judged) with `cpu` (what that took),
`journal` (what was judged is kept), `located` (whether a finding is where the mistake is), `document` (a card as a
file).
"""
