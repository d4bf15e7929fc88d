"""Measuring a critic on labelled outputs.

Reading order: `run` (a card from a critic and a file), `data` (what it is measured on) with `outputs` (stored ones),
`labelling` (whose labels) and `repeats` (what stands there twice), `judging` (every output judged) with `cpu` (what
that took), `stored` (what was judged when it was written), `journal` (what was judged is kept), `located` (whether a
finding is where the mistake is), `verdicts` (a line for each output), `document` (a card as a file), `comparing` (cards
beside each other).
"""
