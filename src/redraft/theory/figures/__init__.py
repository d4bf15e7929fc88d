"""Figures of the theory lab that belong to no single experiment.

Reading order: `noise` (published and measured noise curves).
"""
