"""Inputs of the critic's own: what holds in every example should hold for inputs near them.

Reading order: `inputs` (near and smaller ones), `observing`, `invariants`, `shrinking`, `check`.
"""
