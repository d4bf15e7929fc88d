"""Stored outputs of models with labels from people or hidden tests: what critics are measured on.

Reading order: `output`, `reading`, then any of `forms`, one file for each form of data.
"""
