"""The theory lab: what is proved about self-correction made exact, and what is measured made again.

Reading order: `problems` (what a step starts from), `folders` (where a run may be kept), `statements` (losses,
gradients and descent: the oracle), `constructions` (exact weights that carry out those steps), `aligners` (transformers
that learn to), `attending` (where their heads look), `laws` (each law and its simulation in pictures), `experiments`
(what the paper measures, measured again).
"""
