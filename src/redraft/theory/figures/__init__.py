"""Figures of the theory lab that belong to no single experiment.

Reading order: `noise` (published and measured noise curves), `metric` (what the published metric hides), `noise_aware`
(an aligner that reckons with wrong rewards).
"""
