"""The laws of self-correction in pictures: each law of `redraft.trust.laws` as a line, its simulation as points.

Reading order: `picture` (what a law's picture is, and the verdict on it), then one file for each law: `rounds` (rounds
as a Markov chain, where correcting helps), `heterogeneity` (prompts that differ), `votes` (and their saturation),
`savage` (what a ranking is worth), `corruption` (what noise leaves of it), `pairwise` (where alignment stops),
`improvement` (what a step gains); `drawing` has them all.
"""
